"""wms count plan and wms adjust."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.usecases.conftest import Run
from wms.db import Database
from wms.layout import queries
from wms.stock.audit import audit


@pytest.fixture
def stocked(site: Run) -> Run:
    Path("items.csv").write_text(
        "merchant,sku,name,length_mm,width_mm,height_mm,weight_grams,gtin\n"
        "SHOP,MUG,Mug,100,80,60,300,5901234123457\n"
        "SHOP,CAP,Cap,100,80,60,300,\nOTHER,CAP,Cap,100,80,60,300,\n"
    )
    assert site("import", "items", "items.csv")[0] == 0
    return site


def _bins(site: Run) -> list[str]:
    db = Database(os.environ["WMS_DATABASE_URL"])
    with db.read() as conn:
        found = [bin_.code for bin_ in queries.bins(conn, queries.warehouses(conn)[0])]
    db.close()
    return found


def test_counts_are_planned_once(site: Run) -> None:
    bins = _bins(site)
    assert site("count", "plan", "--bins", *bins[:1])[1] == "1 count planned\n"
    assert site("count", "plan")[1] == f"{len(bins) - 1} counts planned\n"
    assert site("count", "plan", "--days-since", "30", "--at-most", "2")[1] == "0 counts planned\n"
    code, _, told = site("count", "plan", "--zone", "NOWHERE")
    assert (code, "NOWHERE is not known here" in told) == (2, True)
    assert site("count", "plan", "--class", "D")[0] == 2


def test_books_are_adjusted_with_a_reason_and_a_name(stocked: Run) -> None:
    bin_ = _bins(stocked)[0]
    stocked("user", "add", "eva", "--role", "supervisor", "--pin", "4711")
    stocked("user", "add", "ann")
    one = ("adjust", bin_, "MUG")
    assert stocked(*one, "+5", "--reason", "found")[1] == f"{bin_}: 5 MUG in the books now\n"
    assert stocked(*one, "-2", "--reason", "LOST", "--by", "eva")[1].split()[1] == "3"
    assert stocked("adjust", bin_, "5901234123457", "+1", "--reason", "SLIP")[0] == 0
    refused = (
        ((*one, "+1", "--reason", "LOST", "--by", "ann"), "Only a supervisor may do this"),
        ((*one, "+1", "--reason", "WHY NOT"), "WHY NOT is no reason. Use one of FOUND"),
        ((*one, "-9", "--reason", "LOST"), "Only 4 MUG are free here"),
        ((*one, "3", "--reason", "LOST"), "says neither more nor fewer"),
        ((*one, "+0", "--reason", "LOST"), "is no number of pieces"),
        (("adjust", "NOWHERE", "MUG", "+1", "--reason", "LOST"), "NOWHERE is not known here"),
        (("adjust", bin_, "CAP", "+1", "--reason", "LOST"), "that only one item has"),
        ((*one, "+1", "--reason", "LOST", "--by", "nobody"), "nobody is not known here"),
        ((*one, "+1", "--reason", "LOST", "--lot", "L9"), "L9 is not known here"),
    )
    for words, told in refused:
        code, _, said = stocked(*words)
        assert (code, told in said) == (2, True), said
    db = Database(os.environ["WMS_DATABASE_URL"])
    with db.read() as conn:
        found = audit(conn)
    db.close()
    assert (list(found.differences), found.total) == ([], 0)
