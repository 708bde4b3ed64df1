"""Do pages and stations keep answering while many dashboards are open?

    python -m tests.benchmarks.dashboards [--stations 40] [--dashboards 50] [--seconds 20]
        [--rounds 2] [--postgresql URL]

One real `wms serve`; stations that scan all the time, at people's pace; two people at the office
who open pages; an office that accepts an order each second, so that there is something to tell.
Rounds without and with the dashboards alternate, in one run; what counts is the ratio. `URL` names
an empty database.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import json
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.benchmarks import http_site
from tests.benchmarks.station_crowd import Station, Times
from tests.benchmarks.watchers import Dashboards, look, signed_in
from tests.orders import accepted, allocated
from tests.usecases.api import an_order
from tests.usecases.office import PASSWORD, a_person
from tests.waves import planned
from tests.world import World
from wms import migrate
from wms.db import Database
from wms.people import enroll

BINS, ORDERS, LOOKERS = 40, 200, 2
ACCEPT_SECONDS = 1.0
WITHOUT, WITH = "without", "with"


@dataclass
class Found:
    """Milliseconds by what was asked, without and with dashboards; and what these were told."""

    times: dict[str, dict[str, list[float]]] = field(
        default_factory=lambda: {WITHOUT: {}, WITH: {}}
    )
    told: list[int] = field(default_factory=list)
    ended: int = 0
    cpu: dict[str, float] = field(default_factory=lambda: {WITHOUT: 0.0, WITH: 0.0})

    def add(self, kind: str, times: dict[str, list[float]]) -> None:
        for name, all_ in times.items():
            self.times[kind].setdefault(name, []).extend(all_)


@dataclass
class Crowd:
    """What the stage gave those who call."""

    badges: list[tuple[str, str, str]]
    codes: list[str]
    key: str


def stage(db: Database, stations: int) -> Crowd:
    """Fill an empty database: goods, orders, a wave, people, stations."""
    migrate.upgrade(db)
    world = World(db)
    bins = [f"A-{n:02}" for n in range(1, BINS + 1)]
    world.bins(*bins)
    skus = [f"MUG-{n}" for n in range(BINS)]
    for sku, bin_ in zip(skus, bins, strict=True):
        world.item(sku).stock(sku, 1000, at=bin_)
    world.item("MUG").stock("MUG", 10_000, at=bins[0])
    refs = [f"S-{n}" for n in range(ORDERS)]
    for n, ref in enumerate(refs):
        accepted(world, ref, [(skus[n % BINS], 2), (skus[(n + 7) % BINS], 1)])
    allocated(world, *refs)
    planned(world, [world.ids[ref] for ref in refs[:40]])
    a_person(world, "boss", "supervisor")
    badges = []
    for n in range(stations):
        world.worker(f"w{n}")
        code = f"H-{n}"
        given = {"code": code, "kind": "handheld", "warehouse_id": world.warehouse_id}
        _, key = world.do(lambda c, given=given: enroll.station(c, **given))
        badges.append((code, key, world.badges[f"w{n}"]))
    key = world.do(lambda c: enroll.api_key(c, name="shop")[1])
    return Crowd(badges, [*bins, *skus], key)


def measure(db: Database, *, stations: int, dashboards: int, seconds: float, rounds: int) -> Found:
    """Return how long answers took, without and with open dashboards."""
    crowd, found = stage(db, stations), Found()
    with http_site.serving(db) as (client, pid):
        port = int(client.conn.port)
        cookie = signed_in(port, "boss", PASSWORD)
        times, over = Times(), threading.Event()
        with _at_work(crowd, port, cookie, times, over):
            for _ in range(rounds):
                found.add(WITHOUT, _round(times, seconds, pid, found, WITHOUT))
                open_ones = Dashboards(port, cookie, dashboards)
                before = dict(open_ones.told)
                found.add(WITH, _round(times, seconds, pid, found, WITH))
                found.told += [open_ones.told[n] - before.get(n, 0) for n in range(dashboards)]
                found.ended += len(open_ones.ended)
                open_ones.close()
    return found


def _round(
    times: Times, seconds: float, pid: int, found: Found, kind: str
) -> dict[str, list[float]]:
    """Let the crowd work for so long; what was under way before does not count."""
    time.sleep(min(1.0, seconds / 4))
    times.taken()
    began = _cpu_seconds(pid)
    time.sleep(seconds)
    found.cpu[kind] += (_cpu_seconds(pid) - began) / seconds
    return times.taken()


@contextlib.contextmanager
def _at_work(
    crowd: Crowd, port: int, cookie: str, times: Times, over: threading.Event
) -> Iterator[None]:
    """Let all of them work until the context is left; whatever went wrong is raised then."""
    wrong: list[BaseException] = []

    def watched(work: Callable[..., None], *given: Any) -> threading.Thread:
        def run() -> None:
            try:
                work(*given)
            except BaseException as error:
                wrong.append(error)
                raise

        return threading.Thread(target=run)

    stations = [Station(port, *badge) for badge in crowd.badges]
    threads = [
        watched(station.work, crowd.codes, times, over, n) for n, station in enumerate(stations)
    ]
    threads += [watched(look, port, cookie, times, over) for _ in range(LOOKERS)]
    threads.append(watched(_accept, port, crowd.key, over))
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        over.set()
        for thread in threads:
            thread.join()
    if wrong:
        raise wrong[0]


def _accept(port: int, key: str, over: threading.Event) -> None:
    """Accept order after order, as shops do."""
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    number = 0
    while not over.wait(ACCEPT_SECONDS):
        number += 1
        line.request("POST", "/api/v1/orders", json.dumps(an_order(f"N-{number}")), headers)
        reply = line.getresponse()
        content = reply.read()
        assert reply.status == 201, content
    line.close()


def _cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / 100


def percentile(values: list[float], percent: int) -> float:
    """Return the smallest value that so many percent are not above."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]


def table(found: Found) -> list[str]:
    """Return what was found, a line for each thing that was asked."""
    head = f"{'ms':16} {'times':>11}  {'p50 without':>11} {'with':>7} {'ratio':>6}"
    lines = [head + f"  {'p99 without':>11} {'with':>7} {'ratio':>6}"]
    for name in sorted(found.times[WITHOUT]):
        plain, busy = found.times[WITHOUT][name], found.times[WITH].get(name, [])
        line = f"{name:16} {f'{len(plain)}/{len(busy)}':>11}"
        for percent in (50, 99):
            a, b = percentile(plain, percent), percentile(busy, percent)
            line += f"  {a:11.1f} {b:7.1f} {b / a:6.2f}"
        lines.append(line)
    return lines


def main() -> None:
    """Print the table."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--stations", type=int, default=40)
    asked.add_argument("--dashboards", type=int, default=50)
    asked.add_argument("--seconds", type=float, default=20)
    asked.add_argument("--rounds", type=int, default=2)
    asked.add_argument("--postgresql", default="", metavar="URL")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="wms-bench-") as folder:
        db = Database(given.postgresql or f"sqlite:///{Path(folder) / 'site.db'}")
        found = measure(
            db,
            stations=given.stations,
            dashboards=given.dashboards,
            seconds=given.seconds,
            rounds=given.rounds,
        )
        db.close()
    print("\n".join(table(found)))
    told = sum(1 for n in found.told if n)
    print(f"streams that were told: {told} of {len(found.told)}, each {min(found.told)} to", end="")
    print(f" {max(found.told)} times a round; {found.ended} ended by themselves")
    busy = {kind: 100 * cpu / given.rounds for kind, cpu in found.cpu.items()}
    print(f"CPU of the server: {busy[WITHOUT]:.0f} % without, {busy[WITH]:.0f} % with")


if __name__ == "__main__":
    main()
