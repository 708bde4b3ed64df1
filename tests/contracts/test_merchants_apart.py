"""A merchant's key sees nothing of another merchant, however it asks, and changes nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from tests.shops import GTINS, MERCHANTS, Shops
from tests.usecases.api import ANNA, Caller, problem
from tests.world import World
from wms.web.described import operations
from wms.web.openapi import PREFIX

OTHER = {"ALFA": "BETA", "BETA": "ALFA"}


@pytest.fixture
def shops(world: World) -> Shops:
    return Shops(world)


def _names(shops: Shops, merchant: str) -> Mapping[str, list[str]]:
    """Return what is called how of a merchant, by the names of parameters."""
    site = shops.keys["site"]

    def of(area: str) -> list[str]:
        rows = site.get(f"/{area}?merchant={merchant}").get_json()["items"]
        assert rows
        return [row[name] for row in rows for name in ("reference", "external_ref")]

    return {
        "reference": [*of("orders"), *of("asns"), *of("returns")],
        "sku": [f"{merchant}-MUG", GTINS[merchant]],
        "merchant": [merchant],
        "sscc": shops.sscc[merchant],
    }


def _paths(shops: Shops, names: Mapping[str, list[str]]) -> Iterator[str]:
    """Yield the path of every GET route with every name, and every list with every filter."""
    app = shops.keys["site"].client.application
    known = operations(app)
    for rule in app.url_map.iter_rules():
        operation = known.get(rule.endpoint)
        if operation is None or not operation.needs_key or "GET" not in (rule.methods or ()):
            continue
        paths = [rule.rule.removeprefix(PREFIX).replace("<path:", "<")]
        for name in sorted(rule.arguments):
            paths = [p.replace(f"<{name}>", value) for p in paths for value in names[name]]
        yield from paths
        for one in operation.query:
            values = [*names.get(one.name, ()), *one.schema.get("enum", ())]
            yield from (f"{path}?{one.name}={value}" for path in paths for value in values)


def _leaves(plain: Any) -> Iterator[str]:
    if isinstance(plain, dict | list):
        for value in plain.values() if isinstance(plain, dict) else plain:
            yield from _leaves(value)
    else:
        yield str(plain)


def _documents(caller: Caller) -> list[Any]:
    return [
        caller.get(f"/{area}?{more}").get_json()["items"]
        for area in ("items", "stock", "asns", "orders", "shipments", "returns")
        for more in ("", "status=weighed")
        if not more or area == "shipments"
    ]


@pytest.mark.parametrize("merchant", MERCHANTS)
def test_no_route_shows_anything_of_another_merchant(shops: Shops, merchant: str) -> None:
    own, other = _names(shops, merchant), _names(shops, OTHER[merchant])
    foreign = {name for values in other.values() for name in values}
    caller, found = shops.keys[merchant], 0
    for path in [*_paths(shops, own), *_paths(shops, other)]:
        response = caller.get(path)
        assert response.status_code in (200, 400, 403, 404), path
        if response.status_code == 200:
            found += 1
            leaves = set(_leaves(response.get_json()))
            assert not leaves & foreign, path
            assert OTHER[merchant] not in " ".join(leaves), path
    assert found > 20


@pytest.mark.parametrize("merchant", MERCHANTS)
def test_every_single_document_of_ones_own_is_found(shops: Shops, merchant: str) -> None:
    own = _names(shops, merchant)
    caller = shops.keys[merchant]
    for area, count in (("orders", 10), ("asns", 2), ("returns", 2)):
        answers = [caller.get(f"/{area}/{ref}").status_code for ref in own["reference"]]
        assert answers.count(200) >= count
    assert caller.get(f"/items/{merchant}/{merchant}-MUG").status_code == 200


@pytest.mark.parametrize("merchant", MERCHANTS)
def test_no_write_reaches_a_document_of_another_merchant(shops: Shops, merchant: str) -> None:
    caller, other = shops.keys[merchant], OTHER[merchant]
    before = json.dumps(_documents(shops.keys[other]))
    line = {"sku": f"{other}-MUG", "quantity": 1}
    order = {"external_ref": f"{other}-1", "recipient": ANNA, "lines": [line]}
    for reference in _names(shops, other)["reference"]:
        problem(caller.post(f"/orders/{reference}/cancel", {}), 404)
        problem(caller.put(f"/orders/{reference}", order), 404)
    label = f"/shipments/{shops.sscc[other][1]}/label?carrier=SWIFT&tracking_number=X1"
    problem(caller.raw("POST", label, data=b"^XA^XZ", content_type="application/zpl"), 404)
    asn = {"external_ref": "N-1", "lines": [line]}
    for path, body in (("/orders", order | {"external_ref": "N-1"}), ("/asns", asn)):
        assert _code(caller.post(path, body)) == "item.unknown"
        assert _code(caller.post(path, body | {"merchant": other})) == "merchant.unknown"
    back = {"external_ref": "N-1", "order": f"{other}-S", "lines": [line]}
    problem(caller.post("/returns", back), 422)
    item = {"merchant": other, "sku": "NEW", "name": "New", "length_mm": 1, "width_mm": 1}
    problem(caller.post("/items", item | {"height_mm": 1, "weight_grams": 1}), 422)
    assert json.dumps(_documents(shops.keys[other])) == before


def _code(response: Any) -> str:
    found = problem(response, 422)
    return str(found["errors"][0]["code"] if found["errors"] else found["code"])
