"""The command line: what it does, what it says, how it ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from labels.decode import decode
from tests.usecases.conftest import Run
from wms.db import Database

ITEMS = "merchant,sku,name,gtin,length_mm,width_mm,height_mm,weight_grams\n"
MUG = "SHOP,MUG,Mug,5901234123457,100,80,60,300\n"


def test_init_lays_out_a_warehouse_and_doing_it_again_adds_nothing(wms: Run) -> None:
    code, said, _ = wms("init", "--aisles", "2", "--bays", "3", "--levels", "2")
    assert (code, said.split(",")[0]) == (0, "32 locations (32 new)")
    code, said, _ = wms("init", "--aisles", "3", "--bays", "3", "--levels", "2")
    assert (code, said.split(",")[0]) == (0, "38 locations (6 new)")


@pytest.mark.parametrize("command", ["audit", "serve", "work", "import items x.csv", "user add a"])
def test_a_database_that_was_not_migrated_says_what_to_run(wms: Run, command: str) -> None:
    code, _, said = wms(*command.split())
    assert code == 2
    assert "Run: wms migrate" in said
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    ("variable", "value", "words"),
    [
        ("WMS_DATABASE_URL", "nonsense", "address of the database makes no sense"),
        ("WMS_DATABASE_URL", "oracle9://x", "address of the database makes no sense"),
        ("WMS_DATABASE_URL", "sqlite:////no/such/folder/x.db", "cannot be used"),
        ("WMS_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/x", "cannot be used"),
        ("WMS_CONFIG", "/no/such/file", "cannot be read"),
    ],
)
def test_a_wrong_setting_is_said_in_one_line(
    wms: Run, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, words: str
) -> None:
    monkeypatch.setenv(variable, value)
    code, _, said = wms("audit")
    assert (code, said.count("\n")) == (2, 1)
    assert said.startswith("wms: ")
    assert words in said


def test_an_import_says_what_was_rejected_and_writes_it_down(site: Run, home: Path) -> None:
    (home / "items.csv").write_text(ITEMS + MUG + "SHOP,%X,X,,1,1,1,1\n")
    code, said, errors = site("import", "items", "items.csv", "--rejects", "no.csv")
    assert (code, said) == (1, "items: 1 new, 0 changed, 0 known, 1 rejected\n")
    assert errors.startswith("line 3: sku: ")
    assert (home / "no.csv").read_text().splitlines()[1].startswith("3,sku,")
    assert site("import", "items", "items.txt")[0] == 2
    assert site("import", "items", "missing.csv")[0] == 2
    assert site("import", "cats", "items.csv")[0] == 2


def test_audit_and_replay_agree_and_tell_a_difference(site: Run, home: Path) -> None:
    (home / "items.csv").write_text(ITEMS + MUG)
    site("import", "items", "items.csv")
    assert site("audit")[0] == 0
    db = Database(os.environ["WMS_DATABASE_URL"])
    with db.write() as conn:
        conn.exec_driver_sql(
            "INSERT INTO quant (warehouse_id, location_id, lpn_id, item_id, lot_id, status,"
            " merchant_id, on_hand, reserved) SELECT 1, max(id), 0, 1, 0, 'good', 1, 5, 0"
            " FROM location"
        )
    db.close()
    code, said, _ = site("audit", "--json")
    found = json.loads(said)
    assert (code, found["total"], found["differences"][0]["found"]) == (1, 5, 5)
    assert site("audit")[0] == 1
    assert site("replay")[0] == 1
    header = "location\tlpn\tmerchant\tsku\tlot\tstatus\tquantity\n"
    assert site("replay", "--to", "0") == (0, header, "")
    assert site("replay", "--to", "1")[2] == "wms: There is no move 1. The last move is 0\n"


def test_workers_stations_and_keys_are_added_once(site: Run, home: Path) -> None:
    code, badge, _ = site("user", "add", "ann", "--name", "Ann")
    assert (code, badge[:3], len(badge.strip())) == (0, "%B:", 19)
    assert site("user", "add", "ann")[0] == 2
    assert "needs a PIN" in site("user", "add", "boss", "--role", "supervisor")[2]
    assert "no role" in site("user", "add", "x", "--role", "king")[2]
    assert site("user", "add", "bob", "--label", "bob.pdf")[0] == 0
    assert (home / "bob.pdf").read_bytes().startswith(b"%PDF")
    assert site("station", "add", "P-1", "--kind", "bench", "--key-file", "p1.key")[0] == 0
    assert (home / "p1.key").stat().st_mode & 0o077 == 0
    assert site("station", "add", "P-1")[0] == 2
    assert site("api-key", "add", "erp", "--merchant", "NOBODY")[0] == 2
    assert site("api-key", "add", "erp")[0] == 0
    for words in ("user add cat --label no/b.pdf", "station add P-2 --key-file no/k"):
        assert site(*words.split())[0] == 2
        assert site(*words.split()[:3])[0] == 0, "what could not be handed out was not added"


def test_labels_read_back_as_what_they_stand_for(site: Run, home: Path) -> None:
    from PIL import Image

    (home / "items.csv").write_text(ITEMS + MUG)
    site("import", "items", "items.csv")
    assert site("labels", "bins", "--png", "--out", "out")[0] == 0
    with Image.open(home / "out/A-01-2.png") as picture:
        assert [found.text for found in decode(picture.convert("L"))] == ["A-01-2"]
    assert site("labels", "items", "--png", "--out", "out")[0] == 0
    with Image.open(home / "out/SHOP-MUG.png") as picture:
        assert [found.text for found in decode(picture.convert("L"))] == ["5901234123457"]
    assert site("labels", "commands", "--png", "--out", "out")[0] == 0
    with Image.open(home / "out/commands-BACK.png") as picture:
        assert "%BACK" in [found.text for found in decode(picture.convert("L"))]
    assert site("labels", "totes", "--out", "out")[0] == 0
    assert (home / "out/totes.pdf").read_bytes().startswith(b"%PDF")
    assert site("labels", "bins", "--only", "NOPE", "--out", "out")[0] == 2


def test_orders_are_allocated_and_jobs_worked_off(site: Run, home: Path) -> None:
    (home / "items.csv").write_text(ITEMS + MUG)
    site("import", "items", "items.csv")
    orders = "external_ref,merchant,sku,quantity,name,street,city,country\n"
    (home / "orders.csv").write_text(orders + "1,SHOP,MUG,1,Ann,Long 1,Warszawa,PL\n")
    assert site("import", "orders", "orders.csv")[1].startswith("orders: 1 new")
    assert site("work", "--once")[1] == "2 jobs done\n"
    assert site("allocate")[1] == "2 jobs done\n"


def test_a_full_disk_is_said_in_one_line(site: Run, home: Path) -> None:
    db = Database(os.environ["WMS_DATABASE_URL"])
    with db.engine.connect() as conn:
        conn.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    size = (home / "site.db").stat().st_size
    rows = "".join(f"SHOP,S{n},{'x' * 180},,1,1,1,1\n" for n in range(3000))
    (home / "items.csv").write_text(ITEMS + rows)
    ended = _call("import", "items", "items.csv", home=home, file_bytes=size)
    assert ended.returncode == 2
    assert ended.stderr.startswith("wms: The database cannot")
    assert ended.stderr.count("\n") == 1
    assert site("audit")[0] == 0


def test_help_is_quick_and_imports_nothing_of_the_warehouse() -> None:
    program = (
        "import sys, wms.cli.arguments as a; a.parser().format_help();"
        "print([m for m in sys.modules if m in ('sqlalchemy', 'flask', 'PIL', 'reportlab')])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout.strip() == "[]"


def test_the_server_serves_and_stops_cleanly(site: Run, home: Path) -> None:
    with _serving(home) as url:
        with urllib.request.urlopen(f"{url}/api/v1/health", timeout=5) as response:
            assert json.load(response) == {"status": "ok"}
        port = url.rpartition(":")[2]
        second = _call("serve", "--port", port, home=home)
        assert second.returncode == 2
        assert "Choose another --port" in second.stderr


def test_the_worker_stops_cleanly(site: Run, home: Path) -> None:
    worker = _start("work", home=home)
    assert worker.stdout is not None
    assert worker.stdout.readline() == "Doing jobs\n"
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(10) == 0
    assert "Traceback" not in worker.communicate()[1]


@contextmanager
def _serving(home: Path) -> Iterator[str]:
    """Yield the address of a server that is stopped afterwards."""
    server = _start("serve", "--port", "0", home=home)
    assert server.stdout is not None
    try:
        yield server.stdout.readline().strip()
    finally:
        server.send_signal(signal.SIGTERM)
        code = server.wait(10)
        assert (code, "Traceback" in server.communicate()[1]) == (0, False)


def _start(*words: str, home: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", "import sys; from wms.cli import main; sys.exit(main())"]
    env = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    pipe = subprocess.PIPE
    return subprocess.Popen(
        [*command, *words], cwd=home, env=env, stdout=pipe, stderr=pipe, text=True
    )


def _call(
    *words: str, home: Path, file_bytes: int | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command; with `file_bytes` no file may grow beyond it."""
    limit = "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
    limit += f"resource.setrlimit(resource.RLIMIT_FSIZE, ({file_bytes}, {file_bytes}));"
    program = "import sys; from wms.cli import main; sys.exit(main())"
    env = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", (limit if file_bytes else "") + program, *words]
    return subprocess.run(command, cwd=home, env=env, capture_output=True, text=True, timeout=60)
