"""Webhooks: who is told of changes, and the letters that their receivers did not take."""

from __future__ import annotations

import uuid

from flask import Blueprint, Response, request
from sqlalchemy import Connection
from werkzeug.wrappers import Response as AnyResponse

from wms.changes.types import TYPES
from wms.channels.scope import Scope, merchant
from wms.people.queries import merchant_codes
from wms.text import N, T
from wms.web.office import door, here
from wms.web.office.handed import Secret, handed
from wms.web.office.pages import page
from wms.web.office.said import ATTENTION
from wms.web.site import now, site, write
from wms.webhooks import deliver, queries, retry, rules, subscribe
from wms.webhooks.post import sender
from wms.webhooks.subscribe import Wish

MOST = 100
SOURCE = "office"

webhook_pages = Blueprint("office_webhooks", __name__, url_prefix="/webhooks")


@webhook_pages.get("")
@door.let_in("admin")
def listed() -> Response:
    """Show the webhooks, never their secrets."""
    with site().db.read() as conn:
        rows = queries.webhooks(conn, most=1000)
        codes = merchant_codes(conn)
    return page("webhooks.html", rows=rows, codes=codes, types=list(TYPES))


@webhook_pages.post("")
@door.let_in("admin")
def add() -> AnyResponse:
    """Add a webhook, and show its secret this once."""
    owner, who, at = here.field("merchant", 64), door.person().login, now()
    url, note = here.field("url", rules.MAX_URL), here.field("note", subscribe.MAX_NOTE)
    wish = Wish(url, request.form.getlist("type")[:200], note)

    def work(conn: Connection) -> tuple[int, str]:
        owner_id = merchant(conn, Scope(SOURCE), owner) if owner else None
        return subscribe.add(conn, wish, merchant_id=owner_id, made_by=who, limits=_limits(), at=at)

    number, secret = write(work)
    words = T("Webhook {n} is added", n=number)
    remedy = T("Its receiver proves with it that messages come from here")
    return handed(words, [Secret(T("Secret"), secret)], back=_path(number), remedy=remedy)


@webhook_pages.get("/<int:number>")
@door.let_in("admin")
def one(number: int) -> Response:
    """Show a webhook and what its receiver did not take."""
    after = here.number("after")
    with site().db.read() as conn:
        row = queries.webhook(conn, here.within(number))
        given = {"webhook_id": row.id, "after": after, "most": MOST + 1}
        letters = queries.dead_letters(conn, status="", **given)
        codes = merchant_codes(conn)
    following = letters[MOST - 1].id if len(letters) > MOST else None
    return page("webhook.html", row=row, letters=letters[:MOST], following=following, codes=codes)


@webhook_pages.post("/<int:number>/active")
@door.let_in("admin")
def switch(number: int) -> AnyResponse:
    """Stop a webhook, or let it go on where it stopped."""
    is_active, at = bool(request.form.get("on")), now()

    def work(conn: Connection) -> None:
        row = queries.webhook(conn, here.within(number))
        wish = Wish(is_active=is_active)
        subscribe.change(conn, wish, webhook_id=row.id, limits=_limits(), at=at)

    write(work)
    words = T("Webhook {n} goes on", n=number) if is_active else T("Webhook {n} stops", n=number)
    return door.done("office_webhooks.one", words, number=number)


@webhook_pages.post("/<int:number>/delete")
@door.let_in("admin")
def remove(number: int) -> AnyResponse:
    """Take a webhook away with its dead letters."""

    def work(conn: Connection) -> None:
        row = queries.webhook(conn, here.within(number))
        subscribe.remove(conn, webhook_id=row.id)

    write(work)
    return door.done("office_webhooks.listed", T("Webhook {n} is no more", n=number))


@webhook_pages.post("/<int:number>/secret")
@door.let_in("admin")
def rotate(number: int) -> AnyResponse:
    """Give a webhook another secret, and show it this once."""
    at = now()

    def work(conn: Connection) -> str:
        row = queries.webhook(conn, here.within(number))
        return subscribe.rotate(conn, webhook_id=row.id, limits=_limits(), at=at)[0]

    words = T("A new secret for webhook {n}", n=number)
    remedy = T("The old one signs beside it for {n} h", n=_limits().old_secret_hours)
    told = [Secret(T("Secret"), write(work))]
    return handed(words, told, back=_path(number), remedy=remedy)


@webhook_pages.post("/<int:number>/test")
@door.let_in("admin")
def test(number: int) -> AnyResponse:
    """Send a test message now and say what came of it."""
    with site().db.read() as conn:
        row = queries.webhook(conn, here.within(number))
    db, clock, send = site().db, site().clock, sender(_limits())
    done = deliver.try_out(db, row.id, send=send, clock=clock, message_id=str(uuid.uuid4()))
    if done.is_taken:
        return door.done("office_webhooks.one", T("The receiver took it"), number=number)
    words = T("The receiver did not take it: {why}", why=done.status or done.error)
    door.tell(words, T("Look at its address, and at the receiver"), tone=ATTENTION)
    return door.on("office_webhooks.one", number=number)


@webhook_pages.post("/<int:number>/retry")
@door.let_in("admin")
def again(number: int) -> AnyResponse:
    """Send dead letters once more: one, or all of a webhook."""
    letter, at = here.signed("letter"), now()

    def work(conn: Connection) -> int:
        row = queries.webhook(conn, here.within(number))
        if not letter:
            return retry.retry_all(conn, webhook_id=row.id, at=at)
        retry.retry(conn, letter_id=letter, at=at)
        return 1

    n = write(work)
    words = N("{n} letter is sent once more", "{n} letters are sent once more", n)
    return door.done("office_webhooks.one", words, number=number)


def _limits() -> rules.Limits:
    return rules.limits(site().config)


def _path(number: int) -> str:
    return f"/webhooks/{number}"
