"""A merchant's key sees nothing of another merchant, however it asks, and changes nothing."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
from werkzeug.routing import Rule

from tests.contracts.foreign_writes import WRITES
from tests.contracts.route_table import SITE
from tests.shop_names import Names, filled, filters, named
from tests.shops import GTINS, MERCHANTS, Shops
from tests.world import World
from wms.web.described import Operation, operations
from wms.web.openapi import PREFIX

OTHER = {"ALFA": "BETA", "BETA": "ALFA"}
OF_NOBODY = {
    f"{PREFIX}{path}" for path in ("/exports", "/imports/mappings/<format_name>", "/locations")
}
"""These name no merchant; what lies in a location is told apart below."""


@pytest.fixture
def shops(world: World) -> Shops:
    return Shops(world)


def _rules(shops: Shops) -> Iterator[tuple[str, Rule, Operation]]:
    """Yield the method, rule and description of whatever needs a key."""
    known = operations(shops.app)
    for rule in shops.app.url_map.iter_rules():
        operation = known.get(rule.endpoint)
        if operation is not None and operation.needs_key:
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield method, rule, operation


def _paths(rule: Rule, operation: Operation, names: Names, values: Any) -> Iterator[str]:
    """Yield the paths of a GET route with every name, and each with every filter."""
    paths = list(filled(rule.rule, names))
    yield from paths
    for one in operation.query:
        choices = [*values.get(one.name, ()), *one.schema.get("enum", ())]
        yield from (f"{path}?{one.name}={value}" for path in paths for value in choices)


def _leaves(plain: Any) -> Iterator[str]:
    if isinstance(plain, dict | list):
        for value in plain.values() if isinstance(plain, dict) else plain:
            yield from _leaves(value)
    else:
        yield str(plain)


def _told(response: Any) -> set[str]:
    """Return every value of an answer: of JSON, of each line of JSON, or of each cell."""
    text = response.get_data(as_text=True)
    if response.mimetype == "text/csv":
        return {cell for row in csv.reader(text.splitlines()) for cell in row}
    if response.mimetype == "application/x-ndjson":
        return set(_leaves([json.loads(line) for line in text.splitlines()]))
    return set(_leaves(json.loads(text)))


def _tell_tale(names: Names, merchant: str) -> set[str]:
    """Return what must not be seen of a merchant besides its code, which is in most names."""
    documents = [names[area]["reference"] for area in ("orders", "asns", "returns")]
    own = [*documents, names["shipments"]["sscc"], [GTINS[merchant]]]
    return {name for values in own for name in values}


@pytest.mark.parametrize("merchant", MERCHANTS)
def test_no_route_shows_anything_of_another_merchant(shops: Shops, merchant: str) -> None:
    other = OTHER[merchant]
    sides = [(named(shops, side), filters(shops, side)) for side in (merchant, other)]
    foreign, caller = _tell_tale(sides[1][0], other), shops.keys[merchant]
    statuses: dict[str, set[int]] = defaultdict(set)
    speak: set[str] = set()
    for method, rule, operation in _rules(shops):
        if method != "GET":
            continue
        for names, values in sides:
            for path in _paths(rule, operation, names, values):
                response = caller.get(path)
                statuses[rule.rule].add(response.status_code)
                assert response.status_code in (200, 400, 403, 404, 422), path
                told = _told(response) if response.status_code == 200 else set()
                assert not told & foreign, path
                assert other not in " ".join(told), path
                speak |= {rule.rule} if any(merchant in one for one in told) else set()
    site_only = {path for method, path in SITE if method == "GET"}
    assert {path for path, found in statuses.items() if found == {403}} == site_only
    assert set(statuses) - speak == site_only | OF_NOBODY, "nothing was there to be seen"


@pytest.mark.parametrize("merchant", MERCHANTS)
def test_of_a_location_a_merchant_sees_its_own_goods(shops: Shops, merchant: str) -> None:
    own, site = shops.keys[merchant], shops.keys["site"]
    kept = {row["code"]: row["contents"] for row in own.get("/locations").get_json()["items"]}
    mine, foreign = ("A-01", "A-02") if merchant == "ALFA" else ("A-02", "A-01")
    assert kept[mine]["on_hand"] > 0
    assert set(kept[foreign].values()) == {0}
    assert own.get(f"/locations/{foreign}").get_json()["stock"] == []
    assert site.get(f"/locations/{foreign}").get_json()["stock"] != [], "the site sees both"


@pytest.mark.parametrize("merchant", MERCHANTS)
def test_every_single_document_of_ones_own_is_found(shops: Shops, merchant: str) -> None:
    own, caller, found = named(shops, merchant), shops.keys[merchant], 0
    on_bench = shops.sscc[merchant][1]  # it is listed by its status, and shown once it is closed
    for method, rule, _ in _rules(shops):
        if method == "GET" and ("GET", rule.rule) not in SITE and "/exports" not in rule.rule:
            for path in filled(rule.rule, own):
                assert caller.get(path).status_code == (404 if on_bench in path else 200), path
                found += 1
    assert found > 40


def _documents(shops: Shops, merchant: str) -> str:
    """Return all that lists show of a merchant, and what of the house only the site sees."""
    lists = [
        (rule.rule.removeprefix(PREFIX), "site" if ("GET", rule.rule) in SITE else merchant)
        for method, rule, operation in _rules(shops)
        if method == "GET" and not rule.arguments and operation.query and "." not in rule.rule
    ]
    asked = {path: shops.keys[key].get(path) for path, key in sorted(lists)}
    assert {answer.status_code for answer in asked.values()} == {200}
    rows = {path: answer.get_json()["items"] for path, answer in asked.items()}
    # a cursor also says when it was asked, on PostgreSQL
    return json.dumps([[path, row | {"cursor": ""}] for path in rows for row in rows[path]])


@pytest.mark.parametrize("merchant", MERCHANTS)
def test_no_write_reaches_anything_of_another_merchant(shops: Shops, merchant: str) -> None:
    other, key = OTHER[merchant], shops.keys[merchant]
    names, before = named(shops, other), _documents(shops, other)
    writing = [(method, rule) for method, rule, _ in _rules(shops) if method != "GET"]
    assert {(method, rule.rule) for method, rule in writing} == set(WRITES)
    for method, rule in writing:
        for written in WRITES[method, rule.rule]:
            for path in filled(rule.rule, names):
                response = written.send(key, method, path, other)
                if (method, rule.rule) in SITE:
                    assert response.status_code == 403, path
                else:
                    told = response.get_json()
                    assert response.status_code in written.answers, (path, told)
                    written.check(told)
    assert _documents(shops, other) == before
