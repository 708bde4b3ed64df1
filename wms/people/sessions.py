"""Who is signed in at the office pages, until they sign out, are deactivated, or time runs out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from wms.people.models import OfficeSession, Worker
from wms.people.secrets import digest

_S = OfficeSession
_WHO = (
    select(Worker.id, Worker.login, Worker.name, Worker.role, Worker.language, _S.said)
    .join(Worker, Worker.id == _S.worker_id)
    .where(
        _S.token_digest == bindparam("digest"),
        _S.expires_at > bindparam("at"),
        Worker.is_active.is_(True),
    )
)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody at the office pages; `said` waits to be shown to them once."""

    worker_id: int
    login: str
    name: str
    role: str
    language: str
    said: Mapping[str, Any] | None = None


def begin(
    conn: Connection, *, worker_id: int, token: str, at: datetime, expires_at: datetime
) -> None:
    """Let a worker in until `expires_at`; sessions that are over are swept out."""
    conn.execute(delete(_S).where(_S.expires_at <= at))
    row = {"token_digest": digest(token), "worker_id": worker_id}
    conn.execute(insert(_S), row | {"opened_at": at, "expires_at": expires_at})


def person(conn: Connection, token: str, *, at: datetime) -> Person | None:
    """Return who is signed in with a token."""
    row = conn.execute(_WHO, {"digest": digest(token), "at": at}).first()
    return Person(*row) if row is not None else None


def leave(conn: Connection, token: str) -> None:
    """Sign out; doing it again is harmless."""
    conn.execute(delete(_S).where(_S.token_digest == digest(token)))


def end_all(conn: Connection, worker_id: int) -> None:
    """Sign a worker out wherever they are, such as after a new password."""
    conn.execute(delete(_S).where(_S.worker_id == worker_id))


def end_others(conn: Connection, worker_id: int, token: str) -> None:
    """Sign a worker out everywhere but here."""
    others = (_S.worker_id == worker_id, _S.token_digest != digest(token))
    conn.execute(delete(_S).where(*others))


def say(conn: Connection, token: str, said: Mapping[str, Any] | None) -> None:
    """Keep what the next page shall tell, or forget it once it was told."""
    conn.execute(update(_S).where(_S.token_digest == digest(token)).values(said=said))


def set_language(conn: Connection, *, worker_id: int, language: str) -> None:
    """Change the language that a worker reads, here and at every station."""
    conn.execute(update(Worker).where(Worker.id == worker_id).values(language=language))
