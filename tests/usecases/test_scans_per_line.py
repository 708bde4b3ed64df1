"""A picker scans at most three times for a pick line, everything done by scans alone.

The mix: 48 orders of one to four lines (most have one), most lines of one piece, few items that
many want and many that few want, two items in every fourth bin. Run with `-s` to see the figures.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from sqlalchemy import func, select

from tests.orders import accepted, allocated, released
from tests.picker import DROPS, SORTS, STOP, TOTES, Picker
from tests.wall import put_wall, unmatched
from tests.world import World
from wms.picking import batch
from wms.picking.models import OrderTote, Pick
from wms.stock import queries as stock

MOST = 3
ORDERS, ITEMS = 48, 40
PIECES = (1,) * 85 + (2,) * 10 + (3, 3, 4, 5, 6)
LINES = (1,) * 6 + (2, 2, 3, 4)


@pytest.fixture
def shop(world: World) -> World:
    chance = random.Random(3)
    skus = [f"SKU-{n:02d}" for n in range(ITEMS)]
    for n, sku in enumerate(skus):
        code = f"A-{n - (n % 4 == 3):02d}"
        if code not in world.ids:
            world.bins(code)
        world.item(sku).stock(sku, 100, at=code)
    weights = [1 / (rank + 1) for rank in range(ITEMS)]
    for n in range(ORDERS):
        wanted = {chance.choices(skus, weights)[0] for _ in range(chance.choice(LINES))}
        accepted(world, f"S-{n}", [(sku, chance.choice(PIECES)) for sku in sorted(wanted)])
    world.totes(*(f"T-{n:03d}" for n in range(150)))
    put_wall(world, 12)
    return world


def _totes(world: World) -> Iterator[str]:
    return (code for code in list(world.ids) if code.startswith("T-"))


def _lines(world: World) -> int:
    with world.db.read() as conn:
        return conn.execute(select(func.count(Pick.id))).scalar_one()


def test_a_cluster_walk_takes_at_most_three_scans_a_line(shop: World) -> None:
    released(shop, 4)
    picker = Picker(shop.station("H1", worker="anna"), _totes(shop))
    picker.walk()
    lines, scans = _lines(shop), picker.scans
    _told("cluster", lines, scans)
    assert scans[STOP] <= MOST * lines
    assert shop.differences() == []


def test_a_batch_walk_and_its_sorting_take_at_most_three_scans_a_line(shop: World) -> None:
    refs = [f"S-{n}" for n in range(ORDERS)]
    assert not any(allocated(shop, *refs).values())
    for start in range(0, ORDERS, 12):
        ids = [shop.ids[ref] for ref in refs[start : start + 12]]
        given = {"warehouse_id": shop.warehouse_id, "order_ids": ids, "at": shop.at}
        shop.do(lambda conn, given=given: batch.form_batch(conn, **given))
    picker = Picker(shop.station("H1", worker="anna"), _totes(shop))
    picker.walk()
    assert unmatched(shop) == []
    for tote, pieces in _to_sort(shop):
        picker.sort(tote, pieces)
        assert unmatched(shop) == []
    lines, scans = _lines(shop), picker.scans
    _told("batch", lines, scans)
    assert scans[STOP] <= MOST * lines
    assert scans[STOP] < scans[SORTS] <= MOST * lines
    assert shop.differences() == []


def _to_sort(world: World) -> list[tuple[str, list[str]]]:
    """Return the totes at the wall and what is in each."""
    asked = select(OrderTote.lpn_id).where(OrderTote.order_id.is_(None))
    with world.db.read() as conn:
        numbers = conn.execute(asked.order_by(OrderTote.id)).scalars().all()
        found = []
        for number in numbers:
            inside = stock.in_lpn(conn, number)
            found.append((inside[0].lpn, [p.sku for p in inside for _ in range(p.on_hand)]))
    return found


def test_two_lines_from_one_bin_take_five_scans(world: World) -> None:
    world.bins("A-01").item("MUG").stock("MUG", 9, at="A-01").totes("T-1", "T-2")
    accepted(world, "S-1", [("MUG", 1)])
    accepted(world, "S-2", [("MUG", 1)])
    released(world, 2)
    picker = Picker(world.station("H1", worker="anna"), iter(["T-1", "T-2"]))
    picker.walk()
    _told("two lines, one bin", 2, picker.scans)
    assert picker.scans[STOP] == 5


def test_one_piece_takes_exactly_bin_item_and_tote(world: World) -> None:
    world.bins("A-01").item("MUG").stock("MUG", 9, at="A-01").totes("T-1")
    accepted(world, "S-1", [("MUG", 1)])
    released(world, 1)
    picker = Picker(world.station("H1", worker="anna"), iter(["T-1"]))
    picker.walk()
    assert picker.scans == {STOP: 3, TOTES: 1, DROPS: 1, SORTS: 0}


def _told(name: str, lines: int, scans: dict[str, int]) -> None:
    """Print the figures: at the stops, and all that was scanned."""
    at_stops, whole = scans[STOP] / lines, sum(scans.values()) / lines
    parts = ", ".join(f"{what} {n}" for what, n in scans.items())
    print(f"\n{name}: {lines} lines, {at_stops:.2f} scans a line, {whole:.2f} in all ({parts})")
