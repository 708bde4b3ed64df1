"""Carriers' own labels over HTTP: taken, checked, printed, scanned; manifests and returns too."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from labels.pdf import to_pdf
from tests import packing
from tests.usecases.api import Caller, caller, problem
from tests.usecases.test_api_parcel import Bench
from tests.world import World
from wms.terminal.wire import Key, Weight
from wms.work import work_off

ZPL = b"^XA^FO50,50^A0N,40^FDHello^FS^XZ"


def a_png(width: int = 400, height: int = 600) -> bytes:
    file = BytesIO()
    Image.new("L", (width, height), 255).save(file, "PNG")
    return file.getvalue()


def a_pdf() -> bytes:
    from labels.places import tote_label

    return to_pdf([tote_label("X-1")])


@pytest.fixture
def bench(world: World) -> Bench:
    shipping = {**world.config["shipping"], "upload_label": ["SWIFT"]}
    world.config = {**world.config, "shipping": shipping}
    world.item("MUG", gtin="9501101530003", weight_grams=300)
    packing.carton(world, "C2", (300, 200, 150), tare=120)
    packing.carrier(world, "SWIFT", "LANE-2")
    packing.picked(world, "O-1", {"T-1": [("MUG", 2, "")]}, carrier="SWIFT")
    return Bench(world.worker("ann"), "PACK-1")


@pytest.fixture
def shop(world: World) -> Caller:
    return caller(world)


def waiting(bench: Bench, shop: Caller) -> str:
    """Pack up to the label that does not come, and return the parcel's SSCC."""
    bench.scan(bench.world.badges["ann"])
    bench.say(Key("PACK"))
    bench.scan("T-1", "C2", "9501101530003", "9501101530003")
    answer = bench.say(Weight(720))
    assert answer["screen"]["message"] == "Waits for the carrier's label"
    assert answer["documents"] == []
    [parcel] = shop.get("/shipments?status=weighed").get_json()["items"]
    assert parcel["carrier"] == "SWIFT"
    return str(parcel["sscc"])


def send(
    shop: Caller, sscc: str, data: bytes = ZPL, kind: str = "application/zpl", **given: str
) -> Any:
    query = {"carrier": "SWIFT", "tracking_number": "1Z999AA10", **given}
    headers = {"Content-Type": kind}
    path = f"/shipments/{sscc}/label"
    return shop.raw("POST", path, query_string=query, data=data, headers=headers)


@pytest.mark.parametrize(
    ("kind", "data", "device", "begins"),
    [
        ("application/zpl", ZPL, "label", ZPL),
        ("image/png", a_png(), "label", b"^XA"),
        ("application/pdf", a_pdf(), "document", b"%PDF"),
    ],
)
def test_an_uploaded_label_is_printed_in_place_of_ours_and_its_number_proves_it(
    bench: Bench, shop: Caller, kind: str, data: bytes, device: str, begins: bytes
) -> None:
    sscc = waiting(bench, shop)
    assert send(shop, sscc, data, kind).status_code == 201
    answer = bench.say(Key("DONE"))
    assert answer["screen"]["expects"] == "1Z999AA10"
    papers = {paper["device"]: paper["id"] for paper in answer["documents"][:1]}
    assert list(papers) == [device]
    printed = bench.get(f"/stations/PACK-1/documents/{papers[device]}").data
    assert printed.startswith(begins)
    bench.scan("1Z999AA10", "LANE-2")
    assert work_off(bench.world.db, lambda: bench.world.at) == 1
    shipped = shop.get(f"/shipments/{sscc}").get_json()
    assert (shipped["status"], shipped["tracking"]) == ("shipped", "1Z999AA10")
    assert shipped["manifest"] == "M-1"
    assert bench.world.differences() == []


def test_the_same_label_again_changes_nothing_and_another_replaces_it(
    bench: Bench, shop: Caller
) -> None:
    sscc = waiting(bench, shop)
    assert send(shop, sscc).status_code == 201
    assert send(shop, sscc).status_code == 200
    assert send(shop, sscc, tracking_number="1Z999AA11").status_code == 201
    assert bench.say(Key("DONE"))["screen"]["expects"] == "1Z999AA11"
    late = problem(send(shop, sscc, tracking_number="1Z999AA12"), 422)
    assert late["code"] == "label.printed"


@pytest.mark.parametrize(
    ("kind", "data", "status", "code"),
    [
        ("application/pdf", b"", 422, "label.empty"),
        ("application/pdf", b"%PDF-1.7 and no more", 422, "label.content"),
        ("application/pdf", a_png(), 422, "label.content"),
        ("image/png", a_png()[:200], 422, "label.content"),
        ("image/png", b"\x89PNG\r\n\x1a\n" + bytes(64), 422, "label.content"),
        ("image/png", a_png(4_000, 4_000), 422, "label.content"),
        ("application/zpl", b"^XA no end", 422, "label.content"),
        ("application/zpl", ZPL + ZPL, 422, "label.content"),
        ("application/zpl", b"^XA^PQ99^XZ", 422, "label.content"),
        ("application/zpl", b"^XA~JR^XZ", 422, "label.content"),
        ("application/zpl", b"^XA^JUS^XZ", 422, "label.content"),
        ("application/zpl", b"^XA\xff^XZ", 422, "label.content"),
        ("application/zpl", b"^XA" + b" " * 300_000 + b"^XZ", 422, "label.too_large"),
        ("application/pdf", b"%PDF-" + bytes(1024 * 1024), 413, "body.too_long"),
        ("text/html", b"<html>", 415, "body.type"),
    ],
)
def test_what_is_no_label_is_refused_by_name(
    bench: Bench, shop: Caller, kind: str, data: bytes, status: int, code: str
) -> None:
    sscc = waiting(bench, shop)
    assert problem(send(shop, sscc, data, kind), status)["code"] == code
    assert bench.say(Key("DONE"))["screen"]["message"] == "Waits for the carrier's label"


def test_a_label_belongs_to_its_carrier_and_its_parcel(
    bench: Bench, shop: Caller, world: World
) -> None:
    sscc = waiting(bench, shop)
    assert problem(send(shop, sscc, carrier="POST"), 422)["code"] == "label.carrier"
    assert problem(send(shop, sscc, tracking_number="a"), 422)["field"] == "tracking_number"
    assert problem(send(shop, sscc, tracking_number="T-1 "), 422)["code"] == "label.tracking"
    problem(send(shop, "395212340000009999"), 404)
    other = caller(world, merchant="OTHER")
    problem(send(other, sscc), 404)


def test_a_number_that_means_something_else_is_refused(
    bench: Bench, shop: Caller, world: World
) -> None:
    sscc = waiting(bench, shop)
    world.totes("TOTE-9")
    taken = problem(send(shop, sscc, tracking_number="TOTE-9"), 422)
    assert taken["code"] == "label.tracking_taken"


def gone(bench: Bench, shop: Caller) -> str:
    sscc = waiting(bench, shop)
    send(shop, sscc)
    bench.say(Key("DONE"))
    bench.scan("1Z999AA10", "LANE-2")
    work_off(bench.world.db, lambda: bench.world.at)
    return sscc


RMA = {"external_ref": "RMA-7", "order": "O-1", "reason": "too small"}


def test_a_return_is_announced_over_http_and_seen_as_it_comes(
    bench: Bench, shop: Caller, world: World
) -> None:
    gone(bench, shop)
    body = RMA | {"lines": [{"sku": "MUG", "quantity": 1}]}
    made = shop.post("/returns", body)
    assert (made.status_code, made.get_json()["status"]) == (201, "announced")
    assert shop.post("/returns", body).status_code == 200
    assert problem(shop.post("/returns", body | {"order": "O-77"}), 422)["field"] == "order"
    many = RMA | {"external_ref": "RMA-8", "lines": [{"sku": "MUG", "quantity": 9}]}
    assert problem(shop.post("/returns", many), 422)["code"] == "rma.too_many"
    desk = world.station("DOCK-1", "bench", worker="eva")
    for text in ("%RETURN", "1Z999AA10", "9501101530003", "%GOOD", "%DONE", "%DONE"):
        desk.scan(text)
    assert desk.screen.message == "RMA-7 is done"
    [seen] = shop.get("/returns?status=received").get_json()["items"]
    [line] = seen["lines"]
    assert (line["sku"], line["announced"], line["received"], line["open"]) == ("MUG", 1, 1, 0)
    assert seen["dispositions"] == {"restock": 1, "hold": 0, "scrap": 0}
    assert (seen["order"], seen["merchant"]) == ("O-1", "SHOP")
    assert shop.get("/returns?order=O-1").get_json()["items"] == [seen]
    assert shop.get("/returns?order=O-2").get_json()["items"] == []
    [back] = seen["returned"]
    assert (back["sku"], back["condition"], back["disposition"]) == ("MUG", "good", "restock")
    assert shop.get("/returns/RMA-7").get_json() == seen
    problem(shop.get("/returns/RMA-9"), 404)
    assert caller(world, merchant="OTHER").get("/returns").get_json()["items"] == []
    assert world.differences() == []
