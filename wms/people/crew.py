"""Who works here: everybody with their role, their teams and how they may come in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, select

from wms.errors import Refused
from wms.people import teams
from wms.people.models import Worker
from wms.text import T


@dataclass(frozen=True, slots=True)
class Member:
    """A person; `has_password` opens the office pages, `has_pin` proves a role at a station."""

    id: int
    login: str
    name: str
    role: str
    language: str
    is_active: bool
    has_password: bool
    has_pin: bool
    teams: tuple[str, ...] = ()


_MEMBERS: Select[*tuple[Any, ...]] = select(
    Worker.id,
    Worker.login,
    Worker.name,
    Worker.role,
    Worker.language,
    Worker.is_active,
    Worker.password_hash.is_not(None),
    Worker.pin_hash.is_not(None),
)


def members(conn: Connection) -> list[Member]:
    """Return everybody: who may come in first, by login."""
    crews = teams.of_workers(conn)
    asked = _MEMBERS.order_by(Worker.is_active.desc(), Worker.login)
    return [Member(*(*row, tuple(crews.get(row.login, ())))) for row in conn.execute(asked)]


def member(conn: Connection, worker_id: int) -> Member:
    """Return one of them.

    :raises Refused: `person.unknown`.
    """
    row = conn.execute(_MEMBERS.where(Worker.id == worker_id)).first()
    if row is None:
        words = T("There is no such person")
        raise Refused("person.unknown", words, T("Look for them among all people"))
    return Member(*(*row, tuple(teams.of_workers(conn).get(row.login, ()))))
