"""Every route of the site with every kind of caller: each gets the answer that is written down."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from werkzeug.test import Client

from tests.contracts.route_table import LET_IN, ROLES, ROUTES, expected
from tests.shops import Shops
from tests.world import World
from wms.db import Database
from wms.people import enroll, renew

CALLERS = ("nobody", "unknown", "revoked", "station", "merchant", *ROLES)


@pytest.fixture
def shops(sqlite_db: Database) -> Shops:
    return Shops(World(sqlite_db))


def _keys(shops: Shops) -> Mapping[str, str]:
    world = shops.world
    _, station = world.do(
        lambda c: enroll.station(c, code="WALK", kind="bench", warehouse_id=world.warehouse_id)
    )
    keys = {role: shops.caller(f"role {role}", role=role).key for role in ROLES}
    keys |= {"nobody": "", "unknown": "guess", "station": station}
    keys |= {"merchant": shops.keys["ALFA"].key, "revoked": shops.caller("old").key}
    world.do(lambda c: renew.revoke_api_key(c, "old", at=world.at))
    return keys


def _routes(shops: Shops) -> list[tuple[str, str]]:
    rules = shops.keys["site"].client.application.url_map.iter_rules()
    return [
        (method, rule.rule)
        for rule in rules
        if rule.rule.startswith("/api/v1")
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    ]


def _status(client: Client, route: tuple[str, str], key: str) -> int:
    method, path = route
    path = re.sub("<[^>]*>", "7", path.replace("/stations/<code>", "/stations/WALK"))
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    body = {} if method in ("POST", "PUT", "PATCH") else None
    return client.open(path, method=method, json=body, headers=headers).status_code


def test_every_route_is_written_down_and_no_other(shops: Shops) -> None:
    assert sorted(_routes(shops)) == sorted(ROUTES)


def test_every_caller_gets_the_answer_that_is_written_down(shops: Shops) -> None:
    client, keys = shops.keys["site"].client, _keys(shops)
    for route in _routes(shops):
        for caller in CALLERS:
            status, wanted = _status(client, route, keys[caller]), expected(route, caller)
            if wanted == LET_IN:
                is_pairing = route[1].endswith("/pair")
                assert status in (200, 201, 400, 404, 415, 422) or is_pairing, (route, caller)
            else:
                assert status == wanted, (route, caller)
