"""A worker that is killed outright in the middle of an upload: the next one goes on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from sqlalchemy import func, select

from tests.world import World
from wms.channels import upload
from wms.channels.models import ImportRun
from wms.channels.scope import Scope
from wms.db import Database
from wms.orders.models import Order

ORDERS = 600
HEAD = "external_ref,merchant,sku,quantity,name,street,city,country\n"


def _worker(path: Path, *words: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "wms.cli", "--database", f"sqlite:///{path}", "work", *words]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, env=os.environ | {"WMS_CONFIG": ""})


def _accepted(db: Database) -> int:
    with db.read() as conn:
        return int(conn.execute(select(ImportRun.accepted)).scalar_one())


def test_an_upload_survives_kill_9(sqlite_db: Database, tmp_path: Path) -> None:
    world = World(sqlite_db).item("MUG")
    rows = (f"{n},SHOP,MUG,1,Anna,Long 1,Warszawa,PL\n" for n in range(ORDERS))
    read = upload.opened((HEAD + "".join(rows)).encode(), kind="orders", format_name="csv")
    scope = Scope("api", may_add_merchants=True)
    world.do(lambda conn: upload.keep(conn, read, client="erp", scope=scope, at=world.at))
    first = _worker(tmp_path / "wms.db")
    deadline = time.monotonic() + 60
    while not _accepted(sqlite_db) and time.monotonic() < deadline:
        time.sleep(0.01)
    first.send_signal(signal.SIGKILL)
    first.wait()
    assert 0 < _accepted(sqlite_db) < ORDERS
    time.sleep(5.1)  # the dead worker's lease
    assert _worker(tmp_path / "wms.db", "--once").wait(120) == 0
    with sqlite_db.read() as conn:
        run = conn.execute(select(ImportRun)).one()
        orders = conn.execute(select(func.count()).select_from(Order)).scalar_one()
    assert (run.status, run.accepted, run.unchanged, run.refused) == ("done", ORDERS, 0, 0)
    assert orders == ORDERS
