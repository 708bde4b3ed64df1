"""Clusters, picks, shorts: what the ledger says after each."""

from __future__ import annotations

import pytest

from tests.orders import accepted, released
from tests.world import World
from wms.errors import Refused
from wms.orders import queries as orders
from wms.people.actor import SYSTEM
from wms.picking import claim, queries, totes
from wms.picking.pick import pick
from wms.picking.queries import Stop
from wms.picking.replace import replace
from wms.picking.short import Outcome, pick_short


@pytest.fixture
def stage(world: World) -> World:
    world.bins("A-01", "A-02", "B-01").totes("T-1", "T-2", "T-3")
    world.item("MUG").item("CAP").worker("anna").worker("ben")
    return world


def _claim(world: World, worker: str) -> int:
    found = world.do(
        lambda c: claim.claim(
            c, warehouse_id=world.warehouse_id, worker_id=world.ids[worker], at=world.at
        )
    )
    assert isinstance(found, int)
    return found


def _tie(world: World, cluster: int, *codes: str) -> None:
    for code in codes:

        def tie(conn, code=code):  # type: ignore[no-untyped-def]
            stop = queries.next_stop(conn, cluster)
            totes.tie(
                conn,
                cluster_id=cluster,
                order_id=stop.order_id,
                tote_id=world.ids[code],
                cart_id=world.ids["CART"],
                actor=SYSTEM,
            )

        world.do(tie)


def _stop(world: World, cluster: int) -> Stop | None:
    with world.db.read() as conn:
        return queries.next_stop(conn, cluster)


def _pick(world: World, stop: Stop, quantity: int, tote: str = "") -> None:
    world.do(
        lambda c: pick(
            c,
            pick_id=stop.pick_id,
            quantity=quantity,
            tote_id=world.ids[tote] if tote else stop.tote_id,
            cart_id=stop.cart_id,
            warehouse_id=world.warehouse_id,
            actor=SYSTEM,
            at=world.at,
        )
    )


def _short(world: World, stop: Stop) -> Outcome:
    found = world.do(
        lambda c: pick_short(
            c, pick_id=stop.pick_id, warehouse_id=world.warehouse_id, actor=SYSTEM, at=world.at
        )
    )
    assert isinstance(found, Outcome)
    return found


def _status(world: World, ref: str) -> str:
    with world.db.read() as conn:
        return orders.order(conn, world.ids[ref]).status


def test_a_walk_visits_its_bins_in_order_and_fills_the_totes(stage: World) -> None:
    stage.stock("MUG", 5, at="A-02").stock("CAP", 5, at="A-01")
    accepted(stage, "S-1", [("MUG", 2)])
    accepted(stage, "S-2", [("CAP", 1), ("MUG", 1)])
    released(stage)
    cluster = _claim(stage, "anna")
    _tie(stage, cluster, "T-1", "T-2")
    seen = []
    while (stop := _stop(stage, cluster)) is not None:
        seen.append((stop.location, stop.sku, stop.open, stop.tote))
        _pick(stage, stop, stop.open)
    assert seen == [("A-01", "CAP", 1, "T-2"), ("A-02", "MUG", 2, "T-1"), ("A-02", "MUG", 1, "T-2")]
    assert stage.on_hand("MUG") == {"A-02": 2, "CART/T-1": 2, "CART/T-2": 1}
    assert stage.differences() == []


def test_a_dropped_tote_makes_its_order_picked(stage: World) -> None:
    stage.stock("MUG", 5, at="A-02")
    accepted(stage, "S-1", [("MUG", 2)])
    released(stage)
    cluster = _claim(stage, "anna")
    _tie(stage, cluster, "T-1")
    stop = _stop(stage, cluster)
    assert stop is not None
    _pick(stage, stop, 2)
    stage.do(
        lambda c: totes.drop(
            c,
            cluster_id=cluster,
            totes=[(stage.ids["S-1"], stage.ids["T-1"])],
            location_id=stage.ids["PACK"],
            warehouse_id=stage.warehouse_id,
            actor=SYSTEM,
            at=stage.at,
        )
    )
    assert _status(stage, "S-1") == "picked"
    assert stage.on_hand("MUG") == {"A-02": 3, "PACK/T-1": 2}
    assert stage.differences() == []


def test_more_than_asked_the_wrong_tote_and_a_second_time_are_refused(stage: World) -> None:
    stage.stock("MUG", 5, at="A-02")
    accepted(stage, "S-1", [("MUG", 2)])
    released(stage)
    cluster = _claim(stage, "anna")
    _tie(stage, cluster, "T-1")
    stop = _stop(stage, cluster)
    assert stop is not None
    with pytest.raises(Refused, match="too_many"):
        _pick(stage, stop, 3)
    with pytest.raises(Refused, match="wrong_tote"):
        _pick(stage, stop, 1, "T-2")
    _pick(stage, stop, 1)
    _pick(stage, stop, 1)
    with pytest.raises(Refused, match=r"pick\.ended"):
        _pick(stage, stop, 1)
    assert stage.differences() == []


def test_a_tote_carries_one_order_at_a_time(stage: World) -> None:
    stage.stock("MUG", 5, at="A-02")
    accepted(stage, "S-1", [("MUG", 1)])
    accepted(stage, "S-2", [("MUG", 1)])
    released(stage)
    cluster = _claim(stage, "anna")
    _tie(stage, cluster, "T-1")
    with pytest.raises(Refused, match=r"tote\.in_use"):
        _tie(stage, cluster, "T-1")


def test_a_short_serves_all_who_were_going_there_from_elsewhere(stage: World) -> None:
    stage.stock("MUG", 3, at="A-01").stock("MUG", 9, at="B-01")
    accepted(stage, "S-1", [("MUG", 2)])
    accepted(stage, "S-2", [("MUG", 1)])
    released(stage, 1)
    mine, other = _claim(stage, "anna"), _claim(stage, "ben")
    _tie(stage, mine, "T-1")
    _tie(stage, other, "T-2")
    stop = _stop(stage, mine)
    assert stop is not None
    _pick(stage, stop, 1)
    assert _short(stage, stop) == Outcome(elsewhere=1, missing=0)
    assert stage.on_hand("MUG") == {"A-01 held": 2, "B-01": 9, "CART/T-1": 1}
    for cluster in (mine, other):
        found = _stop(stage, cluster)
        assert found is not None
        assert (found.location, found.open) == ("B-01", 1)
        _pick(stage, found, 1)
    assert stage.differences() == []
    assert _short(stage, stop) == Outcome(0, 0)


def test_a_short_with_no_other_stock_leaves_the_order_with_what_there_is(stage: World) -> None:
    stage.stock("MUG", 3, at="A-01").stock("CAP", 1, at="A-02")
    accepted(stage, "S-1", [("MUG", 2), ("CAP", 1)])
    released(stage)
    cluster = _claim(stage, "anna")
    _tie(stage, cluster, "T-1")
    stop = _stop(stage, cluster)
    assert stop is not None
    assert _short(stage, stop) == Outcome(elsewhere=0, missing=2)
    following = _stop(stage, cluster)
    assert following is not None
    assert following.sku == "CAP"
    with stage.db.read() as conn:
        lines = orders.lines(conn, [stage.ids["S-1"]])
    assert [(line.sku, line.short) for line in lines] == [("MUG", 2), ("CAP", 0)]
    assert stage.differences() == []


def test_an_order_of_which_nothing_was_found_waits_again(stage: World) -> None:
    stage.stock("MUG", 3, at="A-01")
    accepted(stage, "S-1", [("MUG", 2)])
    released(stage)
    cluster = _claim(stage, "anna")
    _tie(stage, cluster, "T-1")
    stop = _stop(stage, cluster)
    assert stop is not None
    _short(stage, stop)
    stage.do(
        lambda c: totes.drop(
            c,
            cluster_id=cluster,
            totes=[(stage.ids["S-1"], stage.ids["T-1"])],
            location_id=stage.ids["PACK"],
            warehouse_id=stage.warehouse_id,
            actor=SYSTEM,
            at=stage.at,
        )
    )
    assert _status(stage, "S-1") == "waiting"
    stage.stock("MUG", 2, at="B-01")
    released(stage)
    assert _status(stage, "S-1") == "released"
    again = _claim(stage, "anna")
    assert again != cluster
    _tie(stage, again, "T-1")
    assert stage.differences() == []


def test_a_cart_is_taken_over_with_its_place_in_the_walk(stage: World) -> None:
    stage.stock("MUG", 3, at="A-01")
    accepted(stage, "S-1", [("MUG", 2)])
    released(stage)
    cluster = _claim(stage, "anna")
    _tie(stage, cluster, "T-1")
    stage.do(
        lambda c: claim.take_over(c, cluster_id=cluster, worker_id=stage.ids["ben"], at=stage.at)
    )
    assert _claim(stage, "ben") == cluster


def test_a_replacement_is_an_urgent_pick(stage: World) -> None:
    stage.stock("MUG", 3, at="A-01")
    accepted(stage, "S-1", [("MUG", 2)])
    released(stage)
    with stage.db.read() as conn:
        line = orders.lines(conn, [stage.ids["S-1"]])[0]
    assert [_replace(stage, line.id, n) for n in (1, 2)] == ["", "no_stock MUG"]
    assert stage.differences() == []


def _replace(world: World, line_id: int, quantity: int) -> str:
    found = world.do(
        lambda c: replace(
            c,
            order_id=world.ids["S-1"],
            order_line_id=line_id,
            quantity=quantity,
            actor=SYSTEM,
            at=world.at,
        )
    )
    return str(found)
