"""wms import of foreign formats, wms export."""

from __future__ import annotations

import json
from pathlib import Path

from tests.usecases.conftest import Run

ITEMS = "merchant,sku,name,length_mm,width_mm,height_mm,weight_grams\nSHOP,MUG,Mug,1,1,1,1\n"
TO = {"name": "Anna", "address1": "Long 1", "city": "Warszawa", "country_code": "PL"}
ORDER = {"name": "#1", "fulfillment_status": None, "shipping_address": TO, "note": "ring twice"}
ORDER |= {"line_items": [{"sku": "MUG", "quantity": 1}]}


def test_a_shop_order_is_imported_with_what_was_odd(site: Run, home: Path) -> None:
    (home / "items.csv").write_text(ITEMS)
    (home / "shop.json").write_text(json.dumps({"orders": [ORDER, ORDER | {"test": True}]}))
    assert site("import", "items", "items.csv")[0] == 0
    words = ("import", "orders", "shop.json", "--format", "shopify", "--merchant", "SHOP")
    code, said, errors = site(*words)
    assert code == 1
    assert said.splitlines() == [
        "order 1: accepted, but the customer's note: ring twice",
        "orders: 1 new, 0 known, 1 rejected, 1 flagged",
    ]
    assert errors == "order 2: test: it is a test order. Nothing is to be done\n"
    assert "1 known" in site(*words)[1]
    assert "The merchant is not named" in site(*words[:-2])[2]
    code, _, errors = site("import", "items", "shop.json", "--format", "shopify")
    assert (code, errors) == (2, "wms: A shopify file holds orders only. Import it as orders\n")


def test_mappings_are_shown(site: Run) -> None:
    code, said, _ = site("import", "mappings", "shopify")
    assert code == 0
    assert any("recipient.postal_code" in row and "zip" in row for row in said.splitlines())
    assert "x12-940:" in site("import", "mappings", "all")[1]
    assert site("import", "mappings", "ebay")[0] == 2


def test_rows_are_exported_to_the_screen_or_a_file(site: Run, home: Path) -> None:
    (home / "items.csv").write_text(ITEMS)
    site("import", "items", "items.csv")
    code, said, _ = site("export", "items", "--format", "jsonl")
    assert (code, json.loads(said)["sku"]) == (0, "MUG")
    assert site("export", "items", "--out", "again.csv")[:2] == (0, "")
    assert site("import", "items", "again.csv")[:2] == (
        0,
        "items: 0 new, 0 changed, 1 known, 0 rejected\n",
    )
    assert json.loads(site("export", "moves", "--format", "epcis")[1])["type"] == "EPCISDocument"
    assert site("export", "moves", "--format", "epcis-lines")[1] == ""
    assert "formula" not in site("export", "columns")[1]
    assert "pieces of these that are promised" in site("export", "columns")[1]
    for words in (("items", "--format", "epcis"), ("items", "--since", "2026-01-01")):
        assert site("export", *words)[0] == 2
    assert site("export", "moves", "--merchant", "NOBODY")[0] == 2
