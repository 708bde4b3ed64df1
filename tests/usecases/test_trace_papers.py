"""What documents tell in a timeline: parcels with their weights, returns, deliveries, waves."""

from __future__ import annotations

import pytest
from sqlalchemy import insert

from tests import bench, packing
from tests.orders import accepted, allocated
from tests.usecases.inbound import asn, book, plate
from tests.usecases.office import signed_in, words
from tests.usecases.test_returns import Dock as Returns
from tests.world import World
from wms.inbound import receive
from wms.inbound.announce import AnnouncedLine
from wms.insights import hints, passport, trace, traced
from wms.insights.entries import Entry
from wms.quality.models import QcCheck, QcResult


def told(world: World, code: str) -> list[str]:
    return [str(entry.words) for entry in entries(world, code)]


def entries(world: World, code: str) -> list[Entry]:
    with world.db.read() as conn:
        thing = traced.find(conn, code, world.at.date())[0]
        return trace.page(conn, thing, most=500).entries


@pytest.fixture
def packed(world: World) -> str:
    """The SSCC of the parcel of O-1, weighed a gram too heavy, gone."""
    desk = bench.with_order(world)
    parcel = desk.begin(world.ids["O-1"])
    desk.put(parcel, "MUG", 3)
    desk.put(parcel, "CAP", 1)
    desk.finish(parcel, 1111)
    desk.depart()
    with world.db.read() as conn:
        [thing] = traced.find(conn, "O-1", world.at.date())
        found = passport.of(conn, thing)
    assert found is not None
    return found.parcels[0].parcel.sscc


def test_a_parcel_tells_what_it_weighs_and_should_weigh(packed: str, world: World) -> None:
    said = told(world, packed)
    assert {"parcel begun", "parcel closed", "parcel left", "packed", "shipped"} <= set(said)
    page = words(signed_in(world).get(f"/trace?code={packed}"))
    assert "1111 g; expected 1110 g, difference +1 g" in page
    assert "none was asked for" in page


def test_its_order_tells_the_same_and_leads_to_it(packed: str, world: World) -> None:
    assert {"parcel closed", "order shipped", "packed"} <= set(told(world, "O-1"))
    page = signed_in(world).get("/trace?code=O-1").get_data(as_text=True)
    assert f"/trace?code={packed}" in page
    assert any(entry.kind == "prints" for entry in entries(world, "O-1"))


def test_a_delivery_tells_what_came_and_where_it_went(world: World) -> None:
    world.bins("A-01").item("MUG")
    row = asn(world, "PO-7", AnnouncedLine("MUG", 12))
    book(world, row, "MUG", 12, plate(world, "LPN-1"))
    for code in (row.reference, "PO-7"):
        found = entries(world, code)
        assert [str(entry.words) for entry in found] == ["received", "delivery announced"]
    assert (found[0].sku, found[0].quantity) == ("MUG", 12)
    assert [str(entry.words) for entry in entries(world, "LPN-1")] == ["received"]


def test_a_delivery_that_was_short_is_a_hint_about_its_lpn(world: World) -> None:
    world.bins("A-01").item("MUG")
    row = asn(world, "PO-7", AnnouncedLine("MUG", 12))
    number = plate(world, "LPN-1")
    book(world, row, "MUG", 10, number)
    world.do(lambda c: receive.finish(c, asn_id=row.id, at=world.at))
    with world.db.read() as conn:
        [hint] = hints.of_items(conn, [world.ids["MUG"]])
    assert str(hint.words) == "2 announced pieces did not come"
    assert ("lpn", number) in hint.documents
    assert hint.href == f"/receipts/{row.reference}"


def test_a_return_tells_the_condition_and_hints_at_the_pick(world: World) -> None:
    dock = Returns(world)
    number = dock.announce(("MUG", 1))
    dock.take("MUG", condition="wrong", to="hold", rma_id=number)
    said = told(world, "RMA-1")
    assert "return announced" in said
    assert "inspected: wrong, hold" in said
    assert "came back" in said
    with world.db.read() as conn:
        [hint] = hints.of_items(conn, [world.ids["MUG"]])
    assert str(hint.words) == "1 piece came back as wrong"
    assert [kind for kind, _ in hint.documents] == ["order_line"]
    page = words(signed_in(world).get("/trace?code=MUG&origin=1"))
    assert "1 piece came back as wrong O-1" in page


def test_a_failed_check_is_a_hint_about_the_pick(world: World) -> None:
    world.bins("A-01").item("MUG").worker("anna")
    packing.picked(world, "SHOP-1", {"T-1": [("MUG", 2, "")]})
    check = world.do(
        lambda c: c.execute(
            insert(QcCheck).returning(QcCheck.id),
            {"order_id": world.ids["SHOP-1"], "why": "nth_order", "made_at": world.at},
        ).scalar_one()
    )
    row = {"check_id": check, "item_id": world.ids["MUG"], "lot_id": 0, "failed": 1}
    world.do(lambda c: c.execute(insert(QcResult), row | {"reason": "WRONG"}))
    with world.db.read() as conn:
        [hint] = hints.of_items(conn, [world.ids["MUG"]])
        assert hints.of_items(conn, []) == []
    assert str(hint.words) == "a check failed 1 piece: WRONG"
    assert hint.about == "SHOP-1"


def test_a_wave_and_its_clusters_tell_when_they_were_made(world: World) -> None:
    world.config = {**world.config, "waves": {"NEXT": {"max_orders": 9, "max_lines": 99}}}
    world.bins("A-01").totes("T-1").item("MUG").stock("MUG", 5, at="A-01")
    accepted(world, "S-1", [("MUG", 1)])
    allocated(world, "S-1")
    browser = signed_in(world)
    browser.post("/waves", template="NEXT", release="1")
    assert sorted(told(world, "W-1")) == ["cluster made", "wave planned", "wave released"]
    assert told(world, "C-1") == ["cluster made"]
    assert "Open the wave" in words(browser.get("/trace?code=W-1"))
