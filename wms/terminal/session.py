"""Who works at a station: sign in, sign out. A person is signed in at one station at a time."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from wms.terminal import rows
from wms.terminal.engine import shown
from wms.terminal.machine import Person, Said, State, Work, dump, with_message
from wms.terminal.wire import Tone
from wms.text import T


def sign_in(work: Work, person: Person, start: State) -> None:
    """Let `person` work here; another station where they were goes back to `start`.

    Their unfinished work is found again here: the database remembers it, not the station.
    """
    rows.lock_worker(work.conn, person.id)
    for station_id, screen_no in rows.elsewhere(work.conn, person.id, work.station.id):
        moved = Said(T("You signed in at {station}", station=work.station.code), Tone.ATTENTION)
        view = with_message(start.screen(), moved)
        screen = shown(view, person.language, screen_no + 1)
        rows.vacate(work.conn, station_id, dump(start), screen, work.at)
    work.person = person


def push(work: Work, person_id: int, state: State, said: Said) -> None:
    """Show `state` with what is said wherever a person is signed in: their work has changed under
    them, and what they scanned before no longer applies."""
    tell(work.conn, person_id, state, said, at=work.at)


def tell(conn: Connection, person_id: int, state: State, said: Said, *, at: datetime) -> None:
    """Do what `push` does from outside of any station."""
    for station_id, screen_no, language in rows.everywhere(conn, person_id):
        screen = shown(with_message(state.screen(), said), language, screen_no + 1)
        rows.push(conn, station_id, dump(state), screen, at)


def end(conn: Connection, worker_id: int, start: State, *, at: datetime) -> None:
    """Sign a worker out from outside, wherever they are; their work is kept for the next one."""
    for station_id, screen_no, language in rows.everywhere(conn, worker_id):
        said = Said(T("Your badge was taken out of use"), Tone.ATTENTION)
        screen = shown(with_message(start.screen(), said), language, screen_no + 1)
        rows.vacate(conn, station_id, dump(start), screen, at)


def clear(conn: Connection, station_id: int, start: State, *, at: datetime) -> None:
    """Sign out whoever works at a station that is trusted no more; their work is kept."""
    place = rows.place(conn, station_id, "")
    if place is not None:
        screen = shown(start.screen(), "en", place.screen.no + 1)
        rows.vacate(conn, station_id, dump(start), screen, at)


def sign_out(work: Work) -> None:
    """Let nobody work here."""
    work.person = Person()
