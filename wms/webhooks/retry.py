"""Send a dead letter once more: before what is next, but after all that was delivered since."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, update

from wms.errors import Refused
from wms.text import T
from wms.webhooks import queries
from wms.webhooks.models import DeadLetter, Webhook

_AGAIN = (
    update(DeadLetter)
    .where(DeadLetter.id == bindparam("letter"), DeadLetter.status == "dead")
    .values(status="waiting")
)
_ALL = (
    update(DeadLetter)
    .where(DeadLetter.webhook_id == bindparam("of_webhook"), DeadLetter.status == "dead")
    .values(status="waiting")
)
_NOW = (
    update(Webhook)
    .where(Webhook.id == bindparam("webhook"), Webhook.failures == 0)
    .values(next_at=bindparam("at"))
)


def retry(conn: Connection, *, letter_id: int, at: datetime) -> None:
    """Send a dead letter once more; one that waits for that already is left as it is.

    :raises Refused: there is none, it was delivered since, or its webhook is stopped.
    """
    found = queries.letter(conn, letter_id)
    if found.status == "delivered":
        words = T("Letter {n} was delivered since", n=letter_id)
        raise Refused("letter.delivered", words, T("Nothing is left to do"))
    _check_active(conn, found.webhook_id)
    conn.execute(_AGAIN, {"letter": letter_id})
    conn.execute(_NOW, {"webhook": found.webhook_id, "at": at})


def retry_all(conn: Connection, *, webhook_id: int, at: datetime) -> int:
    """Send all dead letters of a webhook once more and return how many there are.

    :raises Refused: the webhook is stopped.
    """
    _check_active(conn, webhook_id)
    sent = conn.execute(_ALL, {"of_webhook": webhook_id}).rowcount
    conn.execute(_NOW, {"webhook": webhook_id, "at": at})
    return sent


def _check_active(conn: Connection, webhook_id: int) -> None:
    if not queries.webhook(conn, webhook_id).is_active:
        words = T("Webhook {n} is stopped", n=webhook_id)
        raise Refused("webhook.stopped", words, T("Make it active first"))
