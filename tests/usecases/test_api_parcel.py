"""An order that is packed over HTTP, as the station and the shop see it, until it has shipped."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests import packing
from tests.usecases.api import Caller, caller, problem
from tests.usecases.test_station_api import Station
from tests.world import World
from wms.terminal.wire import Key, Scan, Weight, to_json
from wms.work import work_off


class Bench(Station):
    """A station that is signed in and says one thing after the other."""

    def say(self, given: Scan | Key | Weight) -> dict[str, Any]:
        self.world.at += timedelta(seconds=1)
        answer = self.send(self.event(input=to_json(given))).get_json()
        assert answer["outcome"] == "applied", answer["screen"]["message"]
        return dict(answer)

    def scan(self, *texts: str) -> dict[str, Any]:
        return [self.say(Scan(text)) for text in texts][-1]


@pytest.fixture
def bench(world: World) -> Bench:
    world.item("MUG", gtin="9501101530003", weight_grams=300)
    packing.carton(world, "C2", (300, 200, 150), tare=120)
    packing.carrier(world, "POST", "LANE-1")
    packing.picked(world, "O-1", {"T-1": [("MUG", 2, "")]})
    return Bench(world.worker("ann"), "PACK-1")


def packed(bench: Bench) -> dict[str, Any]:
    """Pack the order up to its printed papers."""
    bench.scan(bench.world.badges["ann"])
    bench.say(Key("PACK"))
    bench.scan("T-1", "C2", "9501101530003", "9501101530003")
    return bench.say(Weight(720))


def test_a_parcel_is_labelled_handed_over_shipped_and_seen_by_the_shop(
    bench: Bench, world: World
) -> None:
    shop: Caller = caller(world)
    answer = packed(bench)
    papers = {paper["device"]: paper["id"] for paper in answer["documents"]}
    label, slip = (bench.get(f"/stations/PACK-1/documents/{papers[d]}").data for d in papers)
    assert (label[:3], slip[:4]) == (b"^XA", b"%PDF")
    sscc = answer["screen"]["expects"][-18:]
    bench.scan(sscc)
    [waiting] = shop.get("/orders/O-1").get_json()["parcels"]
    assert (waiting["status"], waiting["sscc"], waiting["weight_grams"]) == ("closed", sscc, 720)
    bench.scan("LANE-1")
    assert work_off(world.db, lambda: world.at) == 1
    shipped = shop.get(f"/shipments/{sscc}").get_json()
    assert (shipped["status"], shipped["carrier"]) == ("shipped", "POST")
    order = shop.get("/orders?status=shipped").get_json()["items"][0]
    assert [(line["ordered"], line["shipped"]) for line in order["lines"]] == [(2, 2)]
    assert shop.get("/shipments").get_json()["items"] == [shipped]
    assert world.differences() == []


def test_what_a_station_said_can_be_read_page_by_page(bench: Bench, world: World) -> None:
    packed(bench)
    shop, seen, after = caller(world), [], ""
    while after is not None:
        page = shop.get(f"/station-events?limit=2&station=PACK-1&after={after}").get_json()
        seen += [(event["worker"], event["state"]) for event in page["items"]]
        after = page["next"]
    assert [who for who, _ in seen] == ["", *["ann"] * 6]
    assert seen[0][1] == "home.SignIn"


def test_a_merchant_does_not_see_parcels_of_another(bench: Bench, world: World) -> None:
    packed(bench)
    other = caller(world, merchant="OTHER")
    assert other.get("/shipments").get_json()["items"] == []
    problem(other.get("/orders/O-1"), 404)
