"""Imports: good rows are kept, bad ones are named, the file may be anything."""

from __future__ import annotations

import json
import tracemalloc

import pytest
from sqlalchemy import select

from tests.usecases.conftest import Files
from tests.usecases.full_disk import full_disk
from wms.catalog.models import Item, ItemBarcode
from wms.errors import Refused
from wms.inbound.models import AsnLine
from wms.jobs import Job
from wms.orders.models import Order, OrderLine

ITEMS = "merchant,sku,name,gtin,length_mm,width_mm,height_mm,weight_grams\n"
MUG = "SHOP,MUG,Mug,5901234123457,100,80,60,300\n"
ORDERS = "external_ref,merchant,sku,gtin,quantity,name,street,city,country\n"
ANNA = "Anna,Long 1,Warszawa,PL\n"


def test_good_rows_are_kept_bad_rows_are_named(files: Files) -> None:
    rows = MUG + "SHOP,%BAD,Bad,,1,1,1,1\nSHOP,PEN,Pen,5901234123458,1,1,1,1\nSHOP,CAP,Cap,,1,1\n"
    rows += 'SHOP,"HAT ""XL""",Hat,,1,1,1,1\nSHOP,TIE,Tie,,0,1,1,-5\n'
    done = files.take("items", ITEMS + rows)
    assert (done.new, done.rejected) == (2, 4)
    assert files.said() == [(3, "sku"), (4, "gtin"), (5, ""), (7, "length_mm")]
    assert files.count(Item) == 2


def test_a_file_taken_again_changes_nothing(files: Files) -> None:
    files.take("items", ITEMS + MUG)
    orders = ORDERS + "1,SHOP,MUG,,2," + ANNA + "1,SHOP,,5901234123457,1," + ANNA
    asns = "merchant,external_ref,sku,quantity\nSHOP,D1,MUG,10\n"
    assert [files.take("items", ITEMS + MUG).known, files.take("asns", asns).new] == [1, 1]
    assert [files.take("orders", orders).new, files.take("asns", asns).known] == [1, 1]
    assert files.take("orders", orders).known == 1
    found = [files.count(table) for table in (Item, Order, OrderLine, AsnLine, Job)]
    assert found == [1, 1, 2, 1, 1]


def test_a_pack_means_its_pieces(files: Files) -> None:
    header = ITEMS.strip() + ",pack_gtin,pack_pieces\n"
    files.take("items", header + MUG.strip() + ",15901234123454,6\n")
    asn = "merchant,external_ref,gtin,quantity\nSHOP,D1,15901234123454,3\n"
    files.take("asns", asn)
    read = files.world.do(lambda conn: conn.execute(select(AsnLine.expected)).scalar_one())
    assert read == 18
    files.take("items", header + MUG.strip() + ",25901234123451,12\n")
    assert files.count(ItemBarcode) == 2


def test_a_document_with_one_bad_line_is_rejected_whole_with_every_reason(files: Files) -> None:
    files.take("items", ITEMS + MUG)
    rows = "1,SHOP,MUG,,1," + ANNA
    rows += "2,SHOP,NOPE,,1," + ANNA + "2,SHOP,MUG,,0," + ANNA + "2,SHOP,MUG,,1," + ANNA
    rows += "3,SHOP,MUG,,1," + ANNA + "3,SHOP,MUG,,1,Bob,Long 1,Warszawa,PL\n"
    rows += "4,NOBODY,MUG,,1,Anna,Long 1,Warszawa,Poland\n"
    done = files.take("orders", ORDERS + rows)
    assert (done.new, done.rejected) == (1, 3)
    assert files.said() == [
        *[(3, "sku"), (4, "quantity"), (7, "name")],
        *[(8, "country"), (8, "merchant")],
    ]
    assert files.count(OrderLine) == 1


def test_json_says_the_same_as_csv(files: Files) -> None:
    mug = dict(zip(ITEMS.strip().split(","), MUG.strip().split(","), strict=True))
    flat = dict(
        zip(ORDERS.strip().split(","), ("1,SHOP,MUG,,2," + ANNA).strip().split(","), strict=True)
    )
    flat.pop("gtin")
    whole = {"external_ref": "2", "merchant": "SHOP", "lines": [{"sku": "MUG", "quantity": 2}]}
    whole["recipient"] = {"name": "A", "street": ["B", "C"], "city": "D", "country": "PL"}
    assert files.take("items", json.dumps([mug], indent=1), "items.json").new == 1
    assert files.take("items", json.dumps(mug) + "\n\n", "items.jsonl").known == 1
    lines = f"{json.dumps(flat)}\n{json.dumps(flat)}\n{json.dumps(whole)}\n{{\n7\n"
    done = files.take("orders", lines, "orders.jsonl")
    assert (done.new, done.rejected, files.said()) == (2, 2, [(4, ""), (5, "")])
    again = files.take("orders", json.dumps([flat, flat, whole]), "orders.json")
    assert (again.known, again.rejected) == (2, 0)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "the file is empty"),
        ("merchant,sku\n", "columns are missing: name, length_mm"),
        ("sku,sku\n", "the column sku is there twice"),
        ("merchant,colour\n", "the column colour is not known"),
        ("\0\n", "NUL"),
        (b"\xff\xfe\n", "byte 1 of the line (0xFF) is not UTF-8"),
        ("x" * 300_000, "longer than"),
    ],
)
def test_a_wrong_header_stops_the_import_before_it_begins(
    local: Files, content: str | bytes, words: str
) -> None:
    with pytest.raises(Refused) as refusal:
        local.take("items", content)
    assert words in str(refusal.value.text)


@pytest.mark.parametrize(
    "bad", [b"SHOP,\0,x\n", b"SHOP,\xff,x\n", b'SHOP,a"b",x\n', b'SHOP,"a"b\n']
)
def test_a_broken_line_spoils_itself_only(local: Files, bad: bytes) -> None:
    other = b"SHOP,PEN,Pen,,1,1,1,1\n"
    done = local.take("items", (ITEMS + MUG).encode() + bad + other)
    assert (done.new, local.said()) == (2, [(3, "")])


def test_a_line_of_ten_megabytes_is_named_and_passed_over_in_little_memory(local: Files) -> None:
    content = (ITEMS + MUG).encode() + b"SHOP," + b"x" * 10_000_000 + b"\n" + b"SHOP,P,P,,1,1,1,1\n"
    tracemalloc.start()
    done = local.take("items", content)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (done.new, local.said()) == (2, [(3, "")])
    assert peak < 15_000_000, "the test itself holds the 10 MB"


def test_an_open_quote_says_which_lines_it_swallowed(local: Files) -> None:
    rows = "".join(f"SHOP,S{n},{'x' * 190},,1,1,1,1\n" for n in range(800))
    done = local.take("items", ITEMS + MUG + 'SHOP,"PEN,Pen,,1,1,1,1\n' + rows)
    swallowed = local.rejected[0]
    assert swallowed.line == 3
    last = int(swallowed.reason.rpartition("lines 3 to ")[2].split()[0])
    assert done.new == 1 + (803 - last)


@pytest.mark.parametrize(
    ("content", "line", "new"),
    [
        ("", 1, 0),
        ("{}", 1, 0),
        ("[\n%s,\n", 2, 1),
        ("[%s\n%s]", 2, 1),
        ("[%s, {]", 2, 1),
        ("[" * 50_000, 1, 0),
        ("[\n" + " " * 2_000_000 + "{", 1, 0),
        ("[%s,\n7]", 2, 1),
    ],
)
def test_a_json_array_that_breaks_off_keeps_what_was_before(
    local: Files, content: str, line: int, new: int
) -> None:
    mug = json.dumps(dict(zip(ITEMS.strip().split(","), MUG.strip().split(","), strict=True)))
    done = local.take("items", content.replace("%s", mug), "items.json")
    assert (done.new, local.said()) == (new, [(line, "")])


def test_a_byte_order_mark_and_semicolons_are_understood(local: Files) -> None:
    content = "\ufeff" + (ITEMS + MUG).replace(",", ";").replace("\n", "\r\n")
    assert local.take("items", content).new == 1


def test_a_full_disk_leaves_whole_chunks_and_the_file_can_be_taken_again(local: Files) -> None:
    rows = "".join(f"SHOP,S{n},{'x' * 150},,1,1,1,1\n" for n in range(1000))
    before = local.count(Item)
    with full_disk(local.world.db), pytest.raises(Exception, match="full"):
        local.take("items", ITEMS + rows)
    assert (local.count(Item) - before) % 200 == 0
    assert local.take("items", ITEMS + rows).rejected == 0
    assert local.count(Item) == 1000


def test_items_only_bring_new_merchants_with_them(files: Files) -> None:
    files.take("items", ITEMS + MUG)
    assert files.take("asns", "merchant,external_ref,sku,quantity\nNEW,D1,MUG,1\n").rejected == 1
    assert files.said() == [(2, "merchant")]


def test_a_known_item_keeps_its_sku_and_what_is_tracked(files: Files) -> None:
    header = ITEMS.strip() + ",tracks_lot,external_ref\n"
    assert files.take("items", header + MUG.strip() + ",no,R1\n").new == 1
    files.take(
        "items", header + MUG.strip() + ",yes,R1\n" + MUG.strip().replace("MUG", "X") + ",no,R1\n"
    )
    assert files.said() == [(2, "tracks_lot"), (3, "external_ref")]
