"""API keys on the pages: shown once, good for what they were given, void when revoked."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.usecases.api import Caller
from tests.usecases.office import Browser, signed_in, words
from tests.world import World

_SECRET = re.compile(r'class="secret">([^<]+)<')


@pytest.fixture
def office(world: World) -> Browser:
    world.item("MUG").item("PEN", merchant="RIVAL")
    return signed_in(world, "admin")


def added(office: Browser, **given: Any) -> str:
    form = {"name": "shop-1", "role": "shop", "merchant": ""} | given
    page = office.post("/keys", follow=False, **form).get_data(as_text=True)
    [key] = _SECRET.findall(page)
    return str(key)


def test_a_key_is_shown_once_and_opens_what_its_role_may(office: Browser, world: World) -> None:
    key = added(office, merchant="SHOP")
    assert key not in office.get("/keys").get_data(as_text=True)
    assert "shop-1 SHOP shop as the role – active" in words(office.get("/keys"))
    seen = Caller(world, key).get("/items").get_json()["items"]
    assert [item["sku"] for item in seen] == ["MUG"]
    assert Caller(world, key).get("/waves").status_code == 403


def test_a_key_may_have_scopes_of_its_own(office: Browser, world: World) -> None:
    key = added(office, role="reader", scope=["items:read"])
    assert "shop-1 all reader items:read" in words(office.get("/keys"))
    assert Caller(world, key).get("/items").status_code == 200
    assert Caller(world, key).get("/orders").status_code == 403


def test_a_revoked_key_opens_nothing(office: Browser, world: World) -> None:
    key = added(office)
    assert Caller(world, key).get("/items").status_code == 200
    assert "opens nothing any more" in words(office.post("/keys/revoke", name="shop-1"))
    assert Caller(world, key).get("/items").status_code == 401
    told = words(office.post("/keys/revoke", name="NO", back="/keys"))
    assert "NO is not known" in told


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"name": ""}, "is taken or empty"),
        ({"role": "king"}, "king is no role"),
        ({"merchant": "NO"}, "NO is no merchant here"),
        ({"scope": ["all:read"]}, "all:read is no scope"),
    ],
)
def test_what_is_no_key_is_said(office: Browser, changed: dict[str, Any], said: str) -> None:
    form: dict[str, Any] = {"name": "shop-1", "role": "shop", "merchant": "", "back": "/keys"}
    assert said in words(office.post("/keys", **form | changed))
    assert "There are no keys yet" in words(office.get("/keys"))


def test_only_admins_see_keys(world: World) -> None:
    browser = signed_in(world)
    assert browser.get("/keys").status_code == 403
    assert browser.post("/keys").status_code == 403
    assert browser.post("/keys/revoke").status_code == 403
    assert "API keys" not in words(browser.get("/"))
