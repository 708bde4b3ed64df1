"""The API's manifests: listed, shown with their parcels, closed once."""

from __future__ import annotations

from typing import Any

import pytest

from tests.bench import Bench, with_order
from tests.usecases.api import Caller, caller, problem
from tests.usecases.fits import rows, seen, told
from tests.world import World
from wms.people.actor import SYSTEM
from wms.shipping.load import load
from wms.shipping.queries import carriers


@pytest.fixture
def bench(world: World) -> Bench:
    """A parcel of O-1 that was loaded onto its carrier's truck."""
    world.config = {
        **world.config,
        "shipping": {**world.config["shipping"], "departs": "load"},
    }
    found = with_order(world)
    parcel = found.begin(world.ids["O-1"])
    found.put(parcel, "MUG", 3)
    found.put(parcel, "CAP", 1)
    found.finish(parcel, 1110)
    world.do(lambda conn: _load(conn, world, parcel))
    return found


def _load(conn: Any, world: World, parcel: int) -> None:
    [carrier] = carriers(conn)
    given = {"parcel_id": parcel, "carrier_id": carrier.id, "actor": SYSTEM, "at": world.at}
    load(conn, world.warehouse_id, **given)


@pytest.fixture
def shop(bench: Bench) -> Caller:
    return caller(bench.world)


def test_a_manifest_is_shown_and_closed_once(bench: Bench, shop: Caller) -> None:
    [row] = rows(shop, "/manifests?status=open&carrier=POST&warehouse=W1")
    found = seen(shop, f"/manifests/{row['reference']}")
    assert [(p["order"], p["parcel_no"], p["is_loaded"]) for p in found["listed"]] == [
        ("O-1", 1, True)
    ]
    path = f"/manifests/{row['reference']}/close"
    body = {"only_loaded": True}
    done = told(shop, shop.post(path, body, Idempotency_Key="m"))
    assert (done["manifest"]["status"], done["manifest"]["parcels"], done["left"]) == (
        "closed",
        1,
        0,
    )
    assert shop.post(path, body, Idempotency_Key="m").get_json() == done
    again = problem(shop.post(path, {}), 422)
    assert (again["code"], "Scan" in again["remedy"]) == ("manifest.closed", False)
    assert seen(shop, "/orders/O-1")["status"] == "shipped"
    assert bench.world.differences() == []


def test_what_is_no_manifest_or_not_for_you_is_a_problem(bench: Bench, shop: Caller) -> None:
    problem(shop.get("/manifests/M-99"), 404)
    problem(shop.post("/manifests/M-99/close", {}), 404)
    problem(shop.get("/manifests?status=lost"), 400)
    [row] = rows(shop, "/manifests")
    path = f"/manifests/{row['reference']}"
    problem(shop.post(f"{path}/close", {"only_loaded": "perhaps"}), 400)
    problem(shop.post(f"{path}/close", {"force": True}), 400)
    mine = caller(bench.world, merchant="SHOP")
    problem(mine.get("/manifests"), 403)
    problem(mine.get(path), 403)
    problem(mine.post(f"{path}/close", {}), 403)
    assert seen(shop, path)["status"] == "open"
