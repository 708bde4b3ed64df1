"""Answer station events: exactly once, in order, one transaction each.

A repeated event gets the stored answer; one that answers a screen which has changed meanwhile,
or does not follow the station's last event, is recorded as stale and changes nothing. A refusal
rolls the event's transaction back and is recorded in one of its own, so a handler that had
already written leaves no trace.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from wms import logs
from wms.db import Database
from wms.errors import Refused
from wms.i18n import translate
from wms.terminal import documents, rows
from wms.terminal.machine import THEN, Post, Said, State, View, Work, dump, load, react
from wms.terminal.machine import with_message as said_on
from wms.terminal.rows import Place
from wms.terminal.wire import Answer, Event, Screen, Tone, answer_from_json, to_json
from wms.text import T, Text, Words

log = logging.getLogger("wms.terminal")

STALE = T("The screen had changed. Look and scan again")
WRONG_TURN = T("This came out of turn. Look and scan again")
FAULT = T("Something went wrong here; it was recorded")
FAULT_REMEDY = T("Try again, or scan BACK and tell a supervisor")


@dataclass(frozen=True, slots=True)
class Heard:
    """What became of an event: its answer, why it was refused, who worked there (0: nobody), and
    whether it had been answered before."""

    answer: Answer
    code: str = ""
    worker_id: int = 0
    is_repeat: bool = False


@dataclass(frozen=True, slots=True)
class Engine:
    """Plays dialogues from `start` for all stations of one database."""

    db: Database
    start: State
    config: Mapping[str, Any]

    def answer(self, station: Post, event: Event, at: datetime) -> Answer:
        """Apply `event` and return the screen to show; the same answer for the same event."""
        return self.hear(station, event, at).answer

    def hear(self, station: Post, event: Event, at: datetime) -> Heard:
        """Do what `answer` does, and tell more of what became of it."""
        try:
            return self.db.run(lambda conn: self._apply(conn, station, event, at))
        except Refused as refusal:
            words, code = _refusal(refusal), refusal.code
        except Exception as error:
            if not self._is_open(station, event):
                raise
            logs.failed(log, "event %s at %s failed", event.id, station.code, error=error)
            words, code = _joined(FAULT, FAULT_REMEDY), "fault"
        return self.db.run(
            lambda conn: self._refuse(conn, station, event, at, words, "refused", code)
        )

    def current(self, station: Post, at: datetime) -> Answer:
        """Return the screen that the station should show now, and all it still has to print."""
        with self.db.read() as conn:
            place = rows.place(conn, station.id, "")
            if place is not None:
                waiting = documents.waiting(conn, station.id)
                return Answer(place.screen, place.last_event, "applied", waiting)
        return self.db.run(lambda conn: self._begin(conn, station, at))

    def _is_open(self, station: Post, event: Event) -> bool:
        """Tell whether the database can record a fault: if not, the station shall try again."""
        try:
            with self.db.read() as conn:
                return rows.answered(conn, station.id, event.id) is None
        except Exception:
            return False

    def _begin(self, conn: Connection, station: Post, at: datetime) -> Answer:
        screen = shown(self.start.screen(), "en", 1)
        rows.begin(conn, station.id, dump(self.start), to_json(screen), at)
        return Answer(screen, "")

    def _apply(self, conn: Connection, station: Post, event: Event, at: datetime) -> Heard:
        place = rows.place(conn, station.id, event.id)
        if place is None:
            self._begin(conn, station, at)
            place = rows.known_place(conn, station.id, event.id)
        if place.answer is not None:
            return Heard(answer_from_json(place.answer), is_repeat=True)
        before = load(place.state, self.start)
        problem = _out_of_turn(place, event, before.confirms())
        if problem is not None:
            return self._refuse(conn, station, event, at, problem, "stale", "terminal.stale")
        work = Work(conn, place.person, station, at, self.config, event.id)
        work.then = str(place.state.get(THEN, ""))
        state, said = react(before, event.input, work)
        screen = shown(said_on(state.screen(), said), work.person.language, place.screen.no + 1)
        printed = documents.announced(conn, work.documents)
        answer = Answer(screen, event.id, "applied", printed)
        kept = dump(state, work.then)
        rows.advance(conn, station.id, place, work.person.id, kept, screen, event.id, at)
        rows.record(conn, station.id, place, event, at, answer, "")
        return Heard(answer, worker_id=work.person.id)

    def _refuse(
        self,
        conn: Connection,
        station: Post,
        event: Event,
        at: datetime,
        words: Words,
        outcome: str,
        code: str,
    ) -> Heard:
        """Record that `event` changed nothing, and show the same state again with `words`."""
        place = rows.known_place(conn, station.id, event.id)
        if place.answer is not None:
            return Heard(answer_from_json(place.answer), is_repeat=True)
        state = load(place.state, self.start)
        view = said_on(state.screen(), Said(words, Tone.REFUSED))
        screen = shown(view, place.person.language, place.screen.no + 1)
        last = place.last_event if outcome == "stale" else event.id
        answer = Answer(screen, last, outcome)
        rows.interrupt(conn, station.id, place, screen, last, at)
        rows.record(conn, station.id, place, event, at, answer, code)
        return Heard(answer, code, place.person.id)


def _out_of_turn(place: Place, event: Event, confirms: bool) -> Text | None:
    """Return why `event` may not be applied: it must follow the last one, and what it answers
    must have changed by this station's own accepted events only."""
    if event.after != place.last_event:
        return WRONG_TURN
    oldest = place.screen.no if confirms else place.steady_from
    if not oldest <= event.screen_no <= place.screen.no:
        return STALE
    return None


def shown(view: View, language: str, no: int) -> Screen:
    """Return `view` in a language, numbered."""
    plain = {name: getattr(view, name) for name in View.__dataclass_fields__}
    plain["title"] = translate(view.title, language)
    plain["prompt"] = translate(view.prompt, language)
    plain["message"] = translate(view.message, language)
    plain["lines"] = tuple((translate(a, language), translate(b, language)) for a, b in view.lines)
    return Screen(**plain, language=language, no=no)


def _refusal(refusal: Refused) -> Words:
    return _joined(refusal.text, refusal.remedy) if refusal.remedy else refusal.text


def _joined(words: Words, remedy: Words) -> Text:
    return T("{words}. {remedy}", words=words, remedy=remedy)
