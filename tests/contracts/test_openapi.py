"""The OpenAPI document: every endpoint is in it, it is valid, and what it says is true."""

from __future__ import annotations

import json
import re
from typing import Any

import jsonschema
import pytest

from tests.usecases.api import MUG, Caller, an_order, caller, problem
from tests.world import World
from wms.app import create_app
from wms.changes.facts import FACTS
from wms.changes.types import TYPES
from wms.channels.examples import EXAMPLES
from wms.db import Database
from wms.people.scopes import SCOPES
from wms.web.described import STATION, File, operations
from wms.web.openapi import PREFIX, first

Plain = dict[str, Any]


@pytest.fixture
def shop(sqlite_db: Database) -> Caller:
    return caller(World(sqlite_db))


@pytest.fixture
def document(shop: Caller) -> Plain:
    found = shop.client.get("/api/v1/openapi.json").get_json()
    assert isinstance(found, dict)
    return found


def test_every_endpoint_under_the_api_is_described(sqlite_db: Database) -> None:
    world = World(sqlite_db)
    app = create_app(world.db, world.config)
    known = operations(app)
    rules = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith(PREFIX)]
    assert rules
    assert [rule.rule for rule in rules if rule.endpoint not in known] == []
    scopes = {operation.scope for operation in known.values()} - {"", STATION}
    assert scopes <= set(SCOPES)


def test_the_document_and_the_index_name_the_same_endpoints(shop: Caller, document: Plain) -> None:
    listed = {(e["path"], e["method"]) for e in shop.get("").get_json()["endpoints"]}
    shown = {(path, m.upper()) for path, methods in document["paths"].items() for m in methods}
    assert listed == shown


def test_schemas_are_schemas_and_references_lead_somewhere(document: Plain) -> None:
    assert document["openapi"].startswith("3.1.")
    for schema in document["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(schema)
    for reference in set(re.findall(r'"#/([^"]+)"', json.dumps(document))):
        place: Any = document
        for part in reference.split("/"):
            place = place[part]


def test_every_operation_has_its_own_name_tag_and_words(document: Plain) -> None:
    found = [one for methods in document["paths"].values() for one in methods.values()]
    names = [one["operationId"] for one in found]
    assert len(names) == len(set(names))
    tags = {tag["name"] for tag in document["tags"]}
    for one in found:
        assert one["summary"]
        assert one["description"]
        assert set(one["tags"]) <= tags
        assert all(parameter["description"] for parameter in one["parameters"]), names
        assert one["security"] == [] or "401" in one["responses"]


def test_every_body_has_an_example_that_its_form_takes(sqlite_db: Database) -> None:
    world = World(sqlite_db)
    known = operations(create_app(world.db, world.config))
    bodies = [one.body for one in known.values() if one.body and not isinstance(one.body, File)]
    forms = {first(body).__name__: first(body) for body in bodies}
    assert set(forms) == set(EXAMPLES)
    for name, form in forms.items():
        form.model_validate(EXAMPLES[name])


def test_every_body_that_has_fields_has_an_example(document: Plain) -> None:
    for methods in document["paths"].values():
        for one in methods.values():
            plain = one.get("requestBody", {}).get("content", {}).get("application/json")
            if plain is not None and plain["schema"].get("$ref", "").endswith("Form"):
                assert "example" in plain, one["operationId"]


def test_what_needs_no_field_needs_no_body(shop: Caller) -> None:
    shop.post("/items", MUG)
    shop.post("/orders", an_order())
    cancelled = shop.raw("POST", "/orders/1001/cancel")
    assert cancelled.get_json()["outcome"] == "accepted"
    assert problem(shop.raw("POST", "/orders"), 400)["errors"]


def test_every_type_of_change_says_what_it_tells(document: Plain) -> None:
    assert list(FACTS) == list(TYPES)
    for name in TYPES:
        assert f"`{name}`" in document["info"]["description"]


def test_a_wrong_method_is_answered_with_those_that_are_allowed(shop: Caller) -> None:
    response = shop.raw("DELETE", "/orders")
    problem(response, 405)
    assert {"GET", "POST"} <= set(response.headers["Allow"].split(", "))


def test_one_point_nought_is_a_whole_number_and_true_is_none(shop: Caller) -> None:
    shop.post("/items", MUG)
    whole = '{"sku": "MUG", "quantity": 1.0}'
    sent = json.dumps(an_order() | {"lines": []}).replace("[]}", f"[{whole}]}}")
    assert whole in sent
    taken = shop.raw("POST", "/orders", data=sent, content_type="application/json")
    assert taken.status_code == 201, taken.get_data(as_text=True)
    for odd in (True, 1.5):
        lines = [{"sku": "MUG", "quantity": odd}]
        found = problem(shop.post("/orders", an_order("2", lines=lines)), 400)
        assert found["field"] == "lines.0.quantity"


def test_whoever_reads_the_document_needs_no_key(shop: Caller) -> None:
    for path in ("", "/openapi.json", "/docs", "/docs.css", "/health"):
        assert shop.client.get(f"/api/v1{path}").status_code == 200


def test_the_page_shows_every_endpoint_with_its_example(shop: Caller, document: Plain) -> None:
    response = shop.client.get("/api/v1/docs")
    page = response.get_data(as_text=True)
    assert "script" not in response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    for methods in document["paths"].values():
        for one in methods.values():
            assert f'id="{one["operationId"]}"' in page
    assert page.count("curl ") >= len(document["paths"])
    assert "{reference}" in page
    assert "$SERVER/api/v1/orders/1001" in page
