"""wms unknown: the office names what nobody knew at the dock."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection

from tests.usecases.conftest import Run
from wms.clock import utc_now
from wms.db import Database
from wms.inbound.set_aside import set_aside
from wms.layout import choose
from wms.people.actor import SYSTEM
from wms.stock import lpn

ITEMS = """merchant,sku,name,length_mm,width_mm,height_mm,weight_grams,tracks_lot
SHOP,MUG,Mug,100,80,60,300,no
RIVAL,MUG,Mug,100,80,60,300,no
SHOP,CUP,Cup,100,80,60,300,yes
"""


def _set_aside(home: Path, *codes: str) -> None:
    def put(conn: Connection) -> None:
        for n, code in enumerate(codes, 1):
            set_aside(
                conn,
                warehouse_id=choose.warehouse(conn),
                asn_id=None,
                scanned=code,
                symbology="",
                code=code,
                quantity=n,
                lpn_id=lpn.register(conn, code=f"P-{n}", kind="lpn", location_id=None),
                actor=SYSTEM,
                at=utc_now(),
            )

    db = Database(f"sqlite:///{home}/site.db")
    db.run(put)
    db.close()


def test_the_office_names_what_came(site: Run, home: Path) -> None:
    (home / "items.csv").write_text(ITEMS)
    assert site("import", "items", "items.csv")[0] == 0
    _set_aside(home, "X-1", "X-2", "X-3")
    code, said, _ = site("unknown", "list")
    assert code == 0
    assert [line.split("\t")[:4] for line in said.splitlines()[1:]] == [
        ["1", "X-1", "1", "P-1"],
        ["2", "X-2", "2", "P-2"],
        ["3", "X-3", "3", "P-3"],
    ]
    code, _, no = site("unknown", "resolve", "1", "--sku", "MUG")
    assert (code, "RIVAL" in no, "SHOP" in no) == (2, True, True)
    code, said, _ = site("unknown", "resolve", "1", "--sku", "MUG", "--merchant", "SHOP")
    assert (code, said) == (0, "1 MUG on P-1, booked with B-1: to be put away\n")
    assert site("unknown", "resolve", "2", "--sku", "CUP")[0] == 2
    resolved = ("unknown", "resolve", "2", "--sku", "CUP", "--lot", "L1", "--pieces", "6")
    assert site(*resolved)[:2] == (0, "12 CUP on P-2, booked with B-2: to be put away\n")
    dropped = site("unknown", "drop", "3", "--reason", "sent back")
    assert dropped[:2] == (0, "X-3 on P-3 is no item of ours\n")
    assert site("unknown", "list")[1].count("\n") == 1
    assert site("audit")[0] == 0


def test_what_cannot_be_named_is_said_in_one_line(site: Run) -> None:
    for words in (
        ("resolve", "9", "--sku", "MUG"),
        ("drop", "9", "--reason", "x"),
        ("resolve", "x", "--sku", "MUG"),
        ("resolve", "9", "--sku", "MUG", "--expires", "soon"),
        ("resolve", "9", "--sku", "MUG", "--merchant", "NOBODY"),
    ):
        code, said, no = site("unknown", *words)
        assert (code, said) == (2, "")
        assert no.splitlines()[-1].startswith("wms")
