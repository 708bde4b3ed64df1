"""Make teams, say what they are limited to, and put workers into them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select

from wms.errors import Refused
from wms.gs1.digits import shown
from wms.people.enroll import free
from wms.people.models import Team, TeamLimit, TeamMember, Worker
from wms.text import T

MOST_CODE = 16
_LEAVE = delete(TeamMember).where(TeamMember.worker_id == bindparam("worker"))
_UNLIMITED = delete(TeamLimit).where(TeamLimit.team_id == bindparam("team"))


def team(
    conn: Connection, *, code: str, zones: Collection[str] = (), kinds: Collection[str] = ()
) -> int:
    """Add a team, limited to `zones` and to `kinds` of work where any are given, and return its id.

    :raises Refused: the code is taken, or a limit is too long to be one.
    """
    free(conn, "code", code, Team.code)
    team_id = conn.execute(insert(Team).returning(Team.id), {"code": code}).scalar_one()
    _limit(conn, team_id, zones, kinds)
    return team_id


def limit(
    conn: Connection, *, code: str, zones: Collection[str] = (), kinds: Collection[str] = ()
) -> None:
    """Limit a team that there is to these zones and kinds of work, where any are given.

    :raises Refused: there is no such team, or a limit is too long to be one.
    """
    asked = select(Team.id).where(Team.code == code).with_for_update()
    team_id = conn.execute(asked).scalar()
    if team_id is None:
        raise _unknown(code)
    conn.execute(_UNLIMITED, {"team": team_id})
    _limit(conn, team_id, zones, kinds)


def check_known(given: Collection[str], known: Collection[str], field: str) -> None:
    """Make sure that limits name what there is, so that no slip locks a team out.

    :raises Refused: `team.limit`; names what there is.
    """
    for value in given:
        if value not in known:
            words = T("{value} is no {field}", value=shown(value), field=field)
            allowed = ", ".join(sorted(known))
            raise Refused("team.limit", words, T("Use one of {allowed}", allowed=allowed))


def _limit(conn: Connection, team_id: int, zones: Collection[str], kinds: Collection[str]) -> None:
    rows = [(kind, value) for kind, given in (("zone", zones), ("work", kinds)) for value in given]
    for kind, value in dict.fromkeys(rows):
        if not 0 < len(value) <= MOST_CODE:
            words = T("{value} is no {field}", value=shown(value), field=kind)
            raise Refused("team.limit", words, T("Name what the warehouse has"), field=kind)
        conn.execute(insert(TeamLimit), {"team_id": team_id, "kind": kind, "value": value})


def join(conn: Connection, *, login: str, codes: Collection[str]) -> None:
    """Let a worker be in these teams and no other; in none, nothing is limited.

    :raises Refused: nobody has this login, or there is no such team.
    """
    worker_id = conn.execute(select(Worker.id).where(Worker.login == login)).scalar()
    if worker_id is None:
        raise _unknown(login)
    conn.execute(_LEAVE, {"worker": worker_id})
    for code in dict.fromkeys(codes):
        team_id = conn.execute(select(Team.id).where(Team.code == code)).scalar()
        if team_id is None:
            raise _unknown(code)
        conn.execute(insert(TeamMember), {"team_id": team_id, "worker_id": worker_id})


def listed(conn: Connection) -> list[tuple[str, int, list[str], list[str]]]:
    """Return (code, members, zones, kinds of work) of all teams, by code."""
    members = select(func.count()).where(TeamMember.team_id == Team.id).scalar_subquery()
    rows = conn.execute(select(Team.id, Team.code, members.label("n")).order_by(Team.code)).all()
    return [
        (row.code, row.n, _limits(conn, row.id, "zone"), _limits(conn, row.id, "work"))
        for row in rows
    ]


def of_workers(conn: Connection) -> dict[str, list[str]]:
    """Return the teams of workers that are in any, by login."""
    asked = (
        select(Worker.login, Team.code)
        .join(TeamMember, TeamMember.worker_id == Worker.id)
        .join(Team, Team.id == TeamMember.team_id)
        .order_by(Worker.login, Team.code)
    )
    found: dict[str, list[str]] = {}
    for login, code in conn.execute(asked):
        found.setdefault(login, []).append(code)
    return found


def _limits(conn: Connection, team_id: int, kind: str) -> list[str]:
    asked: Any = select(TeamLimit.value).where(TeamLimit.team_id == team_id, TeamLimit.kind == kind)
    return list(conn.execute(asked.order_by(TeamLimit.value)).scalars())


def _unknown(name: str) -> Refused:
    words = T("{name} is not known here", name=shown(name))
    return Refused("people.unknown", words, T("Look at the names that are: list"))
