"""Webhooks on the pages: the secret is shown once, dead letters are seen and sent once more."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.hooks import deliver_due, later
from tests.receiver import receiving
from tests.usecases.api import MUG, an_order, caller
from tests.usecases.office import Browser, signed_in, words
from tests.world import World

_SECRET = re.compile(r'class="secret">([^<]+)<')


@pytest.fixture
def office(world: World) -> Browser:
    hooks = {**world.config["webhooks"], "allow_private": True}
    world.config = {**world.config, "webhooks": hooks}
    world.item("CAP")
    return signed_in(world, "admin")


def added(office: Browser, **fields: Any) -> str:
    form = {"url": "https://example.com/hook", "merchant": "", "note": "ours"} | fields
    [secret] = _SECRET.findall(office.post("/webhooks", **form).get_data(as_text=True))
    return str(secret)


def test_the_secret_is_shown_once(office: Browser) -> None:
    secret = added(office, type=["order.shipped"])
    assert secret.startswith("whsec_")
    for path in ("/webhooks", "/webhooks/1"):
        assert secret not in office.get(path).get_data(as_text=True)
    said = words(office.get("/webhooks"))
    assert "https://example.com/hook ours all 1 active 0" in said
    [new] = _SECRET.findall(office.post("/webhooks/1/secret").get_data(as_text=True))
    assert new != secret


def test_it_stops_goes_on_and_is_deleted(office: Browser) -> None:
    added(office)
    assert "Webhook 1 stops" in words(office.post("/webhooks/1/active"))
    assert "stopped" in words(office.get("/webhooks"))
    back = {"back": "/webhooks"}
    assert "is stopped" in words(office.post("/webhooks/1/retry", follow=True, **back))
    assert "Webhook 1 goes on" in words(office.post("/webhooks/1/active", on="1"))
    assert "Webhook 1 is no more" in words(office.post("/webhooks/1/delete"))
    assert "no webhook 1" in words(office.post("/webhooks/1/delete", follow=True, **back))
    assert office.get("/webhooks/1").status_code == 404


def test_dead_letters_are_seen_and_sent_once_more(office: Browser, world: World) -> None:
    shop = caller(world, merchant="SHOP")
    shop.post("/items", MUG)
    with receiving(*[500] * 3) as receiver:
        added(office, url=receiver.url, type=["order.accepted"], merchant="SHOP")
        shop.post("/orders", an_order("1001"))
        for _ in range(3):
            deliver_due(world)
            later(world, 60)
        said = words(office.get("/webhooks/1"))
        assert "order.accepted O-1 dead 3 500" in said
        assert "1 letter is sent once more" in words(office.post("/webhooks/1/retry", letter="1"))
        deliver_due(world)
        assert receiver.types == ["order.accepted"]
    assert "delivered since" in words(office.get("/webhooks/1"))
    told = words(office.post("/webhooks/1/retry", letter="1", back="/webhooks/1"))
    assert "was delivered since" in told
    assert "0 letters are sent" in words(office.post("/webhooks/1/retry"))


def test_a_test_says_what_the_receiver_answered(office: Browser) -> None:
    with receiving(500) as receiver:
        added(office, url=receiver.url)
        assert "did not take it: 500" in words(office.post("/webhooks/1/test"))
        assert "The receiver took it" in words(office.post("/webhooks/1/test"))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"url": "gopher://x"}, "Nothing can be posted to"),
        ({"type": ["weather.changed"]}, "weather.changed"),
        ({"merchant": "NO"}, "NO is no merchant here"),
    ],
)
def test_what_is_no_webhook_is_said(office: Browser, fields: dict[str, Any], said: str) -> None:
    form: dict[str, Any] = {"url": "https://example.com/", "merchant": "", "note": ""} | fields
    assert said in words(office.post("/webhooks", **form, back="/webhooks"))
    assert "Nobody is told of changes yet" in words(office.get("/webhooks"))


def test_only_admins_see_webhooks(world: World) -> None:
    browser = signed_in(world)
    assert browser.get("/webhooks").status_code == 403
    for path in ("", "/1/active", "/1/delete", "/1/secret", "/1/test", "/1/retry"):
        assert browser.post(f"/webhooks{path}").status_code == 403
