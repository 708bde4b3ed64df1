"""The API holds what its document promises, whatever it is sent: no 5xx, no other answer than
those that are documented, and none that does not fit its schema."""

from __future__ import annotations

import pytest

from tests.contracts.fuzz import Fuzz
from tests.shops import Shops
from tests.world import World
from wms.db import Database

CALLS, MANY_CALLS, FEW = 5_000, 20_000, 20


@pytest.fixture
def fuzz(sqlite_db: Database) -> Fuzz:
    return Fuzz(Shops(World(sqlite_db)))


def _run(fuzz: Fuzz, calls: int) -> None:
    operations = fuzz.operations()
    some = [one for one in operations if one.query or one.path_parameters or one.body]
    for operation in operations:
        fuzz.run(operation, -(-calls // len(some)) if operation in some else FEW)


def _tell(fuzz: Fuzz) -> None:
    tally = fuzz.tally
    print(f"{tally.total} calls, {tally.done / tally.total:.0%} done: {dict(tally.statuses)}")


def test_five_thousand_calls_break_no_promise(fuzz: Fuzz) -> None:
    _run(fuzz, CALLS)
    _tell(fuzz)
    assert fuzz.tally.total >= CALLS
    assert fuzz.tally.done >= CALLS * 0.3


@pytest.mark.fuzz
def test_twenty_thousand_calls_break_no_promise(fuzz: Fuzz) -> None:
    _run(fuzz, MANY_CALLS)
    _tell(fuzz)
    assert fuzz.tally.total >= MANY_CALLS
