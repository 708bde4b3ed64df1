"""Take up what a webhook's receiver is to be told next, and note what came of it.

One worker at a time has a webhook: it holds a lease, and notes nothing once that ran out and
another took it. Sending happens between these transactions, in none. A worker that dies lets its
lease run out; the change that it had under way is sent again, under the same id, so that each
comes at least once and none before the one before it was taken or died.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite

from wms.changes import feed
from wms.changes.feed import Changed, Cursor, Only
from wms.changes.show import shown
from wms.errors import Refused
from wms.webhooks import rules
from wms.webhooks.models import FAILING, GONE, RESTORED, DeadLetter, Webhook
from wms.webhooks.rules import Limits, Outcome

AT_ONCE = 20
"""So many changes are sent under one lease."""

LOOK_AGAIN = timedelta(seconds=30)
"""So often the cursor of a webhook that nothing is for goes on to where the feed ends."""

_DUE = (
    Webhook.is_active,
    Webhook.next_at <= bindparam("at"),
    (Webhook.leased_until.is_(None)) | (Webhook.leased_until <= bindparam("at")),
)
_HEAD = (Webhook.id, Webhook.cursor, Webhook.merchant_id, Webhook.types, Webhook.looked_at)
_ALL_DUE = select(*_HEAD).where(*_DUE).order_by(Webhook.next_at, Webhook.id)
_TAKE = (
    select(*_HEAD, *(getattr(Webhook, n) for n in ("url", "secret", "old_secret")))
    .add_columns(Webhook.old_secret_until, Webhook.lease, Webhook.failures)
    .where(Webhook.id == bindparam("webhook"), *_DUE)
    .with_for_update(skip_locked=True)
)
_LEASED = (
    update(Webhook)
    .where(Webhook.id == bindparam("webhook"))
    .values(lease=Webhook.lease + 1, leased_until=bindparam("until"))
)
_GO_ON = (
    update(Webhook)
    .where(Webhook.id == bindparam("webhook"))
    .values(cursor=bindparam("to_cursor"), looked_at=bindparam("at"))
)
_MINE = (
    select(Webhook.failures, Webhook.dead_in_a_row, Webhook.is_active)
    .where(Webhook.id == bindparam("webhook"), Webhook.lease == bindparam("of_lease"))
    .with_for_update()
)
_GIVEN_BACK = (
    update(Webhook)
    .where(Webhook.id == bindparam("webhook"), Webhook.lease == bindparam("of_lease"))
    .values(leased_until=None)
)
_NOTE = update(Webhook).where(Webhook.id == bindparam("webhook"))
_WAITING = (
    select(DeadLetter.id, DeadLetter.change_id)
    .where(DeadLetter.webhook_id == bindparam("webhook"), DeadLetter.status == "waiting")
    .order_by(DeadLetter.id)
    .limit(bindparam("most"))
)
_ENDED = (
    update(DeadLetter)
    .where(DeadLetter.id == bindparam("letter"))
    .values(
        status=bindparam("new_status"),
        attempts=DeadLetter.attempts + 1,
        last_status=bindparam("answer"),
        last_error=bindparam("error"),
        delivered_at=bindparam("taken_at"),
    )
)
_DIED = {
    "sqlite": sqlite.insert(DeadLetter).on_conflict_do_nothing(),
    "postgresql": postgresql.insert(DeadLetter).on_conflict_do_nothing(),
}


@dataclass(frozen=True, slots=True)
class Letter:
    """One message: `cursor` is where the webhook stands once it was taken; `dead_id` is set for
    one that died before and is sent once more."""

    message_id: str
    change_id: int
    body: bytes
    cursor: Cursor | None = None
    dead_id: int = 0


@dataclass(frozen=True, slots=True)
class Held:
    """What whoever holds the lease is to send where, in this order."""

    webhook_id: int
    lease: int
    url: str
    secrets: Sequence[str]
    letters: Sequence[Letter]


def due(conn: Connection, at: datetime) -> list[int]:
    """Return the webhooks that have something to be sent now, or whose cursor is to go on; only
    reads."""
    found = []
    for row in conn.execute(_ALL_DUE, {"at": at}).all():
        waits = conn.execute(_WAITING, {"webhook": row.id, "most": 1}).first()
        page = _next(conn, row, 1)
        if waits or row.looked_at <= at - LOOK_AGAIN or page is None or page.changes:
            found.append(row.id)
    return found


def take(conn: Connection, webhook_id: int, *, limits: Limits, at: datetime) -> Held | None:
    """Take a webhook's next letters up, under a lease; None when there are none, or it is
    another's."""
    row = conn.execute(_TAKE, {"webhook": webhook_id, "at": at}).first()
    if row is None:
        return None
    waiting = conn.execute(_WAITING, {"webhook": webhook_id, "most": AT_ONCE}).all()
    letters = _again(conn, waiting)
    if not letters:
        page = _next(conn, row, AT_ONCE)
        if page is None:
            conn.execute(_NOTE.values(is_active=False, stopped_why=RESTORED), {"webhook": row.id})
            return None
        letters = _letters(conn, page.changes)
        if not letters:
            on = {"webhook": webhook_id, "to_cursor": str(page.following), "at": at}
            conn.execute(_GO_ON, on)
            return None
    conn.execute(_LEASED, {"webhook": webhook_id, "until": at + limits.lease})
    secrets = rules.valid_secrets(row.secret, row.old_secret, row.old_secret_until, at)
    return Held(webhook_id, row.lease + 1, row.url, secrets, letters)


def note(
    conn: Connection,
    held: Held,
    letter: Letter,
    outcome: Outcome,
    *,
    limits: Limits,
    chance: float,
    at: datetime,
) -> bool:
    """Note what came of a letter; tell whether the next one may be sent.

    `chance` (0 to 1) spreads the next attempts. Whoever lost the lease notes nothing.
    """
    asked = {"webhook": held.webhook_id, "of_lease": held.lease}
    mine = conn.execute(_MINE, asked).first()
    if mine is None:
        return False
    goes_on = mine.is_active and not outcome.is_gone and letter is not held.letters[-1]
    values: dict[str, Any] = {"last_status": outcome.status, "last_error": outcome.error}
    if outcome.is_gone:
        values |= {"is_active": False, "stopped_why": GONE}
    elif letter.dead_id:
        _end(conn, letter, outcome, at)
    elif outcome.is_taken:
        values |= {"cursor": str(letter.cursor), "looked_at": at, "failures": 0}
    else:
        goes_on = False
        values |= _failed(conn, held, letter, outcome, mine, limits, chance, at)
    if outcome.is_taken:
        values |= {"delivered_at": at, "dead_in_a_row": 0}
    values["leased_until"] = at + limits.lease if goes_on else None
    conn.execute(_NOTE.values(**values), {"webhook": held.webhook_id})
    return goes_on


def give_back(conn: Connection, held: Held) -> None:
    """End a lease before its letters were sent: somebody else may have it at once."""
    conn.execute(_GIVEN_BACK, {"webhook": held.webhook_id, "of_lease": held.lease})


def _failed(
    conn: Connection,
    held: Held,
    letter: Letter,
    outcome: Outcome,
    mine: Any,
    limits: Limits,
    chance: float,
    at: datetime,
) -> dict[str, Any]:
    """Wait before the next attempt; after the last one the letter is dead, and the next one's
    turn has come."""
    failures = mine.failures + 1
    wait = rules.delay(limits, failures, chance)
    if not rules.is_dead(limits, failures):
        return {"failures": failures, "next_at": at + wait}
    row = {"webhook_id": held.webhook_id, "change_id": letter.change_id, "status": "dead"}
    row |= {"attempts": failures, "last_status": outcome.status, "last_error": outcome.error}
    conn.execute(_DIED[conn.dialect.name], row | {"died_at": at})
    dead = mine.dead_in_a_row + 1
    values = {"cursor": str(letter.cursor), "failures": 0, "dead_in_a_row": dead, "next_at": at}
    if mine.is_active and dead >= rules.DEAD_IN_A_ROW:
        values |= {"is_active": False, "stopped_why": FAILING}
    return values


def _end(conn: Connection, letter: Letter, outcome: Outcome, at: datetime) -> None:
    ended = {"letter": letter.dead_id, "answer": outcome.status, "error": outcome.error}
    status = "delivered" if outcome.is_taken else "dead"
    taken_at = at if outcome.is_taken else None
    conn.execute(_ENDED, ended | {"new_status": status, "taken_at": taken_at})


def _next(conn: Connection, row: Any, most: int) -> feed.Page | None:
    """Return what comes next for a webhook; None where its cursor is of another database."""
    only = Only(row.merchant_id, row.types)
    try:
        return feed.read(conn, feed.cursor(row.cursor), only, most=most)
    except Refused:
        return None


def _letters(conn: Connection, changes: Sequence[Changed]) -> list[Letter]:
    return [
        Letter(plain["id"], change.id, body(plain), change.cursor)
        for change, plain in zip(changes, shown(conn, changes), strict=True)
    ]


def _again(conn: Connection, waiting: Sequence[Any]) -> list[Letter]:
    known = feed.of_ids(conn, [row.change_id for row in waiting])
    plain = shown(conn, [known[row.change_id] for row in waiting])
    return [
        Letter(one["id"], row.change_id, body(one), dead_id=row.id)
        for row, one in zip(waiting, plain, strict=True)
    ]


def body(plain: Mapping[str, Any]) -> bytes:
    """Return what is sent of a change: JSON in UTF-8, as it is signed."""
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode()
