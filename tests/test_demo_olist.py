"""The demo reads real orders from a marketplace's tables, and counts what they leave out."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from wms.demo import olist
from wms.demo.crew import Sizes, crew
from wms.demo.marketplace import marketplace
from wms.demo.plan import demand, supply
from wms.errors import Refused
from wms.gs1.digits import has_valid_check_digit

CARRIERS = ("SWIFT", "STORK")
CREW = crew(Sizes())
SELLER, UNKNOWN_SELLER = "a" * 32, "abcdef12" + "0" * 24
MUG, MUG_TWIN, POT = "11111111" + "a" * 24, "11111111" + "b" * 24, "22222222" + "c" * 24
TABLES = {
    "orders": """order_id,customer_id,order_status,order_purchase_timestamp
f3000000,c3,delivered,2017-11-24 10:00:02
f1000000,c1,delivered,2017-11-24 10:00:00
f2000000,c2,canceled,2017-11-24 10:00:01
f4000000,c1,created,2017-11-24 10:00:03
f5000000,c1,delivered,2017-11-24 10:00:04
""",
    "order_items": f"""order_id,order_item_id,product_id,seller_id
f1000000,1,{MUG},{SELLER}
f1000000,2,{MUG},{SELLER}
f1000000,3,{POT},{UNKNOWN_SELLER}
f2000000,1,{MUG},{SELLER}
f3000000,1,{MUG_TWIN},{SELLER}
f5000000,1,{MUG},{SELLER}
""",
    "products": f"""product_id,product_category_name,product_weight_g,product_length_cm,\
product_height_cm,product_width_cm
{MUG},beleza_saude,300,12,9,10
{MUG_TWIN},,,,,
{POT},cama_mesa_banho,0,30,20,25
""",
    "customers": """customer_id,customer_zip_code_prefix,customer_city,customer_state
c1,08450,sao paulo,SP
c3,30140,belo horizonte,MG
""",
    "product_category_name_translation": """product_category_name,product_category_name_english
beleza_saude,health_beauty
""",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The tables, one of them gzipped."""
    for name, text in TABLES.items():
        if name == "order_items":
            with gzip.open(tmp_path / f"{name}.csv.gz", "wt", encoding="utf-8") as file:
                file.write(text)
        else:
            (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    return tmp_path


def test_the_first_orders_by_time_are_taken_and_the_rest_accounted_for(folder: Path) -> None:
    found = olist.read(folder, 4, CARRIERS)
    assert [order.reference for order in found.orders] == ["f1000000", "f3000000"]
    assert found.left_out == {olist.CANCELLED: ("f2000000",), olist.NO_LINES: ("f4000000",)}


def test_rows_of_the_same_product_are_pieces_of_one_line(folder: Path) -> None:
    order = olist.read(folder, 1, CARRIERS).orders[0]
    assert sorted((line.merchant, line.sku, line.quantity) for line in order.lines) == [
        ("AAAAAAAA", "11111111", 2),
        ("ABCDEF12", "22222222", 1),
    ]
    to = order.recipient
    assert (to.name, to.postal_code, to.city) == ("Customer c1", "08450", "Sao Paulo")
    assert (to.region, to.country) == ("SP", "BR")


def test_centimetres_become_millimetres_and_unknown_measures_are_counted(folder: Path) -> None:
    found = olist.read(folder, 4, CARRIERS)
    mug, twin, pot = sorted(found.items, key=lambda item: item.sku)
    assert (mug.length_mm, mug.width_mm, mug.height_mm, mug.weight_grams) == (120, 100, 90, 300)
    assert (twin.length_mm, twin.width_mm, twin.height_mm, twin.weight_grams) == (100,) * 4
    assert (pot.length_mm, pot.weight_grams) == (300, 100)
    assert found.measured == 2
    assert mug.name == "Health beauty 11111111"


def test_ids_that_begin_alike_get_longer_codes(folder: Path) -> None:
    skus = [item.sku for item in olist.read(folder, 4, CARRIERS).items]
    assert sorted(skus) == ["11111111", "11111111B", "22222222"]


def test_a_gtin_belongs_to_the_product_whichever_orders_are_read(folder: Path) -> None:
    few, many = olist.read(folder, 1, CARRIERS), olist.read(folder, 5, CARRIERS)
    known = {item.sku: item.gtin for item in many.items}
    assert all(known[item.sku] == item.gtin for item in few.items)
    assert all(has_valid_check_digit(gtin) for gtin in known.values())


def test_a_missing_table_or_column_is_named(folder: Path) -> None:
    (folder / "customers.csv").write_text("customer_id\n", encoding="utf-8")
    with pytest.raises(Refused, match="customers has no column customer_city"):
        olist.read(folder, 1, CARRIERS)
    (folder / "orders.csv").unlink()
    with pytest.raises(Refused, match=r"There is no orders\.csv"):
        olist.read(folder, 1, CARRIERS)


def test_all_orders_are_taken_where_no_number_is_given(folder: Path) -> None:
    assert marketplace(folder, 0, 7, CARRIERS, CREW).given == 5


def test_sellers_bring_all_but_two_percent_of_the_real_units(shared_data: Path) -> None:
    folder = shared_data / "olist_quick"
    plan = marketplace(folder, 400, 7, CARRIERS, CREW)
    assert plan == marketplace(folder, 400, 7, CARRIERS, CREW)
    wanted, brought = demand(plan.orders), supply(plan.asns)
    missing, spare = wanted - brought, brought - wanted
    assert [sku for _, sku in spare.elements()] == list(plan.mishaps.qc_fail_skus)
    assert abs(missing.total() - wanted.total() * 2 / 100) <= 1
    assert plan.given == 400
    fragile = {*plan.mishaps.qc_fail_skus, *(loss.sku for loss in plan.mishaps.lost)}
    assert plan.faces
    assert not fragile & {face.sku for face in plan.faces}
    assert {item.key for item in plan.items} == set(wanted)
