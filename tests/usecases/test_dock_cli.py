"""The command line of the dock: manifests, and returns from a file."""

from __future__ import annotations

from pathlib import Path

import pypdfium2

from tests.usecases.conftest import Files, Run
from tests.usecases.test_load import Dock
from tests.world import World
from wms.db import Database


def _text(path: Path) -> str:
    with pypdfium2.PdfDocument(path) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def test_a_manifest_is_listed_closed_and_printed(sqlite_db: Database, wms: Run, home: Path) -> None:
    dock = Dock(World(sqlite_db), "lane")
    dock.parcel("O-1")
    dock.bench.depart()
    url = str(sqlite_db.engine.url)
    assert wms("--database", url, "manifest", "list")[1].splitlines()[1].split("\t")[:5] == [
        *("M-1", "POST", "open", "1", "0.720 kg")
    ]
    paper = home / "draft.pdf"
    assert wms("--database", url, "manifest", "print", "M-1", "--out", str(paper))[0] == 0
    assert "NOT CLOSED YET" in _text(paper)
    code, out, _ = wms("--database", url, "manifest", "close", "POST")
    assert (code, out) == (0, "M-1 is closed with 1 parcel\n")
    assert wms("--database", url, "manifest", "print", "M-1", "--out", str(paper))[0] == 0
    words = _text(paper)
    assert "395212340000000014" in words
    assert "O-1, 1" in words
    assert "NOT CLOSED" not in words


def test_what_cannot_be_closed_or_printed_is_said_in_one_line(
    sqlite_db: Database, wms: Run, home: Path
) -> None:
    Dock(World(sqlite_db), "lane")
    url = str(sqlite_db.engine.url)
    for words, said in {
        ("close", "POST"): "POST has no open manifest",
        ("close", "NOBODY"): "NOBODY is no carrier here",
        ("print", "M-9", "--out", str(home / "x.pdf")): "There is no manifest M-9",
    }.items():
        code, _, err = wms("--database", url, "manifest", *words)
        assert code == 2
        assert said in err
    assert not (home / "x.pdf").exists()


def test_returns_are_imported_and_the_bad_ones_named(files: Files) -> None:
    dock = Dock(files.world, "lane")
    dock.parcel("O-1", pieces=3)
    dock.bench.depart()
    rows = "external_ref,order,sku,quantity,reason\n"
    rows += "RMA-1,O-1,MUG,2,too small\nRMA-2,O-9,MUG,1,\nRMA-3,O-1,CUP,1,\nRMA-4,O-1,MUG,0,\n"
    done = files.take("rmas", rows)
    assert (done.new, done.rejected) == (1, 3)
    assert files.said() == [(3, "order"), (4, "sku"), (5, "quantity")]
    again = files.take("rmas", rows)
    assert (again.new, again.known, again.rejected) == (0, 1, 3)
