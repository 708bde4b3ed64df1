"""How webhooks stand as a whole: what whoever runs the site wants to know at a glance."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, case, func, select

from wms.webhooks.models import DeadLetter, Webhook

OFF = "off"
"""Why a webhook is stopped that somebody stopped on purpose."""

_STANDING = select(
    func.count(),
    func.sum(case((Webhook.is_active, 1), else_=0)),
    func.sum(case((Webhook.is_active & (Webhook.failures > 0), 1), else_=0)),
    func.sum(case((Webhook.stopped_why.not_in(("", OFF)), 1), else_=0)),
)
_DEAD = select(func.count()).where(DeadLetter.status == "dead")


@dataclass(frozen=True, slots=True)
class Standing:
    """Webhooks; of them active, tried again just now, and stopped by their receivers' silence.
    `dead` letters wait for somebody to look at them."""

    total: int
    active: int
    failing: int
    stopped: int
    dead: int


def standing(conn: Connection) -> Standing:
    """Return how all webhooks stand."""
    row = conn.execute(_STANDING).one()
    total, active, failing, stopped = (int(n or 0) for n in row)
    return Standing(total, active, failing, stopped, int(conn.execute(_DEAD).scalar_one()))
