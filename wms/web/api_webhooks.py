"""API: webhooks. A key of a merchant sees and changes its merchant's own, and no other."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any, TypeVar

from flask import Blueprint, Response, jsonify
from pydantic import BaseModel
from sqlalchemy import Connection

from wms.channels import scope
from wms.channels.faults import read
from wms.channels.forms_webhooks import SecretForm, WebhookChangeForm, WebhookForm
from wms.channels.shapes_webhooks import (
    DeletedShape,
    SecretShape,
    TriedShape,
    WebhookShape,
    WebhooksPage,
    WebhookWithSecretShape,
)
from wms.gs1.digits import shown
from wms.people.queries import merchant_codes
from wms.web import clients, given
from wms.web.described import PAGE, described
from wms.web.lists import LOOK
from wms.web.problems import Problem
from wms.web.site import now, site
from wms.webhooks import deliver, queries, rules, show, subscribe
from wms.webhooks.post import sender
from wms.webhooks.subscribe import Wish

MAX_BODY_BYTES = 64 * 1024
F = TypeVar("F", bound=BaseModel)

webhooks = Blueprint("webhooks", __name__, url_prefix="/api/v1")


def limits() -> rules.Limits:
    """Return the site's settings of webhooks."""
    return rules.limits(site().config)


def number(conn: Connection, text: str) -> int:
    """Return the number of a webhook that the path names and the caller may see.

    :raises Problem: 404.
    """
    found = as_number(text)
    rows = queries.webhooks(conn, clients.client().merchant_id, after=found - 1, most=1)
    if not rows or rows[0].id != found:
        raise unknown("webhook.unknown", text)
    return found


def as_number(text: str) -> int:
    """Return a number of the path, 0 when it is none."""
    is_one = text.isascii() and text.isdigit() and len(text) <= 18
    return int(text) if is_one else 0


def unknown(code: str, text: str) -> Problem:
    """Return what is said of something that the caller cannot see."""
    words = f"{shown(text)} is not known here"
    return Problem(404, code, "Not found", words, remedy=LOOK)


def _form(form: type[F]) -> F:
    return read(form, given.json_object(MAX_BODY_BYTES))


def _plain(conn: Connection, webhook_id: int) -> dict[str, Any]:
    return show.webhook(queries.webhook(conn, webhook_id), merchant_codes(conn))


@webhooks.get("/webhooks")
@described(
    "List webhooks",
    scope="webhooks:read",
    answers={200: WebhooksPage},
    query=PAGE,
)
def all_webhooks() -> Response:
    """Answer with a page of webhooks."""
    after, limit = given.paging()
    with site().db.read() as conn:
        rows = queries.webhooks(conn, clients.merchant_id(conn), after=after, most=limit)
        codes = merchant_codes(conn)
    following = rows[-1].id if len(rows) == limit else None
    return jsonify({"items": [show.webhook(row, codes) for row in rows], "next": following})


@webhooks.post("/webhooks")
@described(
    "Add a webhook; the answer shows its secret once",
    scope="webhooks:write",
    answers={201: WebhookWithSecretShape},
    body=WebhookForm,
    once=True,
)
def add() -> Response:
    """Add a webhook."""
    form = _form(WebhookForm)

    def work(conn: Connection) -> tuple[int, dict[str, Any]]:
        client = clients.client()
        owner = client.merchant_id
        if form.merchant:
            owner = scope.merchant(conn, client.scope, form.merchant)
        wish = Wish(form.url, form.types, form.note)
        made, secret = subscribe.add(
            conn,
            wish,
            merchant_id=owner,
            secret=form.secret,
            from_beginning=form.from_beginning,
            made_by=client.name,
            limits=limits(),
            at=now(),
        )
        return 201, _plain(conn, made) | {"secret": secret}

    return clients.once(work)


@webhooks.get("/webhooks/<webhook>")
@described("Show a webhook", scope="webhooks:read", answers={200: WebhookShape})
def one(webhook: str) -> Response:
    """Answer with one webhook."""
    with site().db.read() as conn:
        return jsonify(_plain(conn, number(conn, webhook)))


@webhooks.patch("/webhooks/<webhook>")
@described(
    "Change a webhook, stop it, or let it go on",
    scope="webhooks:write",
    answers={200: WebhookShape},
    body=WebhookChangeForm,
    once=True,
)
def change(webhook: str) -> Response:
    """Change a webhook."""
    form = _form(WebhookChangeForm)
    wish = Wish(form.url, form.types, form.note, form.active)

    def act(conn: Connection, found: int) -> dict[str, Any]:
        subscribe.change(conn, wish, webhook_id=found, limits=limits(), at=now())
        return _plain(conn, found)

    return _done(webhook, act)


@webhooks.delete("/webhooks/<webhook>")
@described(
    "Delete a webhook and its dead letters",
    scope="webhooks:write",
    answers={200: DeletedShape},
    once=True,
)
def remove(webhook: str) -> Response:
    """Delete a webhook."""

    def act(conn: Connection, found: int) -> dict[str, Any]:
        subscribe.remove(conn, webhook_id=found)
        return {"id": found, "deleted": True}

    return _done(webhook, act)


@webhooks.post("/webhooks/<webhook>/secret")
@described(
    "Give a webhook another secret; for a time messages are signed with both",
    scope="webhooks:write",
    answers={200: SecretShape},
    body=SecretForm,
    once=True,
)
def rotate(webhook: str) -> Response:
    """Answer with a new secret."""
    form = _form(SecretForm)

    def act(conn: Connection, found: int) -> dict[str, Any]:
        secret, until = subscribe.rotate(
            conn, webhook_id=found, secret=form.secret, limits=limits(), at=now()
        )
        return {"secret": secret, "old_secret_until": until.isoformat()}

    return _done(webhook, act)


@webhooks.post("/webhooks/<webhook>/test")
@described(
    "Send a test message to a webhook's receiver and say what it answered",
    scope="webhooks:write",
    answers={200: TriedShape},
)
def test(webhook: str) -> Response:
    """Post a message of the type webhook.test, now."""
    with site().db.read() as conn:
        found = number(conn, webhook)
    message_id = str(uuid.uuid4())
    outcome = deliver.try_out(
        site().db, found, send=sender(limits()), clock=site().clock, message_id=message_id
    )
    told = {"id": message_id, "taken": outcome.is_taken}
    return jsonify(told | {"status": outcome.status, "error": outcome.error})


def _done(webhook: str, act: Callable[[Connection, int], dict[str, Any]]) -> Response:
    """Do something with a webhook, once, and answer with what it returns."""

    def work(conn: Connection) -> tuple[int, dict[str, Any]]:
        return 200, act(conn, number(conn, webhook))

    return clients.once(work)
