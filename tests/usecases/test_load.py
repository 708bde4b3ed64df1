"""Load and close out on both databases: who departs when, what is on which manifest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from tests import packing as stage
from tests.bench import Bench, counters, status
from tests.world import World
from wms import jobs
from wms.errors import Refused
from wms.orders import queries as orders
from wms.packing import queries as packing
from wms.people.actor import SYSTEM
from wms.shipping import manifests
from wms.shipping import queries as shipping
from wms.shipping.cancel import cancel
from wms.shipping.close_out import ClosedOut, close_out
from wms.shipping.load import Loaded, load
from wms.stock import shipped


class Dock:
    """A bench whose parcels go to their lanes, and a loader."""

    def __init__(self, world: World, departs: str) -> None:
        config: Mapping[str, Any] = world.config
        world.config = {**config, "shipping": {**config["shipping"], "departs": departs}}
        self.world = world
        world.item("MUG", weight_grams=300)
        stage.carton(world, "C2", (300, 200, 150), tare=120)
        stage.carrier(world, "POST", "LANE-1")
        stage.carrier(world, "SWIFT", "LANE-2")
        self.bench = Bench(world)
        self.carriers = {c.code: c.id for c in self.ask(shipping.carriers)}

    def ask(self, question: Any, *given: Any) -> Any:
        with self.world.db.read() as conn:
            return question(conn, *given)

    def parcel(self, ref: str, pieces: int = 2, carrier: str = "") -> int:
        """Pack an order into one parcel and bring it to its lane."""
        stage.picked(self.world, ref, {f"T-{ref}": [("MUG", pieces, "")]}, carrier=carrier)
        parcel_id = self.bench.begin(self.world.ids[ref])
        self.bench.put(parcel_id, "MUG", pieces)
        assert self.bench.weigh(parcel_id, 120 + 300 * pieces) is None
        self.bench.label(parcel_id)
        self.bench.close(parcel_id)
        self.bench.hand_over(parcel_id, "LANE-2" if carrier == "SWIFT" else "LANE-1")
        return parcel_id

    def load(self, parcel_id: int, carrier: str = "POST") -> Loaded:
        given = {"parcel_id": parcel_id, "carrier_id": self.carriers[carrier]}
        given |= {"actor": SYSTEM, "at": self.world.at}
        found = self.world.do(lambda conn: load(conn, self.world.warehouse_id, **given))
        assert isinstance(found, Loaded)
        return found

    def close(self, manifest_id: int = 0, *, only_loaded: bool = True) -> ClosedOut:
        """Close a manifest, else the open one of POST."""
        if not manifest_id:
            where = (self.world.warehouse_id, self.carriers["POST"])
            manifest_id = self.ask(manifests.open_of, *where).id
        given = {"manifest_id": manifest_id, "only_loaded": only_loaded}
        given |= {"actor": SYSTEM, "at": self.world.at}
        found = self.world.do(lambda conn: close_out(conn, **given))
        assert isinstance(found, ClosedOut)
        return found

    def listed(self) -> dict[str, list[tuple[str, str]]]:
        """Return manifest -> (order, status of its parcel)."""
        rows = self.ask(manifests.all_of, self.world.warehouse_id)
        return {
            row.reference: [(p.order, p.status) for p in self.ask(manifests.parcels, row.id)]
            for row in rows
        }


@pytest.fixture
def dock(world: World) -> Dock:
    return Dock(world, "load")


def test_parcels_leave_when_their_truck_is_closed_out_and_not_before(dock: Dock) -> None:
    first, second = dock.parcel("O-1"), dock.parcel("O-2")
    dock.parcel("O-3")
    dock.bench.depart()
    assert dock.ask(jobs.unfinished) == {}
    dock.load(first)
    dock.load(second)
    assert (status(dock.world), sum(dock.world.on_hand("MUG").values())) == ("packed", 6)
    assert counters(dock.world)["MUG"] == (2, 2, 0)
    done = dock.close()
    assert (done.reference, done.parcels, done.left) == ("M-1", 2, 0)
    assert [status(dock.world, f"O-{n}") for n in (1, 2, 3)] == ["shipped", "shipped", "packed"]
    assert counters(dock.world)["MUG"] == (2, 2, 2)
    left = {s.parcel_id: s.quantity for s in dock.ask(shipped.in_parcels, [first, second])}
    assert left == {first: 2, second: 2}
    assert dock.world.differences() == []


def test_parcels_that_leave_from_their_lane_join_the_open_manifest(world: World) -> None:
    dock = Dock(world, "lane")
    dock.parcel("O-1")
    dock.parcel("O-2", carrier="SWIFT")
    dock.bench.depart()
    assert dock.listed() == {"M-1": [("O-1", "shipped")], "M-2": [("O-2", "shipped")]}
    assert dock.close(only_loaded=False).parcels == 1
    dock.parcel("O-3")
    dock.bench.depart()
    assert dock.listed()["M-3"] == [("O-3", "shipped")]
    [shipment] = dock.ask(shipping.of_orders, [world.ids["O-3"]])
    assert (shipment.manifest, shipment.tracking) == ("M-3", shipment.sscc)


def test_what_nobody_loaded_waits_on_the_next_manifest(world: World) -> None:
    dock = Dock(world, "lane")
    first = dock.parcel("O-1")
    dock.parcel("O-2")
    dock.bench.depart()
    dock.load(first)
    assert dock.close().left == 1
    assert dock.listed() == {"M-1": [("O-1", "shipped")], "M-2": [("O-2", "shipped")]}
    with pytest.raises(Refused, match="Nothing is loaded on M-2"):
        dock.close()


def test_a_parcel_is_loaded_once_and_only_by_its_own_carrier(dock: Dock) -> None:
    parcel_id = dock.parcel("O-1")
    with pytest.raises(Refused, match="is for Post") as refused:
        dock.load(parcel_id, "SWIFT")
    assert str(refused.value.remedy) == "Bring it to LANE-1"
    dock.load(parcel_id)
    with pytest.raises(Refused, match="is loaded already"):
        dock.load(parcel_id)
    dock.close()
    with pytest.raises(Refused, match="left with M-1"):
        dock.load(parcel_id)


def test_a_cancelled_parcel_does_not_go_along_although_it_was_loaded(dock: Dock) -> None:
    first, second = dock.parcel("O-1"), dock.parcel("O-2")
    dock.load(first)
    dock.load(second)
    given = {"reason": "", "actor": SYSTEM, "at": dock.world.at}
    dock.world.do(lambda conn: cancel(conn, order_id=dock.world.ids["O-2"], **given))
    assert dock.close().parcels == 1
    assert dock.listed() == {"M-1": [("O-1", "shipped")]}
    assert status(dock.world, "O-2") == "cancelled"
    assert counters(dock.world, "O-2")["MUG"] == (2, 0, 0)
    with pytest.raises(Refused, match="is void"):
        dock.load(second)
    assert dock.world.differences() == []


def test_a_parcel_that_is_not_closed_is_not_loaded(dock: Dock) -> None:
    stage.picked(dock.world, "O-1", {"T-1": [("MUG", 1, "")]})
    parcel_id = dock.bench.begin(dock.world.ids["O-1"])
    with pytest.raises(Refused, match="is not closed") as refused:
        dock.load(parcel_id)
    assert str(refused.value.remedy) == "Take it back to B1"
    assert dock.listed() == {}


def test_a_manifest_is_closed_once(dock: Dock) -> None:
    loaded = dock.load(dock.parcel("O-1"))
    dock.close()
    with pytest.raises(Refused, match="M-1 is closed already"):
        dock.close(loaded.manifest_id)


def test_several_parcels_of_one_order_leave_together(dock: Dock) -> None:
    stage.picked(dock.world, "O-1", {"T-1": [("MUG", 3, "")]})
    numbers = []
    for pieces in (2, 1):
        parcel_id = dock.bench.begin(dock.world.ids["O-1"])
        dock.bench.put(parcel_id, "MUG", pieces)
        dock.bench.finish(parcel_id, 120 + 300 * pieces)
        numbers.append(parcel_id)
    for parcel_id in numbers:
        dock.load(parcel_id)
    dock.close()
    with dock.world.db.read() as conn:
        [line] = orders.lines(conn, [dock.world.ids["O-1"]])
        assert [packing.parcel(conn, n).status for n in numbers] == ["shipped", "shipped"]
    assert (line.packed, line.shipped, status(dock.world)) == (3, 3, "shipped")
    assert dock.world.differences() == []
