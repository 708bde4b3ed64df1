"""The API: its list of contents, and slips in a query that must not go unnoticed."""

from __future__ import annotations

import pytest

from tests.usecases.api import Caller, caller, problem
from tests.world import World
from wms.db import Database


@pytest.fixture
def erp(sqlite_db: Database) -> Caller:
    return caller(World(sqlite_db))


def test_the_api_lists_itself_without_a_key(erp: Caller) -> None:
    for address in ("/api/v1", "/api/v1/"):
        response = erp.client.get(address)
        assert response.status_code == 200
    listed = response.get_json()["endpoints"]
    assert all(entry["about"] for entry in listed)
    assert {"method": "POST", "path": "/api/v1/orders", "about": "Accept an order."} in listed
    assert "/api/v1/orders/{reference}" in [entry["path"] for entry in listed]


@pytest.mark.parametrize(
    ("path", "field", "remedy"),
    [
        ("/orders?staus=waiting", "staus", "Use only: after, limit, merchant, status, reference"),
        ("/orders?status=lost", "status", "Use one of accepted, waiting"),
        ("/asns?status=waiting", "status", "Use one of expected, receiving, received"),
        ("/items?name=x", "name", "Use only: after, limit, merchant, sku"),
        ("/stock?page=2", "page", "Use only"),
        ("/shipments?order=1", "order", "Use only"),
        ("/shipments/1?full=1", "full", "Leave the query out"),
        ("/orders/1?full=1", "full", "Leave the query out"),
        ("/stock/SHOP/MUG/bins?x=1", "x", "Leave the query out"),
        ("/station-events?worker=1", "worker", "Use only: after, limit, station"),
    ],
)
def test_a_parameter_or_value_that_is_not_known_is_refused(
    erp: Caller, path: str, field: str, remedy: str
) -> None:
    found = problem(erp.get(path), 400)
    assert found["field"] == field
    assert found["remedy"].startswith(remedy)


def test_a_query_on_what_is_sent_is_refused(erp: Caller) -> None:
    for path in ("/orders", "/items", "/asns"):
        assert problem(erp.post(f"{path}?dry_run=1", {}), 400)["field"] == "dry_run"


@pytest.mark.parametrize("status", ["accepted", "waiting", "shipped", ""])
def test_a_known_status_is_taken(erp: Caller, status: str) -> None:
    assert erp.get(f"/orders?status={status}").get_json() == {"items": [], "next": None}
