"""The demo's stage: a database that is ready, and labels that say what they should."""

from __future__ import annotations

import json
import os
import signal
import stat
import time
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import func, select

from labels.decode import decode
from wms.catalog.models import Item
from wms.db import Database
from wms.demo import physical, watching
from wms.demo.crew import Sizes, crew
from wms.demo.physical import Difference
from wms.demo.processes import Processes
from wms.demo.stage import bring_in, set_stage
from wms.demo.synthetic import synthetic
from wms.errors import Refused
from wms.layout.models import Location, PickFace

AT = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
CREW = crew(Sizes())
SERVER = "http://127.0.0.1:1"


def _texts(file: str) -> list[str]:
    with Image.open(file) as picture:
        return [symbol.text for symbol in decode(picture)]


@pytest.fixture
def reality(db: Database, tmp_path: Path) -> dict[str, Any]:
    plan = synthetic(6, 7, ("SWIFT", "STORK"), date(2026, 3, 2), CREW)
    set_stage(db, plan, tmp_path, server=SERVER, at=AT)
    told: dict[str, Any] = json.loads((tmp_path / "reality.json").read_text("utf-8"))
    return told


def test_every_label_reads_back_as_what_it_hangs_on(reality: dict[str, Any]) -> None:
    labels = reality["labels"]
    for group in ("bins", "totes", "cartons", "asns"):
        code, file = sorted(labels[group].items())[-1]
        assert _texts(file) == [code]
    assert _texts(labels["commands"]["QTY 5"]) == ["%QTY 5"]
    for delivery in reality["deliveries"]:
        for pieces in delivery["pieces"]:
            [text] = _texts(pieces["label"])
            assert pieces["lot"] in text
    for station in reality["stations"]:
        assert _texts(station["badge"])[0].startswith("%B:")
        assert stat.S_IMODE(Path(station["key_file"]).stat().st_mode) == 0o600


def test_all_goods_are_still_to_come_and_then_orders_wait_for_their_jobs(
    db: Database, tmp_path: Path, reality: dict[str, Any]
) -> None:
    with db.read() as conn:
        left = watching.inbound(conn)
        assert left.work["delivery to receive", "deliveries to receive"] == len(
            reality["deliveries"]
        )
        assert not watching.outbound(conn).work["order under way", "orders under way"]
        before = watching.trace(conn)
    assert bring_in(db, tmp_path, "orders", at=AT) == 6
    with db.read() as conn:
        assert watching.outbound(conn).work["order under way", "orders under way"] == 6
        assert not watching.jobs(conn).is_over
        assert watching.trace(conn) != before


def test_what_is_wanted_most_is_to_be_picked_from_the_first_bins(
    db: Database, reality: dict[str, Any]
) -> None:
    plan = synthetic(6, 7, ("SWIFT", "STORK"), date(2026, 3, 2), CREW)
    asked = select(Item.sku, PickFace.min_pieces, PickFace.max_pieces, Location.sequence)
    asked = asked.join(Item, Item.id == PickFace.item_id)
    asked = asked.join(Location, Location.id == PickFace.location_id).order_by(Location.sequence)
    with db.read() as conn:
        rows = conn.execute(asked).all()
        first = conn.execute(select(func.min(Location.sequence)).where(Location.kind == "pick"))
        assert rows[0].sequence == first.scalar_one()
    assert [tuple(row[:3]) for row in rows] == [(f.sku, f.least, f.most) for f in plan.faces]


def test_a_database_that_is_in_use_is_left_alone(
    db: Database, tmp_path: Path, reality: dict[str, Any]
) -> None:
    plan = synthetic(1, 1, ("SWIFT",), date(2026, 3, 2), CREW)
    with pytest.raises(Refused, match="holds a warehouse already"):
        set_stage(db, plan, tmp_path, server=SERVER, at=AT)


def test_only_losses_that_nobody_could_notice_are_forgiven() -> None:
    ledger = Counter({("A-01-1", "MUG|"): 3, ("A-01-2", "TEA|L1"): 5, ("HOLD", "MUG|"): 1})
    floor = Counter({("A-01-1", "MUG|"): 2, ("A-01-2", "TEA|L1"): 3, ("QC", "MUG|"): 1})
    found = physical.compare(ledger, floor, Counter({"MUG|": 1, "TEA|L1": 1}))
    assert found.unnoticed == (Difference("A-01-1", "MUG|", 3, 2),)
    assert found.differences == (
        Difference("A-01-2", "TEA|L1", 5, 3),
        Difference("HOLD", "MUG|", 1, 0),
        Difference("QC", "MUG|", 0, 1),
    )


def test_a_killed_process_is_started_again_and_none_is_left_behind(tmp_path: Path) -> None:
    with Processes(tmp_path, {}) as processes:
        processes.start("sleeper", "-c", "import time; time.sleep(60)")
        first = json.loads((tmp_path / "pids.json").read_text("utf-8"))["sleeper"]
        os.kill(first, signal.SIGKILL)
        deadline = time.monotonic() + 10
        second = first
        while second == first and time.monotonic() < deadline:
            processes.watch()
            second = json.loads((tmp_path / "pids.json").read_text("utf-8"))["sleeper"]
        assert second != first
        os.kill(second, 0)
    with pytest.raises(ProcessLookupError):
        os.kill(second, 0)


def test_the_cpu_of_a_process_is_counted_its_dead_predecessors_included(tmp_path: Path) -> None:
    work = "import time\nwhile time.process_time() < 0.3: pass\nprint('done', flush=True)"
    log = tmp_path / "logs" / "miller.log"
    with Processes(tmp_path, {}) as processes:

        def until_done(times: int) -> float:
            deadline = time.monotonic() + 60
            while log.read_text("utf-8").count("done") < times and time.monotonic() < deadline:
                processes.watch()
                time.sleep(0.05)
            return processes.cpu_seconds()["miller"]

        processes.start("miller", "-c", f"{work}\ntime.sleep(60)")
        first = until_done(1)
        os.kill(json.loads((tmp_path / "pids.json").read_text("utf-8"))["miller"], signal.SIGKILL)
        assert 0.3 <= first <= until_done(2) - 0.2


def test_a_process_that_dies_again_and_again_is_given_up(tmp_path: Path) -> None:
    with Processes(tmp_path, {}) as processes:
        processes.start("broken", "-c", "import sys; sys.exit('no')")
        deadline = time.monotonic() + 30

        def watch() -> None:
            while time.monotonic() < deadline:
                processes.watch()

        with pytest.raises(Refused, match="The broken does not stay up"):
            watch()
    assert "no" in (tmp_path / "logs" / "broken.log").read_text("utf-8")
