"""A built wheel carries all it needs: migrations, settings, catalogs, layouts, fonts by name."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from wms.i18n import TRANSLATED

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    source = out / "source"
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    for name in listed.stdout.decode().split("\0"):
        if name and not name.startswith("tests/") and (ROOT / name).is_file():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            (source / name).write_bytes((ROOT / name).read_bytes())
    build = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation"]
    subprocess.run([*build, "-w", str(out), str(source)], check=True, cwd=out)
    return next(out.glob("*.whl"))


def test_the_wheel_carries_the_data_of_the_packages(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {"config/default.toml", "config/example_warehouse.toml"} <= names
    assert {f"wms/i18n/{language}.po" for language in TRANSLATED} <= names
    assert "migrations/versions/0001_people_and_places.py" in names
    examples = {"items.csv", "asns.csv", "orders.csv", "orders.jsonl", "small_warehouse.toml"}
    assert {f"config/examples/{name}" for name in examples} <= names
    assert {f"wms/web/docs_page/api_docs.{kind}" for kind in ("html", "css")} <= names
    pages = {"static/main.js", "static/worker.js", "static/tokens.css", "templates/station.html"}
    assert {f"wms/web/handheld/{name}" for name in pages} <= names
    assert not any(name.startswith("tests/") for name in names)


@pytest.mark.demo
@pytest.mark.slow
def test_the_installed_wheel_plays_the_demo(wheel: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    install = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", str(site)]
    subprocess.run([*install, str(wheel)], check=True, cwd=tmp_path)
    env = os.environ | {"PYTHONPATH": str(site)}
    where = subprocess.run(
        [sys.executable, "-c", "import wms, migrations; print(wms.__file__, migrations.__file__)"],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
        env=env,
    )
    assert where.stdout.count(str(site)) == 2
    told = tmp_path / "demo.json"
    command = [sys.executable, "-m", "wms.cli", "demo", "--orders", "3", "--exit"]
    done = subprocess.run(
        [*command, "--json", str(told)],
        cwd=tmp_path,
        env=env,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    assert json.loads(told.read_text())["audit"]["differences"] == 0
