"""Exports: all rows of whoever asks and no others, safe to open, ready to be imported again."""

from __future__ import annotations

import csv
import io
import json
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.usecases.api import Caller, an_asn, an_order, caller, problem
from tests.usecases.conftest import Files
from tests.usecases.test_returns import Dock
from tests.world import World
from wms.channels import csv_cells
from wms.channels.export import EXPORTS
from wms.channels.exports import goods, happened, papers, table
from wms.cli.arguments import EXPORTS as ON_THE_COMMAND_LINE
from wms.db import Database
from wms.work import work_off

TIMELESS = {"items", "stock", "faces", "locations"}


def rows(api: Caller, kind: str, query: str = "") -> list[dict[str, str]]:
    answer = api.get(f"/exports/{kind}.csv{query}")
    assert answer.mimetype == "text/csv", answer.get_data(as_text=True)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{kind}.csv"'
    return list(csv.DictReader(io.StringIO(answer.get_data(as_text=True))))


def objects(api: Caller, kind: str, query: str = "") -> list[dict[str, Any]]:
    text = api.get(f"/exports/{kind}.jsonl{query}").get_data(as_text=True)
    return [json.loads(line) for line in text.splitlines()]


@pytest.fixture
def busy(world: World) -> World:
    """A world in which something of every kind happened."""
    dock = Dock(world)
    dock.announce(("MUG", 1))
    dock.take("MUG", 1)
    world.bins("A-01").bins("P-01", kind="pick").stock("MUG", 9, at="A-01")
    return world


@pytest.fixture
def api(busy: World) -> Caller:
    site = caller(busy)
    busy.at += timedelta(hours=1)
    assert site.post("/orders", an_order("=7", carrier="POST")).status_code == 201
    assert site.post("/asns", an_asn()).status_code == 201
    return site


def test_every_kind_is_listed_and_has_the_same_rows_in_both_forms(api: Caller) -> None:
    listed = api.get("/exports").get_json()["items"]
    assert [one["kind"] for one in listed] == list(EXPORTS) == list(ON_THE_COMMAND_LINE)
    for one in listed:
        names = [column["name"] for column in one["columns"]]
        found, plain = rows(api, one["kind"]), objects(api, one["kind"])
        assert len(found) == len(plain)
        assert all(list(row) == names for row in found)
        assert all(set(row) <= set(names) for row in plain)
    full = {one["kind"] for one in listed if rows(api, one["kind"])}
    assert full == set(EXPORTS) - {"faces", "counts", "notes"}


def test_what_was_shipped_and_came_back_is_told_piece_by_piece(api: Caller) -> None:
    [back] = rows(api, "returns")
    assert (back["sku"], back["quantity"], back["disposition"]) == ("MUG", "1", "restock")
    shipped = objects(api, "shipments")
    assert [one["parcel_no"] for one in shipped] == [1, 2]
    assert back["sscc"] in {one["sscc"] for one in shipped}
    kinds = [one["kind"] for one in objects(api, "moves")]
    assert {"receive", "pack", "to_lane", "ship", "return"} <= set(kinds)
    lying = {(one["sku"], one["location"]): one["on_hand"] for one in objects(api, "stock")}
    assert lying["MUG", "A-01"] == 9


def test_pages_join_without_a_gap(api: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = {kind: rows(api, kind) for kind in EXPORTS}
    with monkeypatch.context() as patch:
        patch.setattr(happened, "PAGE", 1)
        patch.setattr(goods, "PAGE", 1)
        patch.setattr(papers, "_ORDERS", papers._ORDERS.limit(1))
        patch.setattr(table.paged, "__defaults__", (1,))
        for kind in ("moves", "stock", "items", "orders"):
            assert rows(api, kind) == whole[kind], kind


def test_only_what_happened_since_is_exported_if_that_is_asked_for(api: Caller) -> None:
    later = api.world.at.isoformat().replace("+00:00", "Z")
    assert [row["source"] for row in rows(api, "orders", f"?since={later}")] == ["api"]
    assert {row["source"] for row in rows(api, "orders")} == {"test", "api"}
    assert rows(api, "moves", "?since=2030-01-01") == []
    assert rows(api, "moves", "?since=2020-01-01") == rows(api, "moves")
    assert problem(api.get("/exports/items.csv?since=2030-01-01"), 422)["field"] == "since"
    for odd in ("yesterday", "2026-01-01T10:00:00", "9999999999"):
        assert problem(api.get(f"/exports/moves.csv?since={odd}"), 422)["code"] == "export.since"
    assert problem(api.get("/exports/cats.csv"), 404)["code"] == "export.unknown"
    assert problem(api.get("/exports/moves.csv?merchant=NOBODY"), 404)


def test_a_merchant_never_sees_rows_of_another(api: Caller, busy: World) -> None:
    busy.item("HAT", merchant="OTHER").stock("HAT", 3, at="A-01")
    other = caller(busy, merchant="OTHER")
    for kind, export in EXPORTS.items():
        if export.is_site:
            assert problem(other.get(f"/exports/{kind}.csv"), 422)["code"] == "export.site"
            continue
        seen = rows(other, kind)
        assert seen == rows(api, kind, "?merchant=OTHER")
        assert "SHOP" not in json.dumps(seen)
        assert len(seen) == (1 if kind in ("items", "stock", "moves") else 0), kind
    assert problem(other.get("/exports/orders.csv?merchant=SHOP"), 404)


def test_no_cell_is_a_formula(api: Caller) -> None:
    [order] = [row for row in rows(api, "orders") if "7" in row["external_ref"]]
    assert order["external_ref"] == "'=7"
    assert [one["external_ref"] for one in objects(api, "orders")][-1] == "=7"


@given(st.text(max_size=6) | st.text("=+-@'\t\r\n＝x1", max_size=4))
def test_cells_come_back_as_they_were(text: str) -> None:
    cell = csv_cells.safe(text)
    assert cell[:1] not in csv_cells.STARTS
    assert csv_cells.plain(cell) == text


def exported(api: Caller, kind: str, form: str) -> bytes:
    return bytes(api.get(f"/exports/{kind}.{form}").get_data())


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_what_was_exported_can_be_imported_into_an_empty_house(
    sqlite_db: Database, tmp_path: Path, sqlite_template: Path, form: str
) -> None:
    world = World(sqlite_db)
    world.item("MUG", gtin="5901234123457", pack=("15901234123454", 6)).item("TEA", lot=True)
    api = caller(world)
    to = {"name": "-Ola", "street": ["a 1", "b 2"], "city": "Łódź", "country": "PL", "phone": "+48"}
    lines = [{"sku": "MUG", "quantity": 2}, {"sku": "TEA", "quantity": 1}]
    api.post("/orders", an_order("@1", recipient=to, lines=lines, ship_by="2026-05-01"))
    tea = [{"sku": "TEA", "quantity": 3, "lot": "L1", "expires_on": "2027-01-31"}]
    api.post("/asns", an_asn("D", lines=tea))
    files = {kind: exported(api, kind, form) for kind in ("items", "orders", "asns")}
    shutil.copy(sqlite_template, tmp_path / "other.db")
    other = World(Database(f"sqlite:///{tmp_path / 'other.db'}"))
    desk = Files(other, tmp_path)
    for kind, content in files.items():
        done = desk.take(kind, content, f"{kind}.{form}")
        assert (done.new, done.rejected) == (2 if kind == "items" else 1, 0), desk.rejected
    there = caller(other)
    for kind, content in files.items():
        again = (
            exported(there, kind, form)
            .replace(b'"import"', b'"api"')
            .replace(b",import,", b",api,")
        )
        assert without_times(again) == without_times(content), kind
    other.db.close()


def without_times(content: bytes) -> str:
    return content.decode().replace("import", "api")


def test_orders_sent_by_the_same_system_again_are_unchanged(api: Caller, busy: World) -> None:
    data = exported(api, "orders", "csv")
    picked = b"\r\n".join(row for row in data.split(b"\r\n") if b",test," not in row)
    query = "kind=orders&format=csv"
    run = api.raw("POST", f"/imports?{query}", data=picked, content_type="text/csv").get_json()
    work_off(busy.db, lambda: busy.at)
    done = api.get(f"/imports/{run['id']}").get_json()
    assert (done["read"], done["unchanged"]) == (1, 1), api.get(
        f"/imports/{run['id']}/rejections"
    ).get_json()
