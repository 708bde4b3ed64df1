"""Returns on both databases: what may come back, where it goes, and never twice."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from tests import packing as stage
from tests.bench import Bench
from tests.world import World
from wms.errors import Refused
from wms.layout import queries as layout
from wms.layout.models import CUSTOMER, SCRAP
from wms.people.actor import SYSTEM
from wms.returns import queries
from wms.returns.announce import AnnouncedLine, announce
from wms.returns.finish import finish
from wms.returns.models import CameBack
from wms.returns.take_back import Found, TakenBack, set_aside, take_back
from wms.stock import holds, lpn
from wms.stock.audit import fold
from wms.stock.models import StockMove


class Dock:
    """A dock where parcels of O-1 (three mugs, two teas of two lots) may come back."""

    def __init__(self, world: World) -> None:
        self.world = world
        world.item("MUG", weight_grams=300).item("TEA", lot=True, weight_grams=100).item("PEN")
        stage.carton(world, "C2", (300, 200, 150), tare=120)
        stage.carrier(world, "POST", "LANE-1")
        self.bench = Bench(world)
        contents = [("MUG", 3, ""), ("TEA", 1, "L1"), ("TEA", 1, "L2")]
        stage.picked(world, "O-1", {"T-1": contents})
        self.parcels = [
            self._parcel([("MUG", 2, ""), ("TEA", 1, "L1"), ("TEA", 1, "L2")], 920),
            self._parcel([("MUG", 1, "")], 420),
        ]
        self.bench.depart()

    def _parcel(self, contents: list[stage.Content], grams: int) -> int:
        parcel_id = self.bench.begin(self.world.ids["O-1"])
        for sku, n, lot in contents:
            self.bench.put(parcel_id, sku, n, lot=lot)
        self.bench.finish(parcel_id, grams)
        return parcel_id

    def plate(self) -> int:
        dock = self.world.ids["DOCK"]
        given = {"kind": "lpn", "location_id": dock, "company_prefix": "9521234"}
        return int(self.world.do(lambda conn: lpn.make(conn, **given))[0])

    def take(self, sku: str, n: int = 1, **given: Any) -> TakenBack:
        found = Found(
            given.pop("condition", "good"), given.pop("to", "restock"), given.pop("lpn_id", 0)
        )
        if found.disposition == "restock" and not found.lpn_id:
            found = Found(found.condition, found.disposition, self.plate())
        given |= {"order_id": self.world.ids["O-1"], "item_id": self.world.ids[sku], "found": found}
        given |= {"quantity": n, "actor": SYSTEM, "at": self.world.at}
        taken = self.world.do(lambda conn: take_back(conn, **given))
        assert isinstance(taken, TakenBack)
        return taken

    def announce(self, *lines: tuple[str, int], ref: str = "RMA-1") -> int:
        wanted = [AnnouncedLine(self.world.ids[sku], n) for sku, n in lines]
        given = {"source": "test", "external_ref": ref, "lines": wanted, "at": self.world.at}
        order_id = self.world.ids["O-1"]
        return int(self.world.do(lambda conn: announce(conn, order_id=order_id, **given)).id)

    def left(self, parcel: int | None = None) -> dict[str, int]:
        """Return what may still come back, by item and lot."""
        with self.world.db.read() as conn:
            parcels = queries.shipped_parcels(conn, self.world.ids["O-1"])
            parts = queries.parts(conn, [p for p in parcels if parcel in (None, p.id)])
        return {f"{p.sku} {p.lot}".strip(): p.left for p in parts}

    def outside(self, location_id: int, sku: str) -> int:
        with self.world.db.read() as conn:
            balance = fold(conn)
        item_id = self.world.ids[sku]
        return sum(n for key, n in balance.items() if key[1] == location_id and key[3] == item_id)


@pytest.fixture
def dock(world: World) -> Dock:
    return Dock(world)


def test_what_left_in_which_parcel_is_known_from_the_ledger(dock: Dock) -> None:
    assert dock.left(dock.parcels[0]) == {"MUG": 2, "TEA L1": 1, "TEA L2": 1}
    assert dock.left(dock.parcels[1]) == {"MUG": 1}


def test_each_disposition_comes_from_the_customer_by_a_move_that_names_the_return(
    dock: Dock,
) -> None:
    first = dock.take("MUG", parcel_id=dock.parcels[0])
    dock.take("TEA", lot="L2", condition="opened", to="hold")
    dock.take("MUG", 1, condition="damaged", to="scrap", parcel_id=dock.parcels[0])
    assert dock.left() == {"MUG": 1, "TEA L1": 1, "TEA L2": 0}
    assert (dock.outside(CUSTOMER, "MUG"), dock.outside(SCRAP, "MUG")) == (1, 1)
    assert dock.world.on_hand("TEA") == {"HOLD held": 1}
    assert [place.partition("/")[0] for place in dock.world.on_hand("MUG")] == ["DOCK"]
    asked = select(StockMove.for_kind, StockMove.for_id, StockMove.reason).where(
        StockMove.kind == "return"
    )
    with dock.world.db.read() as conn:
        moves = [tuple(row) for row in conn.execute(asked.order_by(StockMove.id))]
        [held] = holds.at_location(conn, layout.first(conn, dock.world.warehouse_id, "hold").id)
        returned = queries.returned(conn, first.rma_id)
    named = ("return", first.rma_id)
    assert moves == [(*named, "good"), (*named, "opened"), (*named, "damaged")]
    assert (held.quantity, held.reason) == (1, f"return {first.reference}: opened")
    assert [(x.sku, x.lot, x.disposition) for x in returned] == [
        ("MUG", "", "restock"),
        ("TEA", "L2", "hold"),
        ("MUG", "", "scrap"),
    ]
    assert dock.world.differences() == []


def test_no_unit_comes_back_twice(dock: Dock) -> None:
    dock.take("MUG", 2, parcel_id=dock.parcels[0])
    with pytest.raises(Refused, match="came back already"):
        dock.take("MUG", parcel_id=dock.parcels[0])
    with pytest.raises(Refused, match="Only 1 MUG may come back"):
        dock.take("MUG", 2)
    assert dock.take("MUG").quantity == 1
    with pytest.raises(Refused, match="came back already"):
        dock.take("MUG", to="scrap", condition="damaged")
    assert dock.left()["MUG"] == 0
    assert dock.world.differences() == []


def test_the_database_itself_counts_no_more_back_than_left(dock: Dock) -> None:
    dock.take("MUG", 2, parcel_id=dock.parcels[0])
    more = update(CameBack).values(returned=CameBack.shipped + 1)
    with pytest.raises(IntegrityError), dock.world.db.write() as conn:
        conn.execute(more)
    assert dock.left(dock.parcels[0])["MUG"] == 0


def test_several_lots_have_to_be_told_apart_and_another_lot_did_not_leave(dock: Dock) -> None:
    with pytest.raises(Refused) as which:
        dock.take("TEA", to="hold")
    assert which.value.code == "return.which_lot"
    with pytest.raises(Refused) as other:
        dock.take("TEA", lot="L9", to="hold")
    assert other.value.code == "return.not_in_it"
    dock.take("TEA", lot="L1", to="hold")
    dock.take("TEA", to="hold")
    assert dock.left() | {"MUG": 0} == {"MUG": 0, "TEA L1": 0, "TEA L2": 0}


def test_what_is_not_ours_is_taken_in_on_hold_and_the_ledger_agrees(dock: Dock) -> None:
    given = {"order_id": dock.world.ids["O-1"], "item_id": dock.world.ids["PEN"], "quantity": 2}
    done = dock.world.do(lambda c: set_aside(c, **given, actor=SYSTEM, at=dock.world.at))
    assert (done.place, dock.world.on_hand("PEN")) == ("HOLD", {"HOLD held": 2})
    assert dock.outside(CUSTOMER, "PEN") == -2
    with dock.world.db.read() as conn:
        [row] = queries.returned(conn, done.rma_id)
    assert (row.condition, row.parcel_no) == ("not_ours", None)
    assert dock.world.differences() == []


def test_an_lpn_takes_only_what_may_lie_in_one_bin(dock: Dock) -> None:
    plate = dock.plate()
    dock.take("TEA", lot="L1", lpn_id=plate)
    dock.take("MUG", lpn_id=plate)
    with pytest.raises(Refused, match="holds another lot of TEA"):
        dock.take("TEA", lot="L2", lpn_id=plate)
    assert dock.left()["TEA L2"] == 1, "a refusal counts nothing"
    with pytest.raises(Refused, match="is no LPN"):
        dock.take("TEA", lot="L2", lpn_id=dock.world.ids["T-1"])


def test_an_announced_return_closes_when_all_of_it_came(dock: Dock) -> None:
    rma_id = dock.announce(("MUG", 2))
    assert dock.announce(("MUG", 2)) == rma_id, "the same again changes nothing"
    dock.take("MUG", rma_id=rma_id)
    assert dock.world.do(lambda c: finish(c, rma_id=rma_id, at=dock.world.at)).missing == 1
    dock.take("MUG", rma_id=rma_id)
    assert dock.world.do(lambda c: finish(c, rma_id=rma_id, at=dock.world.at)).missing == 0
    with pytest.raises(Refused, match="RMA-1 is closed"):
        dock.take("MUG", rma_id=rma_id)
    with dock.world.db.read() as conn:
        assert queries.rma(conn, rma_id).status == "received"
        assert [(x.announced, x.received) for x in queries.lines(conn, rma_id)] == [(2, 2)]


def test_no_more_is_announced_than_left_and_is_not_back(dock: Dock) -> None:
    dock.take("MUG")
    with pytest.raises(Refused, match="2 of O-1 may come back"):
        dock.announce(("MUG", 3))
    dock.announce(("MUG", 2))
    with pytest.raises(Refused, match="another content"):
        dock.announce(("MUG", 1))
    with pytest.raises(Refused, match="0 of O-1 may come back"):
        dock.announce(("PEN", 1), ref="RMA-2")


def test_nothing_comes_back_of_an_order_that_has_not_left(dock: Dock) -> None:
    stage.picked(dock.world, "O-2", {"T-2": [("PEN", 1, "")]})
    wanted = [AnnouncedLine(dock.world.ids["PEN"], 1)]
    given = {"source": "test", "external_ref": "R", "lines": wanted, "at": dock.world.at}
    with pytest.raises(Refused, match="Nothing of O-2 has left"):
        dock.world.do(lambda c: announce(c, order_id=dock.world.ids["O-2"], **given))
