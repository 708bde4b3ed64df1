"""Real answers have the fields that the document says, no more and no fewer."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import BaseModel, TypeAdapter
from werkzeug.routing import Rule

from tests.shops import Shops
from tests.world import World
from wms.channels.shapes import ProblemShape
from wms.people import enroll
from wms.web.described import STATION, Operation, operations
from wms.web.openapi import PREFIX

NAMED = {
    "asns": "ALFA-D1",
    "orders": "ALFA-S",
    "returns": "ALFA-R1",
    "items": "ALFA-MUG",
    "stock": "ALFA-MUG",
}

FILES = ("contract.openapi_document", "contract.docs", "contract.style", "stations.document")
MAY_BE_NONE = (f"{PREFIX}/station-events",)


@pytest.fixture
def shops(world: World) -> Shops:
    return Shops(world)


def _path(rule: Rule, shops: Shops) -> str:
    area = rule.rule.removeprefix(PREFIX).strip("/").partition("/")[0]
    named = {"reference": NAMED.get(area, "x"), "sku": NAMED.get(area, "x"), "merchant": "ALFA"}
    named |= {"sscc": shops.sscc["ALFA"][0], "code": "FIT"}
    path = rule.rule
    for name, value in named.items():
        for written in (f"<{name}>", f"<path:{name}>"):
            path = path.replace(written, value)
    return path.removeprefix(PREFIX)


def _fits(operation: Operation, status: int, plain: Any) -> None:
    model = operation.answers[status]
    assert isinstance(model, type)
    assert issubclass(model, BaseModel)
    TypeAdapter(model).validate_python(plain, strict=False)


def test_what_is_read_fits_its_shape(shops: Shops) -> None:
    site = shops.keys["site"]
    app = site.client.application
    world = shops.world
    _, station = world.do(
        lambda c: enroll.station(c, code="FIT", kind="bench", warehouse_id=world.warehouse_id)
    )
    known, seen, site_key = operations(app), set(), site.key
    for rule in app.url_map.iter_rules():
        operation = known.get(rule.endpoint)
        if operation is None or "GET" not in (rule.methods or ()) or rule.endpoint in FILES:
            continue
        site.key = station if operation.scope == STATION else site_key
        response = site.get(_path(rule, shops))
        assert response.status_code == 200, (rule.rule, response.get_data(as_text=True))
        plain = response.get_json()
        _fits(operation, 200, plain)
        assert (
            not isinstance(plain.get("items"), list) or plain["items"] or rule.rule in MAY_BE_NONE
        )
        seen.add(rule.endpoint)
    assert len(seen) >= 14


def test_a_problem_fits_its_shape(shops: Shops) -> None:
    site = shops.keys["site"]
    for response in (site.get("/orders/nothing"), site.post("/orders", {}), site.get("/nothing")):
        ProblemShape.model_validate(response.get_json())
