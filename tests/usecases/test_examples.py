"""The files to begin with: the layouts can be laid out, every other file can be imported."""

from __future__ import annotations

import os
from importlib import resources
from pathlib import Path

import pytest

from tests.usecases.conftest import Run

EXAMPLES = Path(str(resources.files("config") / "examples"))
IMPORTED = ("items.csv", "faces.csv", "asns.csv", "orders.csv", "orders.jsonl")


@pytest.mark.parametrize("layout", ["", str(EXAMPLES / "small_warehouse.toml")])
def test_every_example_is_imported_whole(wms: Run, layout: str) -> None:
    options = ["--layout", layout] if layout else ["--aisles", "1"]
    assert wms("init", *options)[0] == 0
    done = {}
    for name in IMPORTED:
        kind = name.partition(".")[0]
        code, said, errors = wms("import", kind, str(EXAMPLES / name))
        assert (code, errors) == (0, "")
        done[name] = said.split(":")[1].split(",")[0]
    assert done == {
        "items.csv": " 5 new",
        "faces.csv": " 2 new",
        "asns.csv": " 2 new",
        "orders.csv": " 2 new",
        "orders.jsonl": " 2 new",
    }
    assert wms("labels", "items", "--out", "labels")[0] == 0
    assert wms("work", "--once")[0] == 0


def test_no_example_is_left_untried() -> None:
    tried = {*IMPORTED, "small_warehouse.toml"}
    assert {name for name in os.listdir(EXAMPLES) if not name.startswith("__")} == tried
