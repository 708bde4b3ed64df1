"""Sign in at the office with login and password; who guesses is slowed down, and told nothing.

In three steps, so that no transaction waits while a password is hashed: ask who it may be, check
the password, settle what came of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import Connection, delete, insert, select, update

from wms.errors import Refused
from wms.people import secrets
from wms.people.models import SignInMiss, Worker
from wms.text import N, T, Text

FREE_TRIES = 5
FREE_TRIES_OF_ADDRESS = 50
"""A site's people may share one address, so much more is let through there."""

PAUSE = timedelta(minutes=1)
FORGOTTEN_AFTER = timedelta(days=1)
LEAST_CHARACTERS, MOST_CHARACTERS = 10, 256
"""Source: NIST SP 800-63B asks for length, not for kinds of characters."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Who wants in. `worker_id` is None where nobody has this login, or none that may come in."""

    login: str
    address: str
    worker_id: int | None
    password_hash: str
    blocked_seconds: int

    @property
    def keys(self) -> dict[str, int]:
        """Return what misses are counted by, and how many are free."""
        return {
            f"login:{self.login[:64]}": FREE_TRIES,
            f"from:{self.address[:64]}": FREE_TRIES_OF_ADDRESS,
        }


def candidate(conn: Connection, *, login: str, address: str, at: datetime) -> Candidate:
    """Return who it may be that gives this login, and whether they have to wait."""
    asked = select(Worker.id, Worker.password_hash, Worker.is_active).where(Worker.login == login)
    row = conn.execute(asked).first()
    may_come_in = row is not None and row.is_active and row.password_hash
    worker_id, known = (row.id, row.password_hash) if row and may_come_in else (None, _nobody())
    found = Candidate(login, address, worker_id, known, 0)
    ends = select(SignInMiss.blocked_until).where(SignInMiss.who.in_(list(found.keys)))
    waits = [end - at for end in conn.execute(ends).scalars() if end is not None and end > at]
    seconds = int(max(waits).total_seconds()) + 1 if waits else 0
    return Candidate(login, address, worker_id, known, seconds)


def is_right(who: Candidate, password: str) -> bool:
    """Tell whether the password opens the door; takes as long where there is no such login."""
    return secrets.matches(who.password_hash, password) and who.worker_id is not None


def refusal(who: Candidate) -> Text:
    """Return why somebody is not let in: they have to wait, else something is wrong."""
    if who.blocked_seconds:
        n = who.blocked_seconds
        return N("Wait {n} second, then try again", "Wait {n} seconds, then try again", n)
    return T("Login or password is wrong")


def settle(conn: Connection, who: Candidate, *, was_right: bool, at: datetime) -> None:
    """Forget the misses of who came in; else count one, and block after too many.

    Each further miss blocks for twice as long as the one before, an hour at most.
    """
    if was_right:
        conn.execute(delete(SignInMiss).where(SignInMiss.who == f"login:{who.login[:64]}"))
        return
    for key, free in sorted(who.keys.items()):
        _note_miss(conn, key, free, at)


def check_length(password: str) -> None:
    """Make sure that a password is no easy guess.

    :raises Refused: `people.password`, it is too short, or too long to be one.
    """
    if not LEAST_CHARACTERS <= len(password) <= MOST_CHARACTERS:
        limits = {"least": LEAST_CHARACTERS, "most": MOST_CHARACTERS}
        words = T("A password has {least} to {most} characters", **limits)
        raise Refused("people.password", words, T("Several words make a good one"))


def set_password(conn: Connection, *, worker_id: int, password: str) -> None:
    """Give a worker a password for the office; with "" none opens it any more."""
    hashed = secrets.hashed(password) if password else None
    conn.execute(update(Worker).where(Worker.id == worker_id).values(password_hash=hashed))


def _note_miss(conn: Connection, key: str, free: int, at: datetime) -> None:
    asked = select(SignInMiss.missed, SignInMiss.missed_at).where(SignInMiss.who == key)
    row = conn.execute(asked.with_for_update()).first()
    is_fresh = row is not None and row.missed_at > at - FORGOTTEN_AFTER
    missed = (row.missed if row is not None and is_fresh else 0) + 1
    over = missed - free
    until = at + PAUSE * min(2 ** max(over, 0), 60) if over >= 0 else None
    values = {"missed": missed, "blocked_until": until, "missed_at": at}
    if row is None:
        conn.execute(insert(SignInMiss), values | {"who": key})
    else:
        conn.execute(update(SignInMiss).where(SignInMiss.who == key).values(values))


@cache
def _nobody() -> str:
    """Return what is checked where there is no such login, so that both take as long."""
    return secrets.hashed("nobody has this password")
