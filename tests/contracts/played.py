"""What a transcript shows and costs, taken down in one play for all rules that it has to keep."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from tests.dialogues import transcript
from tests.world import Desk, World
from wms.db import Database
from wms.terminal import engine, rows, session
from wms.terminal.machine import View
from wms.terminal.wire import Input, Screen

in_language = engine.shown


@dataclass(frozen=True, slots=True)
class Played:
    """`lines` as they are written; each of `views` once, before it was put into a language;
    `most` SQL statements that a step took, by its state and input."""

    lines: list[str]
    views: list[View]
    most: dict[str, int]


def play(path: Path, db: Database) -> Played:
    """Play a transcript in an empty database."""
    views: dict[Screen, View] = {}
    most: dict[str, int] = defaultdict(int)
    with pytest.MonkeyPatch.context() as patch:
        _note_views(views, patch)
        _count_steps(most, db, patch)
        lines = transcript.play(path, World(db))
    return Played(lines, list(views.values()), most)


def _note_views(views: dict[Screen, View], patch: pytest.MonkeyPatch) -> None:
    def noted(view: View, language: str, no: int) -> Screen:
        views.setdefault(in_language(view, "en", 0), view)
        return in_language(view, language, no)

    for module in (engine, session):
        patch.setattr(module, "shown", noted)


def _count_steps(most: dict[str, int], db: Database, patch: pytest.MonkeyPatch) -> None:
    say = Desk.say

    def counted(desk: Desk, given: Input, **more: Any) -> Screen:
        with db.read() as conn:
            place = rows.place(conn, desk.post.id, "")
        with _sent(db) as sent:
            screen = say(desk, given, **more)
        if desk.answer.outcome == "applied" and place is not None:
            step = f"{place.state['state']} {type(given).__name__.lower()}"
            if place.state.get("wanting"):  # a stop of a batch confirms picks of many orders
                step += " of a batch"
            most[step] = max(most[step], len(sent))
        return screen

    patch.setattr(Desk, "say", counted)


@contextmanager
def _sent(db: Database) -> Iterator[list[str]]:
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
