"""What may be asked about webhooks and the letters that were not taken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, select

from wms.changes import feed
from wms.changes.show import Plain, shown
from wms.errors import Refused
from wms.text import T
from wms.webhooks.models import DeadLetter, Webhook
from wms.webhooks.rules import valid_secrets


@dataclass(frozen=True, slots=True)
class WebhookRow:
    """A webhook as people may see it: without its secret. `dead` letters are to be looked at."""

    id: int
    url: str
    types: list[str]
    merchant_id: int | None
    note: str
    is_active: bool
    stopped_why: str
    failures: int
    next_at: datetime
    last_status: int
    last_error: str
    delivered_at: datetime | None
    made_at: datetime
    made_by: str
    old_secret_until: datetime | None
    dead: int


@dataclass(frozen=True, slots=True)
class LetterRow:
    """A change that a receiver did not take, with what it was told: `change` is as the feed
    shows it."""

    id: int
    webhook_id: int
    url: str
    status: str
    attempts: int
    last_status: int
    last_error: str
    died_at: datetime
    delivered_at: datetime | None
    change: Plain


_DEAD = (
    select(func.count())
    .where(DeadLetter.webhook_id == Webhook.id, DeadLetter.status == "dead")
    .scalar_subquery()
)
_WEBHOOKS: Select[*tuple[Any, ...]] = (
    select(*(getattr(Webhook, n) for n in WebhookRow.__slots__ if n != "dead"), _DEAD)
    .where(Webhook.id > bindparam("after"))
    .order_by(Webhook.id)
    .limit(bindparam("most"))
)
_LETTERS: Select[*tuple[Any, ...]] = (
    select(
        *(getattr(DeadLetter, n) for n in LetterRow.__slots__ if n not in ("url", "change")),
        Webhook.url,
        DeadLetter.change_id,
    )
    .join(Webhook, Webhook.id == DeadLetter.webhook_id)
    .where(DeadLetter.id > bindparam("after"))
    .order_by(DeadLetter.id)
    .limit(bindparam("most"))
)
_ADDRESS = select(Webhook.url, Webhook.secret, Webhook.old_secret, Webhook.old_secret_until).where(
    Webhook.id == bindparam("number")
)


def webhooks(
    conn: Connection, merchant_id: int | None = None, *, after: int = 0, most: int = 100
) -> list[WebhookRow]:
    """Return webhooks, of a merchant or (None) all there are, in the order of their numbers."""
    asked = _WEBHOOKS if merchant_id is None else _WEBHOOKS.where(_of(merchant_id))
    return [WebhookRow(*row) for row in conn.execute(asked, {"after": after, "most": most})]


def webhook(conn: Connection, number: int, merchant_id: int | None = None) -> WebhookRow:
    """Return one webhook, of a merchant or (None) of anybody.

    :raises Refused: there is none that the caller may see.
    """
    found = webhooks(conn, merchant_id, after=number - 1, most=1)
    if not found or found[0].id != number:
        words = T("There is no webhook {n}", n=number)
        raise Refused("webhook.unknown", words, T("Look at the list of webhooks"))
    return found[0]


def address(conn: Connection, number: int, at: datetime) -> tuple[str, tuple[str, ...]]:
    """Return where a webhook posts to, and the secrets that it signs with now."""
    row = conn.execute(_ADDRESS, {"number": number}).one()
    return row.url, valid_secrets(row.secret, row.old_secret, row.old_secret_until, at)


def count(conn: Connection, merchant_id: int | None) -> int:
    """Return how many webhooks a merchant has, or (None) the site itself."""
    return int(conn.execute(select(func.count()).where(_of(merchant_id))).scalar_one())


def dead_letters(
    conn: Connection,
    merchant_id: int | None = None,
    *,
    webhook_id: int = 0,
    status: str = "dead",
    after: int = 0,
    most: int = 100,
) -> list[LetterRow]:
    """Return letters that were not taken, the oldest first; of a merchant's webhooks or (None) of
    all, of one webhook or (0) of all of them; of one `status` or ("") of any."""
    asked = _LETTERS
    if merchant_id is not None:
        asked = asked.where(_of(merchant_id))
    if webhook_id:
        asked = asked.where(DeadLetter.webhook_id == webhook_id)
    if status:
        asked = asked.where(DeadLetter.status == status)
    rows = conn.execute(asked, {"after": after, "most": most}).all()
    changes = feed.of_ids(conn, {row.change_id for row in rows})
    plain = dict(zip(changes, shown(conn, list(changes.values())), strict=True))
    return [_letter(row, plain[row.change_id]) for row in rows]


def letter(conn: Connection, number: int, merchant_id: int | None = None) -> LetterRow:
    """Return one letter that was not taken.

    :raises Refused: there is none that the caller may see.
    """
    found = dead_letters(conn, merchant_id, status="", after=number - 1, most=1)
    if not found or found[0].id != number:
        words = T("There is no dead letter {n}", n=number)
        raise Refused("letter.unknown", words, T("Look at the list of dead letters"))
    return found[0]


def _of(merchant_id: int | None) -> Any:
    return Webhook.merchant_id == merchant_id


def _letter(row: Any, change: Plain) -> LetterRow:
    own = {name: getattr(row, name) for name in LetterRow.__slots__ if name != "change"}
    return LetterRow(**own, change=change)
