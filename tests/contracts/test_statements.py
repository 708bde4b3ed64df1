"""How many SQL statements each dialogue step takes: the hot ones are bounded tightly."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from tests.dialogues import test_transcripts, transcript
from tests.world import Desk, World
from wms.db import Database
from wms.terminal import rows
from wms.terminal.wire import Input, Screen

CONFIRM = "pick_stop.PutInTote scan"
BUDGET = {CONFIRM: 12, "pick_stop.ScanItem scan": 8, "pick_stop.ScanBin scan": 8}
# These find other pieces for all orders that lose some.
BUDGET["sort_wrong.SortMissing scan"] = 90
BUDGET["pick_stop.ConfirmShort key"] = 80
BUDGET["replenish_take.ConfirmSourceShort scan"] = 80
# One scan may go on with an offered task and end it; then it is looked for what comes next.
BUDGET["get_work.Offered scan"] = 80
OTHERS = 60


@contextmanager
def _counted(db: Database) -> Iterator[list[str]]:
    """Collect the statements that are sent; begin and commit are not the step's."""
    sent: list[str] = []

    def note(conn: Any, cursor: Any, statement: str, *rest: Any) -> None:
        if not statement.startswith("BEGIN"):
            sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


@pytest.fixture(scope="module")
def most() -> dict[str, int]:
    return defaultdict(int)


@pytest.mark.parametrize("path", test_transcripts.PATHS, ids=lambda path: path.stem)
def test_no_step_of_a_transcript_takes_more_statements_than_its_budget(
    path: Path, sqlite_db: Database, monkeypatch: pytest.MonkeyPatch, most: dict[str, int]
) -> None:
    say = Desk.say

    def counted(desk: Desk, given: Input, **more: Any) -> Screen:
        with sqlite_db.read() as conn:
            place = rows.place(conn, desk.post.id, "")
        with _counted(sqlite_db) as sent:
            screen = say(desk, given, **more)
        if desk.answer.outcome == "applied" and place is not None:
            step = f"{place.state['state']} {type(given).__name__.lower()}"
            if place.state.get("wanting"):  # a stop of a batch confirms picks of many orders
                step += " of a batch"
            most[step] = max(most[step], len(sent))
        return screen

    monkeypatch.setattr(Desk, "say", counted)
    transcript.play(path, World(sqlite_db))
    assert {k: n for k, n in most.items() if n > BUDGET.get(k, OTHERS)} == {}


def test_the_hottest_step_was_really_counted(most: dict[str, int]) -> None:
    if not most:
        pytest.skip("runs after the transcripts of this module")
    assert 6 <= most[CONFIRM] <= 12
