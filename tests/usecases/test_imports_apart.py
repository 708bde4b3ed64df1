"""Imports: documents whose rows stand apart, items that change, codes that would mean two things,
words for whoever made the file."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.usecases.conftest import Files
from wms import outfit
from wms.channels.documents import ORDERS as KIND
from wms.channels.documents import Gathered, gather
from wms.channels.rows import Record, Rejected
from wms.channels.scattered import scattered
from wms.errors import Refused
from wms.orders.models import Order, OrderLine

ITEMS = "merchant,sku,name,gtin,length_mm,width_mm,height_mm,weight_grams\n"
MUG = "SHOP,MUG,Mug,5901234123457,100,80,60,300\n"
PEN = "SHOP,PEN,Pen,,10,10,100,20\n"
ORDERS = "external_ref,merchant,sku,quantity,name,street,city,country\n"
ANNA = "Anna,Long 1,Warszawa,PL\n"
WHOLE = {
    "external_ref": "1",
    "merchant": "SHOP",
    "recipient": {"name": "A", "street": "B", "city": "C", "country": "PL"},
    "lines": [{"sku": "MUG", "quantity": 1}],
}


def test_a_document_whose_rows_stand_apart_is_refused_whole(files: Files) -> None:
    files.take("items", ITEMS + MUG + PEN)
    rows = "".join(f"{ref},SHOP,{sku},1,{ANNA}" for ref, sku in _APART)
    done = files.take("orders", ORDERS + rows)
    assert (done.new, done.rejected) == (2, 1)
    assert files.said() == [(2, "external_ref")]
    assert "(2, 4, 6)" in files.rejected[0].reason
    assert (files.count(Order), files.count(OrderLine)) == (2, 2)


_APART = [
    *[("SO-10", "MUG"), ("SO-11", "MUG"), ("SO-10 ", "PEN")],
    *[("SO-12", "MUG"), ("SO-10", "PEN")],
]


@given(st.lists(st.sampled_from(["A", "B", "C", ""]), max_size=12))
def test_a_document_is_gathered_whole_or_not_at_all(refs: list[str]) -> None:
    rows = [
        Record(n, {"external_ref": ref} if ref else {"sku": "x"}) for n, ref in enumerate(refs, 2)
    ]
    found = list(gather(KIND, rows, scattered(lambda: rows)))
    taken = [d for d in found if isinstance(d, Gathered) and "external_ref" in d.data]
    for document in taken:
        ref = document.data["external_ref"]
        assert document.rows == [row.line for row in rows if row.data.get("external_ref") == ref]
    told = [d for d in found if isinstance(d, Rejected)]
    assert len(taken) + len(told) == len({ref for ref in refs if ref})


def test_an_item_that_changes_is_counted_as_changed(files: Files) -> None:
    files.take("items", ITEMS + MUG + PEN)
    done = files.take("items", ITEMS + MUG.replace("300", "310") + PEN)
    assert (done.new, done.changed, done.known) == (0, 1, 1)
    done = files.take("items", ITEMS + MUG.replace("300", "310") + PEN.replace(",,", ",96385074,"))
    assert (done.new, done.changed, done.known) == (0, 1, 1)


def test_a_gtin_belongs_to_one_item_of_a_merchant(files: Files) -> None:
    same = MUG.replace("MUG", "CUP")
    done = files.take("items", ITEMS + MUG + same + same.replace("SHOP", "OTHER"))
    assert (done.new, files.said()) == (2, [(3, "gtin")])
    assert "is on MUG already" in files.rejected[0].reason


@pytest.mark.parametrize("sku", ["A-01-1", "T-001"])
def test_a_code_means_an_item_or_a_place_never_both(files: Files, sku: str) -> None:
    plan = outfit.read_plan()
    files.world.do(lambda c: outfit.fit_out(c, _named(plan), aisles=1, bays=1, levels=1))
    files.take("items", ITEMS + MUG.replace("MUG", sku))
    assert files.said() == [(2, "sku")]


@pytest.mark.parametrize("sku", ["A-01-1", "T-001"])
def test_a_place_is_not_laid_out_with_the_code_of_an_item(files: Files, sku: str) -> None:
    files.take("items", ITEMS + MUG.replace("MUG", sku))
    plan = _named(outfit.read_plan())
    with pytest.raises(Refused, match=f"{sku} is an item's SKU"):
        files.world.do(lambda c: outfit.fit_out(c, plan, aisles=1, bays=1, levels=1))


def _named(plan: object) -> dict[str, object]:
    """Return the plan for the warehouse that a world has already, without what that has."""
    assert isinstance(plan, dict)
    return {**plan, "warehouse": {"code": "W2"}, "area": [], "carrier": []}


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"recipient": None}, "recipient.name", "is missing"),
        ({"recipient": "Anna"}, "recipient", "an object is needed"),
        ({"recipient": ...}, "recipient", "is missing"),
        ({"lines": [{"sku": "MUG", "quantity": 0}]}, "lines.0.quantity", "at least 1"),
        ({"lines": []}, "lines", "is too short"),
        ({"lines": ...}, "lines", "is missing"),
    ],
)
def test_a_document_in_one_piece_names_the_whole_field(
    local: Files, changes: dict[str, object], field: str, words: str
) -> None:
    local.take("items", ITEMS + MUG)
    plain = {name: value for name, value in (WHOLE | changes).items() if value is not ...}
    for name in ("o.jsonl", "o.json"):
        content = json.dumps(plain) if name == "o.jsonl" else json.dumps([plain])
        local.take("orders", content, name)
        assert local.rejected[0].field == field
        assert words in local.rejected[0].reason
        assert "lines" not in [r.field for r in local.rejected[1:]]


def test_an_array_names_the_element(local: Files) -> None:
    local.take("items", ITEMS + MUG)
    local.take("orders", json.dumps([WHOLE, WHOLE | {"external_ref": 5}, 7]), "o.json")
    assert local.said() == [(2, "external_ref"), (3, "")]


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        ("[" * 20_000, "o.jsonl", "nested too deeply"),
        ('{"a": 1,}', "o.jsonl", 'a name in "quotes" is needed at character 9'),
        ('{"a": ' + "9" * 5000 + "}", "o.jsonl", "too many digits"),
        ("[" * 20_000, "o.json", "nested too deeply"),
        ("a,b\rc,d\r", "o.csv", "line ends LF or CRLF"),
        (ORDERS + "1,SHOP\rMUG\n", "o.csv", "line ends LF or CRLF"),
        (ORDERS + '1,"SHOP"x\n', "o.csv", "after a closing quote a separator is needed"),
        (ORDERS + '1,"SHOP\n', "o.csv", "one that was opened is not closed"),
    ],
)
def test_a_broken_file_is_told_of_in_plain_words(
    local: Files, content: str, name: str, words: str
) -> None:
    try:
        local.take("orders", content, name)
        told = [rejected.reason for rejected in local.rejected]
    except Refused as refusal:
        told = [str(refusal.text)]
    assert len(told) == 1
    assert words in told[0]
    assert not {"recursion", "universal-newline", "Expecting"} & set(told[0].split())
