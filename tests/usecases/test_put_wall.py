"""Batches and the put wall: what is refused, what the books say at every step."""

from __future__ import annotations

from typing import Any

import pytest

from tests.bench import counters, status
from tests.changes import changed, line
from tests.orders import accepted, allocated
from tests.properties.loose_ends import stranded
from tests.wall import batch, put_wall, slots, unmatched, walked
from tests.world import Desk, World
from wms import jobs, settings
from wms.errors import Refused
from wms.orders import allocate
from wms.people.actor import SYSTEM, Actor
from wms.picking import queries, release, sort, wall
from wms.picking.batch import form_batch
from wms.settings import Settings
from wms.shipping import put_back
from wms.shipping.cancel import cancel


@pytest.fixture
def shop(world: World) -> World:
    world.bins("A-01", "A-02").item("MUG").item("CAP").totes(*(f"T-{n}" for n in range(12)))
    return world.stock("MUG", 20, at="A-01").stock("CAP", 20, at="A-02")


def _form(world: World, *refs: str) -> str:
    given = {"order_ids": [world.ids[ref] for ref in refs], "at": world.at}
    try:
        world.do(lambda conn: form_batch(conn, warehouse_id=world.warehouse_id, **given))
    except Refused as refused:
        return refused.code
    return ""


def _cancel(world: World, ref: str) -> Any:
    given = {"order_id": world.ids[ref], "reason": "", "actor": SYSTEM, "at": world.at}
    return world.do(lambda conn: cancel(conn, **given))


def _sorts(desk: Desk, *codes: str) -> None:
    """Scan, each of which must be accepted."""
    for code in codes:
        desk.scan(code)
        assert desk.answer.outcome == "applied", desk.screen


def test_a_batch_needs_a_put_wall(shop: World) -> None:
    accepted(shop, "S-1", [("MUG", 1)])
    allocated(shop, "S-1")
    assert _form(shop, "S-1") == "layout.missing"
    assert status(shop, "S-1") == "allocated"


def test_a_batch_takes_only_orders_that_have_their_stock(shop: World) -> None:
    put_wall(shop, 2)
    accepted(shop, "S-1", [("MUG", 1)])
    accepted(shop, "S-2", [("MUG", 1)])
    allocated(shop, "S-1")
    assert _form(shop, "S-1", "S-2") == "batch.not_allocated"
    assert _form(shop) == "batch.not_allocated"
    assert (status(shop, "S-1"), status(shop, "S-2")) == ("allocated", "accepted")
    assert _form(shop, "S-1") == ""
    assert _form(shop, "S-1") == "batch.not_allocated"


def test_a_site_that_says_so_releases_batches_no_larger_than_its_wall(
    shop: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_wall(shop, 3)
    known = settings.load()
    picking = {**known.data["picking"], "method": "batch"}
    changed = Settings(known.database_url, {**known.data, "picking": picking})
    monkeypatch.setattr(settings, "load", lambda: changed)
    for n in range(5):
        accepted(shop, f"S-{n}", [("MUG", 1)])
    shop.do(lambda conn: allocate.ask(conn, shop.warehouse_id, at=shop.at))
    handlers = {"allocate": allocate.job, "release": release.job}
    while jobs.run_one(shop.db, handlers, shop.at):
        pass
    with shop.db.read() as conn:
        found = [queries.next_stop(conn, n) for n in (1, 2)]
    assert [stop.wanting for stop in found if stop] == [3, 2]


def test_the_books_know_at_every_step_where_a_piece_is(shop: World) -> None:
    put_wall(shop, 2)
    accepted(shop, "S-1", [("MUG", 2)])
    accepted(shop, "S-2", [("MUG", 1)])
    batch(shop, "S-1", "S-2")
    walked(shop, "anna", "T-1")
    assert shop.on_hand("MUG") == {"A-01": 17, "WALL/T-1": 3}
    desk = shop.station("W1", "bench", worker="ben")
    desk.key("SORT")
    _sorts(desk, "T-1", "MUG")
    assert shop.on_hand("MUG") == {"A-01": 17, "WALL/T-1": 3}
    _sorts(desk, "WALL-01")
    assert shop.on_hand("MUG") == {"A-01": 17, "WALL/T-1": 2, "WALL-01": 1}
    _sorts(desk, "MUG", "WALL-01", "T-2")
    assert shop.on_hand("MUG") == {"A-01": 17, "WALL/T-1": 1, "CART/T-2": 2}
    assert (status(shop, "S-1"), slots(shop), unmatched(shop)) == ("released", {}, [])
    _sorts(desk, "MUG", "WALL-01", "T-3", "QC", "PACK")
    assert shop.on_hand("MUG") == {"A-01": 17, "QC/T-2": 2, "PACK/T-3": 1}
    assert (status(shop, "S-1"), status(shop, "S-2")) == ("picked", "picked")
    assert (stranded(shop), shop.differences()) == ([], [])


def test_a_piece_that_lies_in_another_tote_of_the_batch_is_sorted_all_the_same(
    shop: World,
) -> None:
    put_wall(shop, 2)
    accepted(shop, "S-1", [("MUG", 1), ("CAP", 1)])
    batch(shop, "S-1")
    picker = shop.station("H1", worker="anna")
    picker.key("PICK")
    _sorts(picker, "T-1", "A-01", "MUG", "T-1", "A-02", "CAP")
    picker.key("FULL")
    _sorts(picker, "T-2", "T-2", "WALL")
    desk = shop.station("W1", "bench", worker="ben")
    desk.key("SORT")
    _sorts(desk, "T-1", "CAP", "WALL-01")
    assert shop.on_hand("CAP") == {"A-02": 19, "WALL-01": 1}
    with shop.db.read() as conn:
        assert wall.tote(conn, shop.ids["T-2"]) is None, "the books have nothing left in it"
    _sorts(desk, "MUG", "WALL-01", "T-3", "QC")
    assert (unmatched(shop), shop.differences()) == ([], [])


def test_a_cancelled_order_loses_missing_pieces_first(shop: World) -> None:
    put_wall(shop, 3)
    for ref in ("S-1", "S-2", "S-3"):
        accepted(shop, ref, [("MUG", 1)])
    batch(shop, "S-1", "S-2", "S-3")
    walked(shop, "anna", "T-1")
    assert _cancel(shop, "S-1").pieces == 1
    desk = shop.station("W1", "bench", worker="ben")
    desk.key("SORT")
    _sorts(desk, "T-1", "MUG", "WALL-01", "T-2")
    desk.key("SHORT")
    desk.key("SHORT")
    assert desk.screen.message == "1 other will be picked"
    assert counters(shop, "S-1")["MUG"] == (0, 0, 0)
    assert [status(shop, ref) for ref in ("S-1", "S-2", "S-3")] == [
        *("cancelled", "released", "released")
    ]
    with shop.db.read() as conn:
        assert put_back.pieces_of(conn, shop.ids["S-1"]) == 0
        assert queries.open_picks(conn, shop.ids["S-3"]) == 1
    assert (unmatched(shop), stranded(shop), shop.differences()) == ([], [], [])


def test_only_who_sorts_a_tote_may_go_on_with_it(shop: World) -> None:
    put_wall(shop, 2)
    accepted(shop, "S-1", [("MUG", 1)])
    batch(shop, "S-1")
    walked(shop, "anna", "T-1")
    first = shop.station("W1", "bench", worker="ben")
    first.key("SORT")
    _sorts(first, "T-1", "MUG")
    second = shop.station("W2", "bench", worker="carla")
    second.key("SORT")
    _sorts(second, "T-1", "T-1")
    with shop.db.read() as conn:
        tote = wall.tote(conn, shop.ids["T-1"])
    assert tote is not None
    assert tote.worker == "Carla"
    first.answer = first.engine.current(first.post, shop.at)
    assert first.screen.message == "Carla took your tote over"
    actor = Actor(shop.ids["ben"])
    with pytest.raises(Refused) as refused:
        shop.do(lambda conn: sort.own(conn, tote_id=tote.lpn_id, actor=actor))
    assert refused.value.code == "sort.taken_over"


def test_an_order_that_is_cancelled_in_the_wall_is_put_back_from_the_dock(shop: World) -> None:
    put_wall(shop, 2)
    accepted(shop, "S-1", [("MUG", 2)])
    batch(shop, "S-1")
    walked(shop, "anna", "T-1")
    desk = shop.station("W1", "bench", worker="ben")
    desk.key("SORT")
    _sorts(desk, "T-1", "MUG", "WALL-01")
    found = _cancel(shop, "S-1")
    assert (found.outcome, found.pieces) == ("pending", 2)
    _sorts(desk, "MUG", "WALL-01", "T-2", "DOCK")
    assert shop.on_hand("MUG") == {"A-01": 18, "DOCK/T-2": 2}
    desk.key("BACK")
    desk.key("PUTAWAY")
    _sorts(desk, "T-2", desk.screen.expects or "A-01")
    assert shop.on_hand("MUG") == {"A-01": 20}
    assert counters(shop, "S-1")["MUG"] == (0, 0, 0)
    assert shop.differences() == []


def test_what_is_among_other_orders_pieces_is_not_taken_off_before_it_is_sorted(
    shop: World,
) -> None:
    put_wall(shop, 4)
    accepted(shop, "S-1", [("MUG", 3), ("CAP", 1)])
    accepted(shop, "S-2", [("MUG", 1)])
    batch(shop, "S-1", "S-2")
    walked(shop, "anna", "T-1")
    with pytest.raises(Refused) as refused:
        changed(shop, "S-1", [("MUG", 1), ("CAP", 1)])
    assert refused.value.code == "orders.sorting"
    assert line(shop, "S-1", "MUG") == {"ordered": 3, "picked": 3}
    assert unmatched(shop) == []


def test_a_template_may_pick_in_batches_of_no_more_orders_than_the_wall_has_slots(
    shop: World,
) -> None:
    config = settings.load({}).data
    with shop.db.read() as conn:
        assert release.carts(conn, shop.warehouse_id, config, "batch")[1] == "savings"
    put_wall(shop, 2)
    for n in range(3):
        accepted(shop, f"S-{n}", [("MUG", 1)])
    allocated(shop, "S-0", "S-1", "S-2")
    with shop.db.read() as conn:
        cart, method = release.carts(conn, shop.warehouse_id, config, "batch")
    how = {"cart": cart, "method": method, "at": shop.at}
    assert shop.do(lambda conn: release.release(conn, shop.warehouse_id, **how)) == 3
    with shop.db.read() as conn:
        assert queries.open_clusters(conn, shop.warehouse_id) == 2
    assert walked(shop, "anna", "T-1").screen.title == "MENU"
