"""Files that are uploaded, as the office sees them."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from werkzeug.test import TestResponse

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
