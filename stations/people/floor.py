"""The whole floor: build the benches, let the people work, tell how it goes, end in order."""

from __future__ import annotations

import json
import os
import resource
import signal
import threading
import time
from pathlib import Path
from typing import Any

from stations.people.bench import Bench
from stations.people.eyes import Eyes
from stations.people.flows import decide
from stations.people.foreman import FLOOR_LOCK, Lonely, held
from stations.people.mishaps import Budget
from stations.people.notes import Notes
from stations.people.person import Person
from stations.people.reality import Reality
from stations.people.worker import Floor, Worker
from stations.people.world import EMPTIES, LOST, World, told
from stations.people.yard import Yard

TELL_SECONDS = 0.5
WATCH_SECONDS = 0.1


def run(reality: Reality) -> int:
    """Play the floor until SIGTERM, until RUN/stop exists or the foreman has gone; return 0."""
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    notes = Notes(reality.run / "floor.log")
    with held(reality.run / FLOOR_LOCK):
        people = _people(reality, build(reality, notes))
        _play(reality, people, notes, stopping)
    return 0


def build(reality: Reality, notes: Notes) -> Floor:
    """Return the floor as it is in the morning: trucks full, totes empty."""
    world = World()
    for tote in reality.pictures.totes:
        world.set_down(tote, EMPTIES)
    batches = [batch for delivery in reality.deliveries for batch in delivery.batches]
    return Floor(
        reality=reality,
        world=world,
        yard=Yard(reality.deliveries, world),
        eyes=Eyes(),
        budget=Budget({**reality.wrong, "qc_fail": reality.qc_fail}, reality.seed),
        losses=Budget(reality.lost, reality.seed),
        notes=notes,
        phase=Phase(reality.run / "phase"),
        labels={batch.kind: batch.label for batch in batches},
    )


def _people(reality: Reality, floor: Floor) -> list[Person]:
    people = []
    for post in reality.posts:
        worker = Worker(post, floor, time.monotonic)
        bench = Bench(post, reality.run, reality.server, worker.prints)
        worker.documents = bench.documents
        people.append(Person(bench, worker, decide))
    return people


def _play(reality: Reality, people: list[Person], notes: Notes, stopping: threading.Event) -> None:
    for person in people:
        person.bench.start()
        person.start()
    world, next_tell = people[0].worker.world if people else World(), 0.0
    lonely, stop = Lonely(reality.run), str(reality.run / "stop")
    try:
        while not stopping.wait(WATCH_SECONDS) and not os.path.exists(stop):
            for person in people:
                person.bench.process.keep_alive()
            if time.monotonic() >= next_tell:
                next_tell = time.monotonic() + TELL_SECONDS
                if lonely.is_so():
                    break
                _write(reality.run / "floor.json", now(people, notes))
    finally:
        for person in people:
            person.ask_to_stop()
        for person in people:
            person.stop()
        for person in people:
            person.bench.process.ask_to_end()
        for person in people:
            person.bench.stop()
        _write(reality.run / "floor.json", now(people, notes))
        _write(reality.run / "physical.json", physical(world, notes))
        notes.close()


def now(people: list[Person], notes: Notes) -> dict[str, Any]:
    """Return what `floor.json` tells."""
    return {
        **notes.told(),
        "cpu_seconds": _cpu(),
        "idle": all(not person.worker.is_busy for person in people),
        "pids": {f"station {p.worker.name}": p.bench.process.pid for p in people},
        "restarts": {p.worker.name: p.bench.process.deaths for p in people},
    }


def physical(world: World, notes: Notes) -> dict[str, Any]:
    """Return where every piece is: what stands in a lane lies there, whatever it is packed in."""
    places = world.places()
    lost = {str(kind): n for kind, n in places.pop(LOST, {}).items()}
    parcels = []
    for parcel in notes.parcels_told():
        contents = places.pop(parcel["sscc"], {})
        lane = places.setdefault(parcel["lane"] or world.stands(parcel["sscc"]), {})
        for kind, n in contents.items():
            lane[kind] = lane.get(kind, 0) + n
        parcels.append({**parcel, "contents": {str(kind): n for kind, n in contents.items()}})
    return {"places": told(places), "lost": lost, "parcels": parcels}


def _cpu() -> dict[str, float]:
    """Return the seconds of CPU that the people took, and all station processes that ended."""
    who = {"people": resource.RUSAGE_SELF, "stations": resource.RUSAGE_CHILDREN}
    used = {name: resource.getrusage(which) for name, which in who.items()}
    return {name: round(spent.ru_utime + spent.ru_stime, 1) for name, spent in used.items()}


class Phase:
    """The word that tells which flows are played now; looked at now and then."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._word = ""
        self._look_at = 0.0

    def __call__(self) -> str:
        if time.monotonic() >= self._look_at:
            self._look_at = time.monotonic() + WATCH_SECONDS
            try:
                self._word = self._path.read_text("utf-8").strip()
            except OSError:
                self._word = ""
        return self._word


def _write(path: Path, plain: dict[str, Any]) -> None:
    """Replace a file at once, so that a reader never sees half of it."""
    fresh = path.with_name(f".{path.name}.new")
    fresh.write_text(json.dumps(plain, ensure_ascii=False, indent=1), "utf-8")
    os.replace(fresh, path)
