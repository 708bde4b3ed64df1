"""The worker process is killed between sending and noting: nothing is lost, and nothing comes
before what it had under way."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.hooks import hook
from tests.orders import accepted
from tests.receiver import Receiver, receiving
from tests.world import World
from wms.changes import feed
from wms.changes.show import identity

SHORT = "[webhooks]\nallow_private = true\nconnect_seconds = 1\ntotal_seconds = 1\n"
PATIENCE_SECONDS = 60


def _worker(world: World, folder: Path) -> subprocess.Popen[bytes]:
    config = folder / "site.toml"
    config.write_text(SHORT)
    url = world.db.engine.url.render_as_string(hide_password=False)
    env = {**os.environ, "WMS_DATABASE_URL": url, "WMS_CONFIG": str(config)}
    words = [sys.executable, "-m", "wms.cli", "work"]
    with (folder / "worker.log").open("ab") as log:
        return subprocess.Popen(words, env=env, stdout=log, stderr=log)


def _until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.05)


def _kill_on_third(receiver: Receiver, workers: list[subprocess.Popen[bytes]]) -> None:
    """Take the third message, and kill who sent it before it hears so."""

    def kill(handler: object) -> None:
        receiver.taken.append({"id": receiver.came[-1][0]["webhook-id"]})
        workers[-1].kill()
        workers[-1].wait()

    receiver.answers += [204, 204, kill]


def test_a_worker_that_is_killed_before_it_notes_sends_again_and_loses_nothing(
    world: World, tmp_path: Path
) -> None:
    world.item("MUG")
    for n in range(5):
        accepted(world, f"S-{n}", [("MUG", 1)])
    with world.db.read() as conn:
        page = feed.read(conn, only=feed.Only(types=("order.accepted",)))
    wanted = [identity(change) for change in page.changes]
    with receiving() as receiver:
        workers: list[subprocess.Popen[bytes]] = []
        _kill_on_third(receiver, workers)
        hook(world, receiver.url, "order.accepted")
        try:
            workers.append(_worker(world, tmp_path))
            _until(lambda: workers[0].poll() is not None)
            assert receiver.ids == wanted[:3]
            workers.append(_worker(world, tmp_path))
            _until(lambda: len(receiver.ids) == len(wanted))
            workers[-1].terminate()
            assert workers[-1].wait(PATIENCE_SECONDS) == 0, "it ends when it is told to"
        finally:
            for worker in workers:
                worker.kill()
                worker.wait()
    came = [plain["id"] for plain in receiver.taken]
    assert came == [*wanted[:3], *wanted[2:]], "the third twice, all others once, in order"
