"""Deliver what webhooks wait for: take up, send, note; the transactions are around the sending.

What is promised: every change that a webhook is for comes at least once, in the order of the feed.
The next one is sent when the one before was taken (2xx) or is a dead letter: after so many
attempts, each waiting twice as long as the one before. A dead letter that is sent once more comes
late. When several die one after the other, or the receiver says 410 Gone, the webhook stops and
stays where it is until somebody makes it active again.
"""

from __future__ import annotations

import logging
import random
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from wms import logs
from wms.db import Database
from wms.webhooks import lease, queries, rules
from wms.webhooks.lease import Held
from wms.webhooks.post import Send, sender
from wms.webhooks.rules import Limits, Outcome

log = logging.getLogger("wms.webhooks")

AT_ONCE = 8
"""So many webhooks are served at the same time: a receiver that hangs holds up one of them."""

IDLE_SECONDS = 0.5
TROUBLE_SECONDS = 2.0
Clock = Callable[[], datetime]


def deliver(
    db: Database,
    webhook_id: int,
    *,
    send: Send,
    limits: Limits,
    clock: Clock,
    chance: Callable[[], float] = random.random,
    is_over: Callable[[], bool] = lambda: False,
) -> int:
    """Send what is next for a webhook, until `is_over`, and return how many letters were taken."""
    held: Held | None = db.run(lambda c: lease.take(c, webhook_id, limits=limits, at=clock()))
    if held is None:
        return 0
    taken = 0
    for letter in held.letters:
        headers = rules.signed(
            held.secrets, letter.message_id, int(clock().timestamp()), letter.body
        )
        outcome = send(held.url, headers, letter.body)
        taken += outcome.is_taken
        given: dict[str, Any] = {"limits": limits, "chance": chance(), "at": clock()}
        noted = partial(lease.note, held=held, letter=letter, outcome=outcome, **given)

        if not outcome.is_taken:
            log.warning("webhook %s: %s %s", webhook_id, outcome.status, outcome.error)
        if not db.run(noted):
            break
        if is_over():
            db.run(partial(lease.give_back, held=held))
            break
    return taken


def try_out(db: Database, webhook_id: int, *, send: Send, clock: Clock, message_id: str) -> Outcome:
    """Send a test message to a webhook's receiver, now; nothing is noted of it."""
    at = clock()
    with db.read() as conn:
        url, secrets = queries.address(conn, webhook_id, at)
    plain = {"id": message_id, "type": "webhook.test", "occurred_at": at.isoformat()}
    plain |= {"merchant": ""}
    subject = {"kind": "webhook", "reference": str(webhook_id), "external_ref": ""}
    body = lease.body(plain | {"subject": subject, "data": {}})
    return send(url, rules.signed(secrets, message_id, int(at.timestamp()), body), body)


def deliver_until(db: Database, clock: Clock, limits: Limits, stop: threading.Event) -> None:
    """Deliver until `stop` is set; a database that is away is asked again."""
    send = sender(limits)
    under_way: dict[int, Future[int]] = {}
    with ThreadPoolExecutor(AT_ONCE, "webhook") as pool:
        while not stop.is_set():
            _settle(under_way)
            try:
                with db.read() as conn:
                    waiting = lease.due(conn, clock())
            except SQLAlchemyError as error:
                log.error("the database cannot be used: %s", logs.described(error))
                stop.wait(TROUBLE_SECONDS)
                continue
            given: dict[str, Any] = {"send": send, "limits": limits, "clock": clock}
            given["is_over"] = stop.is_set
            for webhook_id in waiting[: AT_ONCE + len(under_way)]:
                if webhook_id not in under_way:
                    under_way[webhook_id] = pool.submit(deliver, db, webhook_id, **given)
            is_busy = any(number in waiting for number in under_way)
            stop.wait(IDLE_SECONDS / 10 if is_busy else IDLE_SECONDS)


def deliver_all(db: Database, clock: Clock, limits: Limits, send: Send | None = None) -> int:
    """Deliver what is due, one webhook after the other, and return how many letters were taken."""
    posted, taken = send or sender(limits), 0
    while True:
        with db.read() as conn:
            waiting = lease.due(conn, clock())
        if not waiting:
            return taken
        for webhook_id in waiting:
            taken += deliver(db, webhook_id, send=posted, limits=limits, clock=clock)


def _settle(under_way: dict[int, Future[int]]) -> None:
    """Forget what has ended, and say what went wrong with it."""
    for webhook_id, ended in [(n, f) for n, f in under_way.items() if f.done()]:
        del under_way[webhook_id]
        error = ended.exception()
        if error is not None:
            logs.failed(log, "webhook %s failed", webhook_id, error=error)
