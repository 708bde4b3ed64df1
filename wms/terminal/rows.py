"""The terminal's row and the events behind it: read and written by the engine only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, bindparam, insert, select, update

from wms.people.enroll import BADGE_PREFIX
from wms.people.models import Worker
from wms.terminal.machine import Person
from wms.terminal.models import StationEvent, Terminal
from wms.terminal.wire import (
    Answer,
    Event,
    Input,
    Scan,
    Screen,
    Typed,
    screen_from_json,
    to_json,
)

HIDDEN = "***"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a station stands; `answer` is what the asked event got, if it was seen before."""

    person: Person
    state: dict[str, Any]
    screen: Screen
    steady_from: int
    last_event: str
    answer: dict[str, Any] | None


_PLACE = (
    select(
        Terminal.state,
        Terminal.screen,
        Terminal.steady_from,
        Terminal.last_event,
        Worker.id,
        Worker.name,
        Worker.role,
        Worker.language,
        StationEvent.answer,
    )
    .outerjoin(Worker, Worker.id == Terminal.worker_id)
    .outerjoin(
        StationEvent,
        and_(
            StationEvent.id == bindparam("event_id"),
            StationEvent.station_id == Terminal.station_id,
        ),
    )
    .where(Terminal.station_id == bindparam("station"))
    .with_for_update(of=Terminal)
)
_ANSWERED = select(StationEvent.answer).where(
    StationEvent.id == bindparam("event_id"), StationEvent.station_id == bindparam("station")
)
_BEGIN = insert(Terminal)
_ADVANCE = (
    update(Terminal)
    .where(Terminal.station_id == bindparam("station"))
    .values(
        worker_id=bindparam("new_worker"),
        state=bindparam("new_state"),
        screen=bindparam("new_screen"),
        screen_no=bindparam("new_no"),
        steady_from=bindparam("new_steady"),
        last_event=bindparam("new_last"),
        updated_at=bindparam("at"),
    )
)
_INTERRUPT = (
    update(Terminal)
    .where(Terminal.station_id == bindparam("station"))
    .values(
        screen=bindparam("new_screen"),
        screen_no=bindparam("new_no"),
        steady_from=bindparam("new_no"),
        last_event=bindparam("new_last"),
        updated_at=bindparam("at"),
    )
)
_ELSEWHERE = (
    select(Terminal.station_id, Terminal.screen_no)
    .where(Terminal.worker_id == bindparam("worker"), Terminal.station_id != bindparam("station"))
    .with_for_update()
)
_PUSH = (
    update(Terminal)
    .where(Terminal.station_id == bindparam("station"))
    .values(
        state=bindparam("new_state"),
        screen=bindparam("new_screen"),
        screen_no=bindparam("new_no"),
        steady_from=bindparam("new_no"),
        updated_at=bindparam("at"),
    )
)
_VACATE = _PUSH.values(worker_id=None)
_RECORD = insert(StationEvent)


def place(conn: Connection, station_id: int, event_id: str) -> Place | None:
    """Return where the station stands, its row locked, or None before its first screen."""
    row = conn.execute(_PLACE, {"station": station_id, "event_id": event_id}).first()
    if row is None:
        return None
    person = Person(row[4], row[5], row[6], row[7]) if row[4] else Person()
    screen = screen_from_json(row.screen)
    return Place(person, row.state, screen, row.steady_from, row.last_event, row.answer)


def known_place(conn: Connection, station_id: int, event_id: str) -> Place:
    """Return where the station stands; it has a screen already."""
    found = place(conn, station_id, event_id)
    if found is None:
        raise LookupError(f"station {station_id} has no terminal")
    return found


def answered(conn: Connection, station_id: int, event_id: str) -> dict[str, Any] | None:
    """Return the stored answer of an event."""
    return conn.execute(_ANSWERED, {"station": station_id, "event_id": event_id}).scalar()


def begin(
    conn: Connection, station_id: int, state: dict[str, Any], screen: dict[str, Any], at: datetime
) -> None:
    """Give a station its first screen."""
    row = {"station_id": station_id, "state": state, "screen": screen, "screen_no": 1}
    conn.execute(_BEGIN, row | {"steady_from": 1, "last_event": "", "updated_at": at})


def advance(
    conn: Connection,
    station_id: int,
    place: Place,
    worker_id: int,
    state: dict[str, Any],
    screen: Screen,
    last_event: str,
    at: datetime,
) -> None:
    """Put the station at its next screen by its own accepted event."""
    values: dict[str, Any] = {"station": station_id, "new_worker": worker_id or None}
    values |= {"new_state": state, "new_screen": to_json(screen), "new_no": screen.no}
    values |= {"new_last": last_event}
    conn.execute(_ADVANCE, values | {"new_steady": place.steady_from, "at": at})


def lock_worker(conn: Connection, worker_id: int) -> None:
    """Let sign-ins of one person follow each other."""
    conn.execute(select(Worker.id).where(Worker.id == worker_id).with_for_update())


def elsewhere(conn: Connection, worker_id: int, station_id: int) -> list[tuple[int, int]]:
    """Return (station id, screen no) of the other stations where a worker is signed in."""
    rows = conn.execute(_ELSEWHERE, {"worker": worker_id, "station": station_id})
    return [(row.station_id, row.screen_no) for row in rows]


def everywhere(conn: Connection, worker_id: int) -> list[tuple[int, int, str]]:
    """Return (station id, screen no, language) of the stations where a worker is signed in."""
    asked = (
        select(Terminal.station_id, Terminal.screen_no, Worker.language)
        .join(Worker, Worker.id == Terminal.worker_id)
        .where(Terminal.worker_id == worker_id)
        .with_for_update(of=Terminal)
    )
    return [(row[0], row[1], row[2]) for row in conn.execute(asked)]


def push(
    conn: Connection, station_id: int, state: dict[str, Any], screen: Screen, at: datetime
) -> None:
    """Put a station at another screen from outside; who works there stays."""
    values: dict[str, Any] = {"station": station_id, "new_state": state, "at": at}
    conn.execute(_PUSH, values | {"new_screen": to_json(screen), "new_no": screen.no})


def vacate(
    conn: Connection,
    station_id: int,
    state: dict[str, Any],
    screen: Screen,
    at: datetime,
) -> None:
    """Sign a station out from outside; what it scanned for older screens no longer applies."""
    values: dict[str, Any] = {"station": station_id, "new_state": state, "at": at}
    conn.execute(_VACATE, values | {"new_screen": to_json(screen), "new_no": screen.no})


def interrupt(
    conn: Connection, station_id: int, place: Place, screen: Screen, last_event: str, at: datetime
) -> None:
    """Show a screen that the station did not bring about: older scans no longer apply."""
    values: dict[str, Any] = {"station": station_id, "new_screen": to_json(screen)}
    values |= {"new_no": screen.no, "new_last": last_event, "at": at}
    conn.execute(_INTERRUPT, values)


def record(
    conn: Connection,
    station_id: int,
    place: Place,
    event: Event,
    at: datetime,
    answer: Answer,
    code: str,
) -> None:
    """Append the event and its answer to the station's history."""
    row = {
        "id": event.id,
        "station_id": station_id,
        "worker_id": place.person.id or None,
        "after": event.after,
        "screen_no": event.screen_no,
        "state": place.state.get("state", ""),
        "input": to_json(_without_secrets(event.input, place.screen, answer.outcome)),
        "occurred_at": event.occurred_at,
        "recorded_at": at,
        "outcome": answer.outcome,
        "code": code,
        "answer": to_json(answer),
    }
    conn.execute(_RECORD, row)


def _without_secrets(given: Input, screen: Screen, outcome: str) -> Input:
    """Return an input as it may be kept: a PIN or a badge's token stands for the person.

    Text that was not taken is not kept: it may be a PIN that came late.
    """
    match given:
        case Typed(text) if text.startswith(BADGE_PREFIX) or screen.secret or outcome != "applied":
            return Typed(HIDDEN)
        case Scan(text, symbology) if text.startswith(BADGE_PREFIX):
            return Scan(BADGE_PREFIX + HIDDEN, symbology)
        case Scan(_, symbology) if screen.secret:
            return Scan(HIDDEN, symbology)
        case _:
            return given
