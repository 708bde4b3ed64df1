"""Returns on the pages: announced for what may still come back, and what became of each piece."""

from __future__ import annotations

from typing import Any

import pytest

from tests import packing as stage
from tests.bench import Bench
from tests.usecases.office import Browser, signed_in, words
from tests.world import World
from wms.people.actor import SYSTEM
from wms.returns import queries
from wms.returns.finish import finish
from wms.returns.take_back import Found, take_back
from wms.stock import lpn


@pytest.fixture
def office(world: World) -> Browser:
    """O-1, three mugs and a tea, has left in one parcel."""
    world.item("MUG", weight_grams=300).item("TEA", weight_grams=100)
    stage.carton(world, "C2", (300, 200, 150), tare=120)
    stage.carrier(world, "POST", "LANE-1")
    bench = Bench(world)
    stage.picked(world, "O-1", {"T-1": [("MUG", 3, ""), ("TEA", 1, "")]})
    parcel = bench.begin(world.ids["O-1"])
    bench.put(parcel, "MUG", 3)
    bench.put(parcel, "TEA", 1)
    bench.finish(parcel, 1120)
    bench.depart()
    return signed_in(world)


def fields(world: World, ref: str = "R-77", **pieces: Any) -> dict[str, Any]:
    said = {f"pieces-{world.ids[sku]}": str(n) for sku, n in pieces.items()}
    return {"order": "O-1", "reference": ref, "reason": "too small", **said}


def came(world: World, sku: str, n: int, condition: str, to: str, rma: str = "") -> None:
    """Let pieces come back at the dock."""
    where: dict[str, Any] = {"location_id": world.ids["DOCK"], "company_prefix": "9521234"}
    plate = world.do(lambda c: lpn.make(c, kind="lpn", **where)[0]) if to == "restock" else 0
    given: dict[str, Any] = {"order_id": world.ids["O-1"], "item_id": world.ids[sku]}
    given |= {"found": Found(condition, to, plate), "quantity": n, "actor": SYSTEM}
    with world.db.read() as conn:
        known = queries.by_code(conn, rma) if rma else None
    given["rma_id"] = known.id if known else 0
    world.do(lambda c: take_back(c, at=world.at, **given))


def test_what_may_come_back_is_offered_and_announced(office: Browser, world: World) -> None:
    asked = words(office.get("/returns/new?order=O-1"))
    assert "MUG 3 3" in asked
    told = words(office.post("/returns", **fields(world, MUG=2)))
    assert "R-77 is announced: it may come" in told
    assert "MUG 2 0 2" in told
    assert "too small" in told
    again = words(office.post("/returns", **fields(world, MUG=2)))
    assert "R-77 is announced" in again, "the same form again is the same return"
    assert "announced 1 arriving 0 inspected 0" in words(office.get("/returns"))
    assert 'value="O-1-R2"' in office.get("/returns/new?order=O-1").get_data(as_text=True)


@pytest.mark.parametrize(
    ("pieces", "said"),
    [
        ({"MUG": 4}, "Of line 1, 3 of O-1 may come back"),
        ({}, "A return without lines cannot be announced"),
        ({"MUG": -1}, "-1 pieces of MUG cannot come back"),
    ],
)
def test_what_cannot_come_back_is_said(
    office: Browser, world: World, pieces: dict[str, Any], said: str
) -> None:
    form: dict[str, Any] = fields(world, **pieces) | {"back": "/returns/new?order=O-1"}
    assert said in words(office.post("/returns", **form))
    assert "No return is found" in words(office.get("/returns"))


def test_a_return_needs_a_reference_and_an_order(office: Browser, world: World) -> None:
    back: dict[str, Any] = {"back": "/returns"}
    form = fields(world, "", MUG=1) | back
    assert "empty or too long" in words(office.post("/returns", **form))
    form = fields(world, MUG=1) | {"order": "O-9"} | back
    assert "There is no order O-9" in words(office.post("/returns", **form))
    assert "No order is called O-9" in words(office.get("/returns/new?order=O-9"))
    stage.picked(world, "O-2", {"T-2": [("MUG", 1, "")]})
    assert "Cancel the order instead" in words(office.get("/returns/new?order=O-2"))


def test_what_came_back_is_shown_with_grade_and_parcel(office: Browser, world: World) -> None:
    office.post("/returns", **fields(world, MUG=2))
    came(world, "MUG", 1, "good", "restock", "R-77")
    came(world, "MUG", 1, "damaged", "scrap", "R-77")
    said = words(office.get("/returns/R-77"))
    assert "arriving" in said
    assert "MUG 1 good back to stock 1 ·" in said
    assert "MUG 1 damaged scrapped 1 ·" in said
    with world.db.read() as conn:
        known = queries.by_code(conn, "R-77")
    assert known is not None
    world.do(lambda c: finish(c, rma_id=known.id, at=world.at))
    assert "R-77 O-1 inspected too small 2 / 2" in words(office.get("/returns?status=received"))
    came(world, "TEA", 1, "opened", "hold")
    listed = words(office.get("/returns?status=arriving"))
    assert "not announced O-1 arriving" in listed
    assert "R-77" not in listed
    assert "MUG 3 1" in words(office.get("/returns/new?order=O-1"))


def test_a_return_that_nobody_knows_is_not_found(office: Browser) -> None:
    found = office.get("/returns/R-99")
    assert found.status_code == 404
    assert "There is no return R-99" in words(found)


def test_a_worker_announces_nothing(world: World) -> None:
    browser = signed_in(world, "worker")
    assert browser.get("/returns").status_code == 200
    assert browser.get("/returns/new").status_code == 403
    assert browser.post("/returns").status_code == 403
