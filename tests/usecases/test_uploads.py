"""Files that are uploaded: taken batch by batch, with progress, whatever kills the worker."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from tests.usecases.api import Caller, caller, problem
from tests.world import World
from wms import jobs
from wms.channels import show_imports, take_batch, upload
from wms.channels.models import ImportDocument, ImportRun
from wms.orders.models import Order
from wms.work import HANDLERS, work_off

HEAD = "external_ref,merchant,sku,quantity,name,street,city,country\n"


def orders(*rows: tuple[str, str]) -> bytes:
    """Write a CSV of orders of (reference, SKU)."""
    return (
        HEAD + "".join(f"{ref},SHOP,{sku},1,Anna,Long 1,Warszawa,PL\n" for ref, sku in rows)
    ).encode()


def sent(api: Caller, data: bytes, query: str = "kind=orders&format=csv", **headers: str) -> Any:
    return api.raw("POST", f"/imports?{query}", data=data, content_type="text/csv", headers=headers)


def count(world: World, table: Any) -> int:
    asked = select(func.count()).select_from(table)
    return int(world.do(lambda conn: conn.execute(asked).scalar_one()))


@pytest.fixture
def api(world: World) -> Caller:
    world.item("MUG", gtin="5901234123457")
    return caller(world)


def test_a_file_is_taken_in_the_background_and_tells_how_far_it_is(
    api: Caller, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(take_batch, "BATCH", 2)
    rows = [("1", "MUG"), ("2", "MUG"), ("3", "NOPE"), ("4", "MUG"), ("5", "MUG")]
    answer = sent(api, orders(*rows), "kind=orders&format=csv&file=today.csv")
    assert answer.status_code == 202
    run = answer.get_json()
    assert (run["status"], run["read"], run["accepted"]) == ("waiting", 5, 0)
    assert (run["file_name"], run["by"], run["bytes"]) == ("today.csv", "erp ", len(orders(*rows)))
    assert jobs.run_one(world.db, HANDLERS, world.at)
    half = api.get(f"/imports/{run['id']}").get_json()
    assert (half["status"], half["accepted"], half["started_at"]) == (
        "running",
        2,
        world.at.isoformat(),
    )
    work_off(world.db, lambda: world.at)
    done = api.get(f"/imports/{run['id']}").get_json()
    counts = [done[name] for name in ("accepted", "unchanged", "refused", "flagged")]
    assert (done["status"], counts) == ("done", [4, 0, 1, 0])
    [remark] = api.get(f"/imports/{run['id']}/rejections").get_json()["items"]
    assert (remark["kind"], remark["line"], remark["field"]) == ("refused", 4, "sku")
    assert "NOPE is no item" in remark["reason"]
    assert remark["remedy"] == "Register the item first"
    assert count(world, ImportDocument) == 0
    assert [one["id"] for one in api.get("/imports?status=done").get_json()["items"]] == [run["id"]]


def test_a_worker_that_dies_in_a_batch_loses_nothing_and_does_nothing_twice(
    api: Caller, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(take_batch, "BATCH", 2)
    run = sent(api, orders(*((str(n), "MUG") for n in range(5)))).get_json()

    class Killed(BaseException):
        pass

    def killed(*args: Any, **given: Any) -> None:
        raise Killed

    assert jobs.run_one(world.db, HANDLERS, world.at)
    with monkeypatch.context() as patch:
        patch.setattr(take_batch, "_count", killed)
        with pytest.raises(Killed):
            work_off(world.db, lambda: world.at)
    assert count(world, Order) == 2
    later = world.at + 2 * jobs.LEASE
    work_off(world.db, lambda: later)
    done = api.get(f"/imports/{run['id']}").get_json()
    assert (done["status"], done["accepted"], done["refused"]) == ("done", 5, 0)
    assert count(world, Order) == 5


def test_the_same_file_again_changes_nothing(api: Caller, world: World) -> None:
    data = orders(("1", "MUG"), ("2", "MUG"))
    first = sent(api, data, Idempotency_Key="k1").get_json()
    again = sent(api, data, Idempotency_Key="k1")
    assert again.headers["Idempotent-Replayed"] == "true"
    assert again.get_json()["id"] == first["id"]
    work_off(world.db, lambda: world.at)
    other = sent(api, data).get_json()
    work_off(world.db, lambda: world.at)
    done = api.get(f"/imports/{other['id']}").get_json()
    assert (done["accepted"], done["unchanged"]) == (0, 2)
    assert count(world, Order) == 2
    with world.db.read() as conn:
        seen = [run["id"] for run in show_imports.recent(conn, None, most=5)]
    assert seen == [other["id"], first["id"]]


def test_orders_are_changed_where_that_is_asked_for(api: Caller, world: World) -> None:
    sent(api, orders(("1", "MUG")))
    changed = orders(("1", "MUG")).replace(b",1,Anna", b",2,Anna")
    plain = sent(api, changed).get_json()["id"]
    asked = sent(api, changed, "kind=orders&format=csv&change=true").get_json()["id"]
    work_off(world.db, lambda: world.at)
    assert api.get(f"/imports/{plain}").get_json()["refused"] == 1
    assert api.get(f"/imports/{asked}").get_json()["accepted"] == 1


def test_a_shop_order_shows_what_was_odd_about_it(api: Caller, world: World) -> None:
    to = {"name": "Anna", "address1": "Long 1", "city": "Warszawa", "country_code": "PL"}
    order = {"name": "#1", "fulfillment_status": None, "shipping_address": to, "note": "ring"}
    order |= {"line_items": [{"sku": "MUG", "quantity": 1}], "financial_status": "pending"}
    query = "kind=orders&format=shopify&merchant=SHOP"
    run = sent(api, json.dumps({"order": order}).encode(), query).get_json()
    work_off(world.db, lambda: world.at)
    done = api.get(f"/imports/{run['id']}").get_json()
    assert (done["accepted"], done["flagged"]) == (1, 1)
    words = ["the shop says of its payment: pending", "the customer's note: ring"]
    remarks = api.get(f"/imports/{run['id']}/rejections?kind=flagged").get_json()["items"]
    assert [one["reason"] for one in remarks] == words
    [seen] = api.get("/orders?reference=%231").get_json()["items"]
    assert seen["flags"] == words


def test_refusals_are_kept_up_to_a_number_and_can_be_read_as_csv(
    api: Caller, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(take_batch, "MAX_REMARKS", 3)
    run = sent(api, orders(*((str(n), f"=N{n}") for n in range(5)))).get_json()
    work_off(world.db, lambda: world.at)
    path = f"/imports/{run['id']}"
    assert api.get(path).get_json()["refused"] == 5
    page = api.get(f"{path}/rejections?limit=2").get_json()
    rest = api.get(f"{path}/rejections?limit=2&after={page['next']}").get_json()
    assert [len(page["items"]), len(rest["items"]), rest["next"]] == [2, 1, None]
    rows = api.get(f"{path}/rejections.csv").get_data(as_text=True).splitlines()
    assert (len(rows), rows[0]) == (4, "kind,line,field,reason,remedy")
    assert rows[1].startswith("refused,2,sku,'=N0 is no item")


@pytest.mark.parametrize(
    ("query", "data", "status", "code"),
    [
        ("format=csv", b"x", 400, "query.missing"),
        ("kind=orders", b"x", 400, "query.missing"),
        ("kind=cats&format=csv", b"x", 400, "query.value"),
        ("kind=orders&format=xml", b"x", 400, "query.value"),
        ("kind=orders&format=csv", b"a,b\n", 422, "file.header"),
        ("kind=items&format=shopify", b"{}", 422, "file.format"),
        ("kind=orders&format=shopify&merchant=NOBODY", b"{}", 422, "merchant.unknown"),
        ("kind=orders&format=csv&change=maybe", b"x", 400, "query.value"),
        ("kind=orders&format=csv&colour=red", b"x", 400, "query.unknown"),
    ],
)
def test_what_makes_no_sense_is_refused_at_once(
    api: Caller, world: World, query: str, data: bytes, status: int, code: str
) -> None:
    assert problem(sent(api, data, query), status)["code"] == code
    assert count(world, ImportRun) == 0


def test_a_file_may_be_longer_than_other_bodies_but_not_endless(api: Caller) -> None:
    long = orders(*((f"{n}" + "x" * 2000, "MUG") for n in range(700)))
    assert len(long) > 1024 * 1024
    assert sent(api, long).get_json()["read"] == 700
    assert problem(sent(api, b"x" * (upload.MAX_FILE_BYTES + 1)), 413)["code"] == "body.too_long"


def test_any_bytes_end_as_a_finished_import(api: Caller, world: World) -> None:
    for format_name in ("csv", "jsonl", "json", "shopify", "woocommerce", "magento", "x12-940"):
        for data in (b"", b"\x00\xff", b'{"a": "\\u0000\\ud800"}', b'[{"a": 1}]', b"ISA*00*"):
            answer = sent(api, data, f"kind=orders&format={format_name}")
            assert answer.status_code in (202, 422)
    work_off(world.db, lambda: world.at)
    found = api.get("/imports?limit=500").get_json()["items"]
    assert {one["status"] for one in found} == {"done"}
    assert {one["accepted"] for one in found} == {0}


def test_a_merchant_sees_and_sends_its_own_only(api: Caller, world: World) -> None:
    world.item("HAT", merchant="OTHER")
    other = caller(world, merchant="OTHER")
    mine = sent(api, orders(("1", "MUG"))).get_json()["id"]
    theirs = sent(other, orders(("2", "MUG"))).get_json()["id"]
    own = orders(("3", "HAT")).replace(b"SHOP", b"")
    sent(other, own)
    work_off(world.db, lambda: world.at)
    for path in (
        f"/imports/{mine}",
        f"/imports/{mine}/rejections",
        f"/imports/{mine}/rejections.csv",
    ):
        assert problem(other.get(path), 404)["code"] == "import.unknown"
    assert [one["refused"] for one in other.get("/imports").get_json()["items"]] == [1, 0]
    assert api.get(f"/imports/{theirs}").get_json()["merchant"] == "OTHER"
    assert count(world, Order) == 2


def test_the_database_keeps_the_counts_sensible(api: Caller, world: World) -> None:
    run = sent(api, orders(("1", "MUG"))).get_json()["id"]
    work_off(world.db, lambda: world.at)
    change = ImportRun.__table__.update().where(ImportRun.id == run).values(refused=7)
    with pytest.raises(IntegrityError):
        world.do(lambda conn: conn.execute(change))


def test_mappings_are_shown(api: Caller) -> None:
    found = api.get("/imports/mappings/shopify").get_json()
    fields = {field["source"]: field["ours"] for field in found["fields"]}
    assert fields["shipping_address.zip"] == "recipient.postal_code"
    assert fields["line_items[].sku"] == "lines.sku"
    assert problem(api.get("/imports/mappings/ebay"), 404)["remedy"].startswith("Use one of")
