"""The benchmark runs, asks for all that it compares, and its dashboards are really told."""

from __future__ import annotations

from tests.benchmarks import dashboards
from wms.db import Database


def test_pages_and_stations_are_measured_beside_open_dashboards(sqlite_db: Database) -> None:
    found = dashboards.measure(sqlite_db, stations=3, dashboards=4, seconds=4, rounds=1)
    names = {"page /", "page /orders", "page /waves", "station event"}
    assert set(found.times["without"]) == set(found.times["with"]) == names
    assert len(found.told) == 4
    assert min(found.told) > 0
    assert found.ended == 0
    assert len(dashboards.table(found)) == 5


def test_a_percentile_is_a_value_that_was_measured() -> None:
    values = [float(n) for n in range(1, 101)]
    assert dashboards.percentile(values, 50) == 50
    assert dashboards.percentile(values, 99) == 99
    assert dashboards.percentile([7.0], 99) == 7
