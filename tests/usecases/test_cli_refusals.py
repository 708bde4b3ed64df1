"""What a slip on the command line or in a file of settings leads to: one clear line."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PIL import Image

from labels.decode import decode
from tests.usecases.conftest import Run
from wms.demo.processes import Processes

ITEMS = "merchant,sku,name,gtin,length_mm,width_mm,height_mm,weight_grams\n"
MUG = "SHOP,MUG,Mug,5901234123457,100,80,60,300\n"


@pytest.mark.parametrize("link", ["", "symlink", "hardlink"])
def test_rejects_are_never_written_over_the_file_that_is_imported(
    site: Run, home: Path, link: str
) -> None:
    file = home / "o.csv"
    file.write_text(ITEMS + MUG)
    rejects = home / ("o.csv" if not link else "other.csv")
    if link == "symlink":
        rejects.symlink_to(file)
    elif link:
        rejects.hardlink_to(file)
    code, _, said = site("import", "items", str(file), "--rejects", str(rejects))
    assert code == 2
    assert "is the file that is imported" in said
    assert file.read_text() == ITEMS + MUG


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ("[picking]\norders_per_cluster = 0", "picking.orders_per_cluster must be at least 1"),
        ("[packing]\nfill_percent = 101", "packing.fill_percent must be at most 100"),
        ('[packing]\nfill_percent = "80"', "packing.fill_percent must be a whole number"),
        ("[picking]\nzero_check = 1", "picking.zero_check must be true or false"),
        ("[quality]\nevery = 1", "quality.every is not known"),
        ("[colours]\nred = 1", "colours is not known"),
        ("quality = 5", "quality must be a table"),
        ('[gs1]\ncompany_prefix = "12a456"', "gs1.company_prefix must be 6 to 12 digits"),
        ("[gs1]\ncompany_prefix = 9521234", "gs1.company_prefix must be a text"),
        ("[receiving]\nover_percent = -1", "receiving.over_percent must be at least 0"),
        ('[sender]\nlines = "Dock"', "sender.lines must be a list of texts"),
        ('[sender]\nlines = ["Dock", 5]', "sender.lines.2 must be a text"),
        ("[sender]\nlines = []", "sender.lines must hold at least 1"),
        ('[shipping]\ndeparts = "never"', "shipping.departs must be 'lane' or 'load'"),
        (
            '[shipping.collected_at]\nPOST = "25:00"',
            "shipping.collected_at.POST must be a carrier and a time",
        ),
        ('[returns]\ngood = "keep"', "returns.good must be 'restock', 'hold' or 'scrap'"),
    ],
)
def test_a_wrong_value_in_the_settings_is_named_with_its_file_and_key(
    site: Run, home: Path, monkeypatch: pytest.MonkeyPatch, settings: str, words: str
) -> None:
    (home / "site.toml").write_text(settings)
    monkeypatch.setenv("WMS_CONFIG", "site.toml")
    code, _, said = site("audit")
    assert (code, said.count("\n")) == (2, 1)
    assert f"site.toml: {words}" in said
    assert "config/default.toml shows how" in said


def test_settings_that_make_sense_are_taken(
    site: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = "[picking]\norders_per_cluster = 2\nzero_check = true\n"
    settings += '[shipping]\ndeparts = "load"\nupload_label = ["SWIFT"]\n'
    settings += '[shipping.collected_at]\nSWIFT = "17:30"\n[returns]\nopened = "restock"\n'
    (home / "site.toml").write_text(settings)
    monkeypatch.setenv("WMS_CONFIG", "site.toml")
    assert site("audit")[0] == 0


@pytest.mark.parametrize(
    "address",
    ["mysql://a/b", "postgresql+asyncpg://a/b", "postgresql://h:port/x", "sqlite://host/x"],
)
def test_a_database_that_cannot_be_used_is_one_line(wms: Run, address: str) -> None:
    code, _, said = wms("--database", address, "audit")
    assert (code, said.count("\n")) == (2, 1)
    assert "sqlite:///wms.db" in said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("demo --orders 0", "0 is out of range: 1 to 100000"),
        ("demo --seed x", "'x' is no whole number"),
        ("demo --json /nope/x.json", "/nope/x.json cannot be written"),
        ("init --aisles 0", "0 is out of range: 1 to 1000"),
        ("init --bays -3", "'-3' is no whole number"),
        ("init --levels 101", "101 is out of range: 1 to 100"),
        ("serve --port 70000", "70000 is out of range: 0 to 65535"),
    ],
)
def test_a_number_out_of_range_is_refused_before_anything_is_done(
    wms: Run, words: str, said: str
) -> None:
    code, _, errors = wms(*words.split())
    assert code == 2
    assert said in errors


@pytest.mark.parametrize("only", ["MUG", "SHOP/MUG", "5901234123457", "05901234123457"])
def test_an_item_label_is_found_by_sku_merchant_and_gtin(site: Run, home: Path, only: str) -> None:
    other = MUG.replace("MUG", "CUP").replace("5901234123457", "")
    (home / "items.csv").write_text(ITEMS + MUG + other)
    site("import", "items", "items.csv")
    assert site("labels", "items", "--only", only, "--png", "--out", "out")[0] == 0
    assert [path.name for path in (home / "out").iterdir()] == ["SHOP-MUG.png"]
    assert site("labels", "items", "--only", only, "NOPE", "--out", "out")[0] == 2


def test_carton_labels_read_back_as_the_cartons_codes(site: Run, home: Path) -> None:
    assert site("labels", "cartons", "--png", "--out", "out")[0] == 0
    with Image.open(home / "out/C2.png") as picture:
        assert [found.text for found in decode(picture.convert("L"))] == ["C2"]


def test_what_the_demo_starts_is_this_program_wherever_it_is_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("wms", "stations"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("raise SystemExit('the wrong one')")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PYTHONSAFEPATH", raising=False)
    with Processes(tmp_path / "run", {}) as processes:
        for module in ("wms.cli", "stations.people", "stations.main"):
            processes.start(module, "-c", f"import {module}, time; time.sleep(60)")
            processes.start(f"{module}-help", "-m", module, "--help")
        for name in ("wms.cli-help", "stations.main-help"):
            _ended(processes, name)
    for log in (tmp_path / "run" / "logs").iterdir():
        assert "the wrong one" not in log.read_text(), log.name
    assert "usage: wms" in (tmp_path / "run" / "logs" / "wms.cli-help.log").read_text()
    assert os.environ.get("PYTHONSAFEPATH") is None


def _ended(processes: Processes, name: str) -> None:
    child = processes._children[name].process
    assert child is not None
    assert child.wait(30) == 0
