"""Files in and letters out, as the office sees them."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.hooks import deliver_due, hook, later
from tests.orders import accepted
from tests.receiver import receiving
from tests.usecases.office import Browser, signed_in, words
from tests.world import World
from wms.work import work_off

ITEMS = (
    b"merchant,sku,name,length_mm,width_mm,height_mm,weight_grams\n"
    b"SHOP,A,Apple,1,1,1,1\nSHOP,B,Bean,1,1,1,heavy\n"
)


@pytest.fixture
def office(world: World) -> Browser:
    world.item("MUG")
    return signed_in(world)


def send(office: Browser, content: bytes, **fields: Any) -> TestResponse:
    file = (io.BytesIO(content), "things.csv") if content else (io.BytesIO(b""), "")
    return office.post("/imports", **{"kind": "items", "format": "csv", "file": file} | fields)


def test_a_file_is_uploaded_taken_and_what_was_wrong_is_said(office: Browser, world: World) -> None:
    told = words(send(office, ITEMS))
    assert "2 documents are being taken" in told
    assert "waits" in told
    assert "0 / 2" in told
    work_off(world.db, lambda: world.at)
    state = json.loads(office.client.get("/imports/state").get_data())["imports"][0]
    assert (state["status"], state["accepted"], state["refused"]) == ("done", 1, 1)
    said = words(office.get("/imports/1"))
    assert "2 / 2" in said
    assert "3 weight_grams" in said
    assert "things.csv items (csv) done 2 / 2 1 0 1 the-supervisor" in words(office.get("/imports"))


def test_what_is_no_file_of_that_kind_is_refused_at_once(office: Browser) -> None:
    assert "No file was chosen" in words(send(office, b"", back="/imports"))
    refused = words(send(office, b"a,b\n1,2\n", back="/imports"))
    assert "Nothing was imported here yet" in refused
    assert "is no kind of document" in words(send(office, ITEMS, kind="cows", back="/imports"))
    unknown = send(office, b"[]", kind="orders", format="shopify", merchant="WHO", back="/imports")
    assert "WHO is no merchant here" in words(unknown)
    assert office.get("/imports/99").status_code == 404


def test_people_see_what_of_a_foreign_format_goes_where(office: Browser) -> None:
    assert "external_ref" in words(office.get("/imports/mappings/shopify"))
    assert office.get("/imports/mappings/none").status_code == 404


def test_dead_letters_are_shown_and_sent_again(office: Browser, world: World) -> None:
    assert "Nobody is told of changes" in words(office.get("/webhooks"))
    with receiving(500, 500, 500) as receiver:
        number, _ = hook(world, receiver.url, "order.*")
        accepted(world, "S-1", [("MUG", 1)])
        for _ in range(3):
            deliver_due(world)
            later(world, 3600)
        said = words(office.get("/webhooks"))
        assert "order.accepted" in said
        assert "500" in said
        assert "(3 attempts)" in said
        assert "1 letter was not taken by" in words(office.get("/exceptions"))
        told = words(office.post("/webhooks/letters/1/retry"))
        assert "Letter 1 is sent again" in told
        deliver_due(world)
        assert receiver.types == ["order.accepted"]
        assert "Every letter was taken" in words(office.get("/webhooks"))
        assert "taken since" in words(office.get("/webhooks?status=all"))
        again = words(office.post(f"/webhooks/{number}/retry"))
        assert "0 letters are sent again" in again
    refused = words(office.post("/webhooks/letters/99/retry", back="/webhooks"))
    assert "There is no dead letter 99" in refused


def test_a_webhook_is_stopped_started_and_tried_out(world: World) -> None:
    webhooks = {**world.config["webhooks"], "allow_private": True}
    world.config = {**world.config, "webhooks": webhooks}
    admin = signed_in(world, "admin")
    with receiving(204, 500) as receiver:
        number, _ = hook(world, receiver.url)
        assert f"Webhook {number} is stopped" in words(admin.post(f"/webhooks/{number}/stop"))
        assert "stopped Somebody stopped it" in words(admin.get("/webhooks"))
        assert f"Webhook {number} goes on" in words(admin.post(f"/webhooks/{number}/start"))
        back = {"back": "/webhooks"}
        assert "The receiver took it" in words(admin.post(f"/webhooks/{number}/test", **back))
        refused = words(admin.post(f"/webhooks/{number}/test", **back))
        assert "The receiver did not take it" in refused
    assert "There is no webhook 99" in words(admin.post("/webhooks/99/test", back="/webhooks"))
    assert signed_in(world).post(f"/webhooks/{number}/stop").status_code == 403
