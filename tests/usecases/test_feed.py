"""Reading on: every move and every parcel that left comes once, page by page, on both databases."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.bench import with_order
from tests.usecases.conftest import Run
from tests.world import World
from wms.db import Database
from wms.errors import Refused
from wms.shipping import feed as shipping
from wms.stock import feed
from wms.stock.audit import last_move


def _moves(world: World, most: int) -> list[feed.Moved]:
    found: list[feed.Moved] = []
    while True:
        with world.db.read() as conn:
            after = found[-1].cursor if found else feed.START
            page = feed.moves(conn, after, most=most)
        assert len(page) <= most
        if not page:
            return found
        found += page


@pytest.mark.parametrize("most", [1, 2, 1000])
def test_pages_of_any_size_show_each_move_once(world: World, most: int) -> None:
    bench = with_order(world)
    bench.put(bench.begin(world.ids["O-1"]), "MUG", 3)
    found = _moves(world, most)
    with world.db.read() as conn:
        assert sorted(m.cursor.move_id for m in found) == list(range(1, last_move(conn) + 1))
    packed = [m for m in found if m.kind == "pack"]
    assert sum(m.quantity for m in packed) == 3
    assert {m.item_id for m in packed} == {world.ids["MUG"]}


def test_a_parcel_is_told_once_however_many_moves_took_it_out(world: World) -> None:
    bench = with_order(world)
    first = bench.begin(world.ids["O-1"])
    bench.put(first, "MUG", 2, first_tote_id=world.ids["T-1"])
    bench.finish(first, 720)
    bench.depart()
    with world.db.read() as conn:
        [(cursor, told)] = shipping.shipments(conn)
    assert (told.parcel_id, told.number, told.status) == (first, 1, "shipped")
    second = bench.begin(world.ids["O-1"])
    bench.put(second, "MUG", 1)
    bench.put(second, "CAP", 1)
    bench.finish(second, 510)
    bench.depart()
    with world.db.read() as conn:
        assert [s.parcel_id for _, s in shipping.shipments(conn, cursor)] == [second]
        [(one, _)] = shipping.shipments(conn, most=1)
        assert one == cursor
        [(_, again), (last, _)] = shipping.shipments(conn)
        assert again.parcel_id == first
        assert shipping.shipments(conn, last) == []


def test_a_cursor_is_read_as_it_was_shown() -> None:
    assert feed.cursor("") == feed.START
    assert feed.cursor(str(feed.Cursor(12, 34))) == feed.Cursor(12, 34)


@pytest.mark.parametrize("text", ["12", "1.2.3", "a.b", "-1.2", "1.", "9" * 19 + ".1", "١.٢"])
def test_what_is_no_cursor_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="is no cursor"):
        feed.cursor(text)


def test_the_command_shows_a_move_a_line_and_goes_on_after_it(
    wms: Run, home: Path, sqlite_template: Path
) -> None:
    (home / "site.db").write_bytes(sqlite_template.read_bytes())
    db = Database(f"sqlite:///{home}/site.db")
    world = World(db).bins("A-01").item("MUG")
    for _ in range(3):
        world.stock("MUG", 2, at="A-01")
    db.close()
    code, said, _ = wms("feed", "moves", "--limit", "1")
    [first] = map(json.loads, said.splitlines())
    assert (code, first["id"], first["cursor"]) == (0, 1, "0.1")
    code, said, _ = wms("feed", "moves", "--after", first["cursor"])
    assert [json.loads(line)["id"] for line in said.splitlines()] == [2, 3]
    assert wms("feed", "shipments") == (0, "", "")
    code, _, said = wms("feed", "moves", "--after", "yesterday")
    assert code == 2
    assert "is no cursor" in said
