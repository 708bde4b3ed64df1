"""Real answers have the fields that the document says, no more and no fewer."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import BaseModel, TypeAdapter

from tests.shop_names import filled, named
from tests.shops import Shops
from tests.usecases.api import Caller, caller
from tests.world import World
from wms.channels.shapes import ProblemShape
from wms.db import Database
from wms.web.described import STATION, File, Operation, operations


@pytest.fixture
def shops(world: World) -> Shops:
    return Shops(world)


def _fits(operation: Operation, status: int, plain: Any) -> None:
    model = operation.answers[status]
    assert isinstance(model, type)
    assert issubclass(model, BaseModel)
    TypeAdapter(model).validate_python(plain, strict=False)


def test_what_is_read_fits_its_shape(shops: Shops) -> None:
    site, known, seen = shops.keys["site"], operations(shops.app), set()
    station, document = shops.station("FIT")
    names = {**named(shops, "ALFA"), "stations": {"code": ["FIT"], "number": [str(document)]}}
    for rule in shops.app.url_map.iter_rules():
        operation = known.get(rule.endpoint)
        if operation is None or "GET" not in (rule.methods or ()):
            continue
        caller = Caller(shops.world, station if operation.scope == STATION else site.key, shops.app)
        path = next(filled(rule.rule, names))
        response = caller.get(path)
        assert response.status_code == 200, (path, response.get_data(as_text=True))
        if isinstance(operation.answers[200], File):
            assert response.mimetype in operation.answers[200].media, path
            assert response.get_data(), path
        else:
            plain = response.get_json()
            _fits(operation, 200, plain)
            assert plain.get("items") != [], f"{path}: nothing was there to be seen"
        seen.add(rule.endpoint)
    assert len(seen) > 50


def test_a_problem_fits_its_shape(sqlite_db: Database) -> None:
    site = caller(World(sqlite_db))
    for response in (site.get("/orders/nothing"), site.post("/orders", {}), site.get("/nothing")):
        ProblemShape.model_validate(response.get_json())
