"""Cross-dock against allocation: every order is promised its pieces once, and nobody is told no."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import select

from tests.orders import accepted, allocated
from tests.usecases.inbound import asn, book, plate, store
from tests.world import World
from wms.db import Database
from wms.errors import Refused
from wms.inbound.announce import AnnouncedLine
from wms.orders import cross_dock, queries
from wms.orders.models import Order
from wms.people.actor import SYSTEM
from wms.shipping.cancel import cancel
from wms.stock import promises

ROUNDS = 8
ORDERS = 6


@pytest.fixture
def world(postgresql_db: Database) -> World:
    world = World(postgresql_db).bins("A-01", "A-02").item("MUG")
    return world.bins("X-01", "X-02", kind="pick", zone="CROSS")  # type: ignore[arg-type]


def _together(*acts: Callable[[], Any]) -> list[Any]:
    with ThreadPoolExecutor(len(acts)) as hands:
        return [done.result() for done in [hands.submit(act) for act in acts]]


def _arrived(world: World, number: str, pieces: int) -> int:
    lpn_id = plate(world, f"P-{number}")
    book(world, asn(world, f"A-{number}", AnnouncedLine("MUG", pieces)), "MUG", pieces, lpn_id)
    return lpn_id


def _across(world: World, lpn_id: int, code: str) -> int:
    """Promise an LPN and carry it across; return how many orders got their stock by that."""
    key = {"lpn_id": lpn_id, "at": world.at}
    where = {"warehouse_id": world.warehouse_id}
    if world.do(lambda conn: cross_dock.promise(conn, **key, **where)) is None:
        return 0
    bin_id = world.ids[code]
    given = {**key, "location_id": bin_id, "actor": SYSTEM}
    return int(world.do(lambda conn: cross_dock.carry(conn, **given)).served)


def _allocate(world: World) -> None:
    """Promise stock to whoever waits, as the job worker does."""
    with world.db.read() as conn:
        asked = select(Order.id).where(Order.status.in_(("accepted", "waiting")))
        todo = list(conn.execute(asked.order_by(Order.priority, Order.id)).scalars())
    world.ids |= {str(order_id): order_id for order_id in todo}
    allocated(world, *(str(order_id) for order_id in todo))


def _promised(world: World, refs: list[str]) -> Counter[str]:
    """Return pieces promised in bins, by order."""
    found: Counter[str] = Counter()
    with world.db.read() as conn:
        for ref in refs:
            lines = [line.id for line in queries.lines(conn, [world.ids[ref]])]
            held = promises.promised(conn, "order_line", lines)
            found[ref] += sum(one.quantity for one in held)
    return found


def test_an_order_is_promised_once_by_cross_dock_or_by_allocation(world: World) -> None:
    waiting: list[str] = []
    for turn in range(ROUNDS):
        refs = [f"S-{turn}-{n}" for n in range(ORDERS)]
        for ref in refs:
            accepted(world, ref, [("MUG", 3)])
        waiting += refs
        allocated(world, *refs)
        plates = [_arrived(world, f"{turn}-{n}", 3 * ORDERS) for n in range(3)]
        _together(
            lambda plates=plates: _across(world, plates[0], "X-01"),
            lambda plates=plates: _across(world, plates[1], "X-02"),
            lambda plates=plates: store_if_free(world, plates[2]),
            lambda: _allocate(world),
            lambda: _allocate(world),
        )
    _allocate(world)
    with world.db.read() as conn:
        status = Counter(queries.order(conn, world.ids[ref]).status for ref in waiting)
    assert status == {"allocated": ROUNDS * ORDERS}
    assert set(_promised(world, waiting).values()) == {3}
    assert sum(world.on_hand("MUG").values()) == ROUNDS * 3 * 3 * ORDERS
    assert world.differences() == []


def store_if_free(world: World, lpn_id: int) -> None:
    """Put an LPN away, which makes its pieces free for allocation at the same moment."""
    store(world, lpn_id, "A-01")


def test_one_lpn_is_carried_across_or_put_away_but_never_both(world: World) -> None:
    for turn in range(ROUNDS):
        accepted(world, f"S-{turn}", [("MUG", 4)])
        allocated(world, f"S-{turn}")
        lpn_id = _arrived(world, str(turn), 4)

        def away(lpn_id: int = lpn_id) -> str:
            try:
                store(world, lpn_id, "A-02")
            except Refused as no:
                return no.code
            return "stored"

        def across(lpn_id: int = lpn_id) -> str:
            return "carried" if _across(world, lpn_id, "X-01") else "nothing"

        outcome = set(_together(away, across))
        assert outcome in (
            {"stored", "nothing"},
            {"putaway.promised", "carried"},
            {"putaway.empty", "carried"},
        )
        allocated(world, f"S-{turn}")
        assert _promised(world, [f"S-{turn}"]) == {f"S-{turn}": 4}
    assert world.differences() == []


def test_an_order_is_cancelled_while_its_pieces_are_carried_across(world: World) -> None:
    for turn in range(ROUNDS):
        ref = f"S-{turn}"
        accepted(world, ref, [("MUG", 4)])
        allocated(world, ref)
        lpn_id = _arrived(world, str(turn), 4)
        given = {"order_id": world.ids[ref], "reason": "", "actor": SYSTEM, "at": world.at}

        def call_off(given: dict[str, Any] = given) -> str:
            return str(world.do(lambda conn: cancel(conn, **given)).outcome)

        _, outcome = _together(lambda lpn_id=lpn_id: _across(world, lpn_id, "X-01"), call_off)
        assert outcome == "cancelled"
        assert _promised(world, [ref]) == {ref: 0}
    assert sum(world.on_hand("MUG").values()) == 4 * ROUNDS
    assert world.differences() == []
