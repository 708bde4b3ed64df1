"""Subscribe to changes: add a webhook, change it, take it away, give it another secret."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, update

from wms.changes import feed, types
from wms.errors import Refused
from wms.text import T
from wms.webhooks import queries, rules
from wms.webhooks.models import OFF, RESTORED, DeadLetter, Webhook
from wms.webhooks.rules import Limits

MAX_NOTE = 128
MOST = 100
"""So many webhooks a merchant, or the site, may have."""

_INSERT = insert(Webhook).returning(Webhook.id)
_THIS = Webhook.id == bindparam("webhook")
_UPDATE = update(Webhook).where(_THIS)
_LETTERS = delete(DeadLetter).where(DeadLetter.webhook_id == bindparam("webhook"))
_DELETE = delete(Webhook).where(_THIS)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a webhook is to be; None leaves it as it is."""

    url: str | None = None
    types: Sequence[str] | None = None
    note: str | None = None
    is_active: bool | None = None


def add(
    conn: Connection,
    wish: Wish,
    *,
    merchant_id: int | None,
    secret: str = "",
    from_beginning: bool = False,
    made_by: str,
    limits: Limits,
    at: datetime,
) -> tuple[int, str]:
    """Add a webhook for what changes from now on, or for all that ever did, and return its number
    and its secret: `secret`, else a new one.

    :raises Refused: the address, a type or the secret cannot be used, or there are too many.
    """
    if queries.count(conn, merchant_id) >= MOST:
        words = T("There are {n} webhooks already", n=MOST)
        raise Refused("webhook.too_many", words, T("Delete one that is not used"))
    values = _values(Wish(wish.url or "", wish.types or (), wish.note or ""), limits)
    key = rules.checked_secret(secret) if secret else _new_secret()
    row: dict[str, Any] = {"merchant_id": merchant_id, "secret": key, "old_secret": ""}
    row |= {"cursor": str(feed.START if from_beginning else feed.now(conn)), "looked_at": at}
    row |= {"is_active": True, "stopped_why": "", "failures": 0, "dead_in_a_row": 0}
    row |= {"next_at": at, "lease": 0, "last_status": 0, "last_error": ""}
    row |= {"made_at": at, "made_by": made_by}
    return conn.execute(_INSERT, row | values).scalar_one(), key


def change(conn: Connection, wish: Wish, *, webhook_id: int, limits: Limits, at: datetime) -> None:
    """Change a webhook. One that is active again goes on where it stopped, at once; of a
    database that was restored, from the beginning.

    :raises Refused: the address or a type cannot be used.
    """
    values = _values(wish, limits)
    if wish.is_active is not None:
        stopped = "" if wish.is_active else OFF
        values |= {"is_active": wish.is_active, "stopped_why": stopped}
    if wish.is_active:
        values |= {"failures": 0, "dead_in_a_row": 0}
        if queries.webhook(conn, webhook_id).stopped_why == RESTORED:
            values["cursor"] = str(feed.START)
    if values:
        conn.execute(_UPDATE.values(**values, next_at=at), {"webhook": webhook_id})


def remove(conn: Connection, *, webhook_id: int) -> None:
    """Take a webhook away with its dead letters; one that is under way is the last."""
    conn.execute(_LETTERS, {"webhook": webhook_id})
    conn.execute(_DELETE, {"webhook": webhook_id})


def rotate(
    conn: Connection, *, webhook_id: int, secret: str = "", limits: Limits, at: datetime
) -> tuple[str, datetime]:
    """Give a webhook another secret: return it, and until when messages are signed with the old
    one too.

    :raises Refused: the secret cannot be used.
    """
    key = rules.checked_secret(secret) if secret else _new_secret()
    until = at + timedelta(hours=limits.old_secret_hours)
    values = {"secret": key, "old_secret": Webhook.secret, "old_secret_until": until}
    conn.execute(_UPDATE.values(**values), {"webhook": webhook_id})
    return key, until


def _values(wish: Wish, limits: Limits) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if wish.url is not None:
        values["url"] = rules.checked_url(wish.url, allow_private=limits.allow_private)
    if wish.types is not None:
        values["types"] = list(types.check(wish.types))
    if wish.note is not None:
        if len(wish.note) > MAX_NOTE or not wish.note.isprintable():
            words = T("The note is too long or cannot be printed")
            remedy = T("Use 1 to {n} characters", n=MAX_NOTE)
            raise Refused("webhook.note", words, remedy, field="note")
        values["note"] = wish.note
    return values


def _new_secret() -> str:
    return rules.secret_of(secrets.token_bytes(rules.SECRET_BYTES))
