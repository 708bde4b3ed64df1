"""Check PINs, and slow down who guesses."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, select, update

from wms.errors import Refused
from wms.gs1.digits import is_digits
from wms.people.models import Worker
from wms.people.secrets import matches
from wms.text import N, T, Text

FREE_TRIES = 3
PAUSE = timedelta(minutes=1)
LEAST_DIGITS, MOST_DIGITS = 4, 12


def check_digits(pin: str) -> None:
    """Make sure that a PIN can be one.

    :raises Refused: `people.pin`.
    """
    if not is_digits(pin) or not LEAST_DIGITS <= len(pin) <= MOST_DIGITS:
        limits = {"least": LEAST_DIGITS, "most": MOST_DIGITS}
        words = T("A PIN has {least} to {most} digits", **limits)
        raise Refused("people.pin", words, T("Choose one that nobody guesses"))


def check(conn: Connection, worker_id: int, pin: str, *, at: datetime) -> Text | None:
    """Return None if `pin` is the worker's, else why not; the third miss blocks for a minute,
    each further one for twice as long. The miss is written, so the caller must commit."""
    asked = select(Worker.pin_hash, Worker.failed_pins, Worker.pin_blocked_until, Worker.is_active)
    row = conn.execute(asked.where(Worker.id == worker_id).with_for_update()).one()
    if not row.is_active:
        return T("Your badge was taken out of use")
    if row.pin_blocked_until is not None and row.pin_blocked_until > at:
        seconds = int((row.pin_blocked_until - at).total_seconds()) + 1
        return N("Wait {n} second, then try again", "Wait {n} seconds, then try again", seconds)
    if row.pin_hash and matches(row.pin_hash, pin):
        _note(conn, worker_id, 0, None)
        return None
    missed = row.failed_pins + 1
    over = missed - FREE_TRIES
    _note(conn, worker_id, missed, at + PAUSE * 2 ** min(over, 6) if over >= 0 else None)
    return T("Wrong PIN. Try again")


def _note(conn: Connection, worker_id: int, missed: int, until: datetime | None) -> None:
    change = update(Worker).where(Worker.id == worker_id)
    conn.execute(change.values(failed_pins=missed, pin_blocked_until=until))
