"""Orders that are changed, for tests: the verb with what does not change filled in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from tests.world import World
from wms.orders import queries
from wms.orders.accept import OrderedLine
from wms.orders.recipient import Recipient
from wms.packing import queries as packing
from wms.people.actor import SYSTEM
from wms.shipping.change import Changed, change


def changed(
    world: World, ref: str, lines: Sequence[tuple[str, int]] | None = None, **given: Any
) -> Changed:
    """Change an order's lines, (sku, quantity) each, or its head, and audit the stock."""

    def act(conn: Connection) -> Changed:
        order = queries.order(conn, world.ids[ref])
        asked = [
            OrderedLine(line.item_id, line.ordered)
            for line in queries.lines(conn, [order.id])
            if line.ordered
        ]
        if lines is not None:
            asked = [OrderedLine(world.ids[sku], n) for sku, n in lines]
        plain = {**order.recipient, "street": tuple(order.recipient["street"])}
        said = {"recipient": Recipient(**plain), "carrier_code": order.carrier_code}
        said |= {"ship_by": order.ship_by, "priority": order.priority, "actor": SYSTEM}
        return change(conn, order_id=order.id, lines=asked, at=world.at, **{**said, **given})

    found = world.do(act)
    assert world.differences() == []
    assert isinstance(found, Changed)
    return found


def moved_to(world: World, ref: str, city: str) -> Changed:
    """Send an order to another city."""
    with world.db.read() as conn:
        plain = queries.order(conn, world.ids[ref]).recipient
    address = {**plain, "street": tuple(plain["street"]), "city": city}
    return changed(world, ref, recipient=Recipient(**address))


def line(world: World, ref: str, sku: str) -> dict[str, int]:
    """Return the counters of an order's line that are not 0."""
    names = ("ordered", "picked", "packed", "shipped", "short", "surplus")
    with world.db.read() as conn:
        rows = queries.lines(conn, [world.ids[ref]])
    row = next(row for row in rows if row.sku == sku)
    return {name: getattr(row, name) for name in names if getattr(row, name)}


def disagreeing(world: World, ref: str) -> list[str]:
    """Return where an order's counters and its goods do not say the same."""
    order_id, found = world.ids[ref], []
    with world.db.read() as conn:
        lines = queries.lines(conn, [order_id])
        is_cancelled = queries.order(conn, order_id).status == "cancelled"
        outside = packing.in_totes(conn, order_id)
        parcels = [p for p in packing.parcels_of(conn, [order_id]) if p.status != "void"]
        inside = [c for p in parcels for c in packing.inside(conn, p.lpn_id)]
    for item_id in {row.item_id for row in lines}:
        own = [row for row in lines if row.item_id == item_id]
        loose = sum(row.picked - row.packed + row.surplus for row in own)
        boxed = sum(row.packed - row.shipped for row in own)
        there = sum(p.on_hand for p in outside if p.item_id == item_id)
        if loose != there:
            found.append(f"{own[0].sku}: {loose} to be packed, {there} in totes")
        if boxed != sum(c.quantity for c in inside if c.item_id == item_id):
            found.append(f"{own[0].sku}: {boxed} packed, but not in parcels")
        if is_cancelled and boxed:
            found.append(f"{own[0].sku}: packed for a cancelled order")
    return found
