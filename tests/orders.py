"""Orders for tests: accept them, promise them stock, make clusters of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection, select

from tests.world import World
from wms.orders.accept import OrderedLine, accept
from wms.orders.allocate import allocate
from wms.orders.models import Order
from wms.orders.recipient import Recipient
from wms.picking.release import BATCH, release
from wms.picking.rules import cart_of

ANNA = Recipient("Anna Nowak", ("ul. Długa 5",), "00-238", "Warszawa", country="PL")


def accepted(
    world: World, ref: str, lines: Sequence[tuple[str, int]], carrier: str = "", priority: str = "5"
) -> int:
    """Accept an order of (sku, quantity) lines and return its id."""
    ordered = [OrderedLine(world.ids[sku], quantity) for sku, quantity in lines]

    found = world.do(
        lambda conn: accept(
            conn,
            warehouse_id=world.warehouse_id,
            source="test",
            external_ref=ref,
            lines=ordered,
            recipient=ANNA,
            carrier_code=carrier,
            priority=int(priority),
            at=world.at,
        )
    )
    world.ids[ref] = found.order_id
    return int(found.order_id)


def allocated(world: World, *refs: str) -> dict[int, str]:
    """Promise stock to orders and return why each one waits ("" when it does not)."""
    ids = [world.ids[ref] for ref in refs]
    reasons: dict[int, str] = world.do(
        lambda conn: allocate(conn, world.warehouse_id, ids, at=world.at)
    )
    return reasons


def released(world: World, capacity: int = 4) -> None:
    """Allocate all open orders and make clusters of up to `capacity`."""
    cart = cart_of(world.config)
    cart = replace(cart, capacity=replace(cart.capacity, orders=capacity))

    def all_at_once(conn: Connection) -> None:
        asked = select(Order.id).where(Order.status.in_(("accepted", "waiting")))
        todo = list(conn.execute(asked.order_by(Order.id)).scalars())
        allocate(conn, world.warehouse_id, todo, at=world.at)
        while release(conn, world.warehouse_id, cart=cart, at=world.at) == BATCH:
            pass

    world.do(all_at_once)
