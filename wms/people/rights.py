"""What a worker may do: asked at every dialogue's entry, and by verbs that are not everybody's."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, select

from wms.errors import Refused
from wms.people import rules
from wms.people.actor import Actor
from wms.people.models import TeamLimit, TeamMember, Worker
from wms.people.rules import NO_ROLE, Rights
from wms.text import T

_LIMITS = (
    select(TeamMember.team_id, TeamLimit.kind, TeamLimit.value)
    .outerjoin(TeamLimit, TeamLimit.team_id == TeamMember.team_id)
    .where(TeamMember.worker_id == bindparam("worker"))
)
_WHO = select(Worker.name, Worker.role, Worker.is_active).where(Worker.id == bindparam("worker"))


def of(conn: Connection, worker_id: int) -> Rights:
    """Return what the teams of a worker allow."""
    rows = conn.execute(_LIMITS, {"worker": worker_id})
    return rules.rights((row[0], row[1], row[2]) for row in rows)


def role(conn: Connection, actor: Actor) -> str:
    """Return the role of whoever acts; none where it is no person.

    :raises Refused: `people.inactive` when the worker was deactivated.
    """
    if actor.worker_id is None:
        return NO_ROLE
    who = conn.execute(_WHO, {"worker": actor.worker_id}).one()
    if not who.is_active:
        words = T("The badge of {name} was taken out of use", name=who.name)
        raise Refused("people.inactive", words, T("Ask a supervisor"))
    return str(who.role)


def check(conn: Connection, actor: Actor, what: str) -> None:
    """Make sure that whoever acts may do something that is not everybody's, such as `ADJUST`.

    :raises Refused: `role.supervisor` when the role does not allow it; the worker was deactivated.
    """
    if not rules.may(role(conn, actor), what):
        raise Refused("role.supervisor", T("Only a supervisor may do this"), T("Ask a supervisor"))
