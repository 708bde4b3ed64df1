"""A whole shift at once, every person at a station of their own: stated outcomes, plain words."""

from __future__ import annotations

import itertools

import pytest
from sqlalchemy import func, select

from tests.bench import status
from tests.orders import accepted, allocated, released
from tests.properties.loose_ends import stranded
from tests.races.floor import Watched, together
from tests.wall import batch, put_wall, slots, unmatched
from tests.world import World
from wms.db import Database
from wms.orders import queries as orders
from wms.orders.reasons import words
from wms.picking.models import Pick
from wms.stock.models import StockMove

PICKERS, PIECES = 50, 100


@pytest.fixture
def world(postgresql_db: Database) -> World:
    return World(postgresql_db).bins("A-01").item("MUG").item("CAP")


def _reasons(world: World, refs: list[str]) -> dict[str, str]:
    with world.db.read() as conn:
        rows = {ref: orders.order(conn, world.ids[ref]) for ref in refs}
    return {ref: str(words(row.reason)) for ref, row in rows.items() if row.status == "waiting"}


def _picked(world: World) -> tuple[int, int]:
    """Return how many pieces the picks say were picked, and how many the ledger moved for them."""
    with world.db.read() as conn:
        told = conn.execute(select(func.sum(Pick.picked))).scalar_one()
        moved = select(func.sum(StockMove.quantity)).where(StockMove.kind == "pick")
        return int(told), int(conn.execute(moved).scalar_one())


def test_fifty_pickers_take_100_pieces_once_and_the_others_are_told_why(world: World) -> None:
    """60 orders want two of 100 mugs each: 50 are picked, each by one of 56 pickers; ten orders
    wait and say that there is no stock; six pickers are told that nothing is left to pick."""
    world.stock("MUG", PIECES, at="A-01")
    refs = [f"S-{n}" for n in range(PICKERS + 10)]
    for ref in refs:
        accepted(world, ref, [("MUG", 2)])
    together(*(lambda part=refs[n::4]: allocated(world, *part) for n in range(4)))
    released(world, 1)
    hands = PICKERS + 6
    world.totes(*(f"T-{n}" for n in range(hands)))
    crew = [Watched(world, f"H{n}", f"w{n}") for n in range(hands)]

    def shift(n: int) -> None:
        crew[n].key("PICK")
        crew[n].walk(f"T-{n}")

    together(*(lambda n=n: shift(n) for n in range(hands)))
    assert _picked(world) == (PIECES, PIECES)
    assert "A-01" not in world.on_hand("MUG")
    assert sum(world.on_hand("MUG").values()) == PIECES
    assert sorted(status(world, ref) for ref in refs) == ["picked"] * 50 + ["waiting"] * 10
    assert set(_reasons(world, refs).values()) == {str(words("no_stock MUG"))}
    idle = [one.messages for one in crew if "No picking waits now" in one.messages]
    assert [len(messages) for messages in idle] == [1] * 6
    assert (stranded(world), world.differences()) == ([], [])


def test_pickers_and_shorts_in_one_bin_leave_nobody_waiting_in_vain(world: World) -> None:
    """The bin holds 20 of the 60 mugs that the books say: whoever comes late says SHORT, all others
    on the way there are served from the other bin, and every order is picked or waits."""
    world.bins("B-01").stock("MUG", 60, at="A-01").stock("MUG", 25, at="B-01")
    refs = [f"S-{n}" for n in range(30)]
    for ref in refs:
        accepted(world, ref, [("MUG", 2)])
    released(world, 1)
    world.totes(*(f"T-{n}" for n in range(30)))
    crew = [Watched(world, f"H{n}", f"w{n}") for n in range(30)]
    there = itertools.count(1)  # next() of it is atomic

    def shift(n: int) -> None:
        crew[n].key("PICK")
        crew[n].scan(f"T-{n}")
        if crew[n].desk.screen.expects == "A-01" and next(there) > 10:
            crew[n].scan("A-01")
            crew[n].key("SHORT")
            crew[n].key("SHORT")
        crew[n].walk()

    together(*(lambda n=n: shift(n) for n in range(30)))
    for one in crew:
        while one.title == "PICK" and "PICK" not in one.desk.screen.keys:
            one.key("BACK")
            one.key("PICK")
            one.walk()
    assert {status(world, ref) for ref in refs} <= {"picked", "waiting"}
    told, moved = _picked(world)
    assert told == moved
    assert (stranded(world), world.differences()) == ([], [])


def test_people_who_share_a_put_wall_sort_every_piece_once(world: World) -> None:
    """Four batches of four orders are picked and sorted by four pairs at one wall of 16 slots: each
    order gets its pieces, no slot is two orders', the books agree with the totes throughout."""
    world.stock("MUG", 200, at="A-01").stock("CAP", 200, at="A-01")
    put_wall(world, 16)
    refs = [f"S-{n}" for n in range(16)]
    for n, ref in enumerate(refs):
        accepted(world, ref, [("MUG", 1 + n % 3), ("CAP", 1 + n % 2)])
    for start in range(0, 16, 4):
        batch(world, *refs[start : start + 4])
    world.totes(*(f"T-{n}" for n in range(40)))
    pickers = [Watched(world, f"H{n}", f"p{n}") for n in range(4)]
    together(*(lambda n=n: (pickers[n].key("PICK"), pickers[n].walk(f"T-{n}")) for n in range(4)))
    assert unmatched(world) == []
    sorters = [Watched(world, f"W{n}", f"s{n}", "bench") for n in range(4)]
    empty = iter(f"T-{n}" for n in range(4, 40))
    together(*(lambda n=n: _sort(sorters[n], f"T-{n}", empty) for n in range(4)))
    assert (slots(world), unmatched(world)) == ({}, [])
    assert {status(world, ref) for ref in refs} == {"picked"}
    assert _picked(world) == (sum(1 + n % 3 + 1 + n % 2 for n in range(16)),) * 2
    assert (stranded(world), world.differences()) == ([], [])


def _sort(one: Watched, tote: str, empty: object) -> None:
    """Sort a tote: whichever of the two items is in it still, and what the screens ask for."""
    one.key("SORT")
    one.scan(tote)
    while one.desk.screen.prompt != "Scan a tote of a batch":
        screen = one.desk.screen
        if screen.prompt.endswith("Scan an empty tote"):
            one.scan(next(empty))  # type: ignore[call-overload]
        elif screen.expects:
            if "QTY" in screen.keys:
                one.key("QTY")
            one.scan(screen.expects)
        elif one.title == "NOT ORDERED":
            one.key("BACK")
            one.scan("CAP")
        else:
            one.scan("MUG")
            if one.title == "NOT ORDERED":
                one.key("BACK")
                one.scan("CAP")
