"""From the wave to the return, whatever is done in whatever order: the ledger holds, every line's
counters agree with its goods, and nothing comes back that did not leave."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.properties.drive import on_postgresql, on_sqlite
from tests.properties.gate import Gate
from wms.db import Database

EVERY_VERB = (
    *("plan wave", "release wave", "unrelease", "cancel wave", "urgent", "reassign", "adjust"),
    *("drop", "open tote", "pass", "fail", "missing", "finish check"),
    *("begin", "put", "weigh", "label", "close", "hand over", "void", "load", "close out"),
    *("announce return", "take back, restock", "take back, hold", "take back, scrap"),
    *("set aside", "put away", "finish return"),
)


def test_every_verb_of_the_house_is_possible(db: Database) -> None:
    """Else the laws below would be kept by a house where all is refused."""

    class Bound(Gate):
        @staticmethod
        def make() -> Database:
            return db

    house = Bound()
    house.stage()
    for act in (
        lambda: house.release_wave(0, 1),
        lambda: house.unrelease_wave(0),
        lambda: house.hurry(0),
        lambda: house.reassign_cart(0, "ben"),
        lambda: house.order("CAP", 1, None),
        lambda: house.plan_wave([0]),
        lambda: house.cancel_wave(0),
        lambda: house.adjust_books("A-02", "MUG", 3, "FOUND"),
        lambda: house.fail_some(0, 1, "DAMAGED"),
        lambda: house.miss_the_rest(0),
        lambda: house.void_parcel(0),
        lambda: house.announce_return(0, "CAP", 1),
        lambda: house.come_back(0, "MUG", 1, "restock", "GOOD"),
        lambda: house.come_back(3, "MUG", 1, "hold", "OPENED"),
        lambda: house.come_back(3, "MUG", 1, "scrap", "DAMAGED"),
        lambda: house.not_ours(0, "CAP"),
        lambda: house.put_away(0, "A-01"),
        lambda: house.finish_return(0),
    ):
        act()
        house.the_ledger_holds()
        house.lines_say_what_lies_there()
        house.no_piece_comes_back_that_did_not_leave()
        house.parcels_leave_with_their_manifest()
    assert sorted(house.done) == sorted(EVERY_VERB)


@pytest.mark.slow
def test_the_whole_house_keeps_every_law_on_sqlite(sqlite_template: Path, tmp_path: Path) -> None:
    on_sqlite(Gate, sqlite_template, tmp_path, examples=8, steps=30)


@pytest.mark.slow
def test_the_whole_house_keeps_every_law_on_postgresql(postgresql_db: Database) -> None:
    on_postgresql(Gate, postgresql_db, examples=8, steps=30)
