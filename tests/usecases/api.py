"""The API as a caller meets it, on a world."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from tests.application import application
from tests.world import World
from wms.people import enroll

MUG = {
    "merchant": "SHOP",
    "sku": "MUG",
    "name": "Mug",
    "gtin": "5901234123457",
    "length_mm": 100,
    "width_mm": 80,
    "height_mm": 60,
    "weight_grams": 300,
}
ANNA = {
    "name": "Anna Nowak",
    "street": ["ul. Długa 5"],
    "postal_code": "00-238",
    "city": "Warszawa",
    "country": "PL",
}


def an_order(ref: str = "1001", **changes: Any) -> dict[str, Any]:
    """Make an order of two mugs, changed as asked."""
    plain = {"merchant": "SHOP", "external_ref": ref, "recipient": ANNA}
    return plain | {"lines": [{"sku": "MUG", "quantity": 2}]} | changes


def an_asn(ref: str = "D-1", **changes: Any) -> dict[str, Any]:
    """Make a delivery of ten mugs, changed as asked."""
    lines = [{"sku": "MUG", "quantity": 10}]
    return {"merchant": "SHOP", "external_ref": ref, "lines": lines} | changes


class Caller:
    """Another system, or a station, with its key."""

    def __init__(self, world: World, key: str, app: Flask | None = None) -> None:
        self.world = world
        self.key = key
        app = app or application(world)
        self.client = app.test_client()

    def get(self, path: str) -> TestResponse:
        return self.client.get("/api/v1" + path, headers=self._headers())

    def post(self, path: str, body: Any, **headers: str) -> TestResponse:
        return self.client.post("/api/v1" + path, json=body, headers=self._headers(**headers))

    def put(self, path: str, body: Any, **headers: str) -> TestResponse:
        return self.client.put("/api/v1" + path, json=body, headers=self._headers(**headers))

    def raw(self, method: str, path: str, **given: Any) -> TestResponse:
        headers = self._headers(**given.pop("headers", {}))
        return self.client.open("/api/v1" + path, method=method, headers=headers, **given)

    def _headers(self, **more: str) -> dict[str, str]:
        named = {name.replace("_", "-"): value for name, value in more.items()}
        return {"Authorization": f"Bearer {self.key}", **named}


def caller(world: World, *, merchant: str = "") -> Caller:
    """Return a caller with a key of the site, or of one merchant."""

    def add(conn: Any) -> str:
        owner = enroll.merchant(conn, code=merchant) if merchant else None
        return enroll.api_key(conn, name=f"erp {merchant}", merchant_id=owner)[1]

    return Caller(world, world.do(add))


def problem(response: TestResponse, status: int) -> Mapping[str, Any]:
    """Return the problem that an answer of `status` explains."""
    assert response.status_code == status, response.get_data(as_text=True)
    assert response.mimetype == "application/problem+json"
    plain = response.get_json()
    assert plain["status"] == status
    assert plain["title"]
    assert plain["detail"]
    assert plain["remedy"]
    assert all(error["remedy"] for error in plain["errors"])
    assert "Traceback" not in response.get_data(as_text=True)
    return dict(plain)
