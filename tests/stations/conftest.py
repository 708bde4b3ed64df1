from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from station_bench import Bench
from station_person import Person, Start
from station_server import KEY, StationServer, World

from drivers.simulators import ScannerSimulator


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    """Return a station that shows its first screen."""
    bench = Bench(tmp_path)
    bench.fetch()
    yield bench
    bench.journal.close()


@pytest.fixture
def start() -> Iterator[Start]:
    """Start stations; none of them outlives the test."""
    people: list[Person] = []

    def start_one(arguments: list[str], columns: int = 20, rows: int = 16) -> Person:
        people.append(Person(arguments, columns, rows))
        return people[-1]

    yield start_one
    for person in people:
        if person.process.poll() is None:
            person.end(signal.SIGKILL)


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def server(world: World) -> Iterator[StationServer]:
    server = StationServer(world)
    yield server
    server.close()


@pytest.fixture
def scanner(tmp_path: Path) -> Iterator[ScannerSimulator]:
    scanner = ScannerSimulator(tmp_path / "scanner")
    scanner.start()
    yield scanner
    scanner.stop()


@pytest.fixture
def arguments(server: StationServer, tmp_path: Path) -> list[str]:
    (tmp_path / "key").write_text(f"{KEY}\n")
    plain = {"server": server.url, "station": "PACK-1"}
    paths = {"key-file": tmp_path / "key", "state": tmp_path / "state"}
    devices = {"scanner": tmp_path / "scanner"}
    options = {**plain, **paths, **devices}
    return [part for name, value in options.items() for part in (f"--{name}", str(value))]
