"""Files in and letters out: imports with their progress, webhooks with what they did not take."""

from __future__ import annotations

import uuid

from flask import Blueprint, Response, jsonify, redirect, request
from sqlalchemy import Connection
from werkzeug.wrappers import Response as AnyResponse

from wms.channels import show_imports, show_mappings
from wms.channels.documents import KINDS
from wms.channels.formats import FORMATS, TABLES
from wms.channels.scope import Scope, merchant
from wms.channels.upload import MAX_FILE_BYTES, keep, opened
from wms.errors import Refused
from wms.people.queries import merchant_codes
from wms.text import N, T, Text, Words
from wms.web.office import door, here
from wms.web.office.pages import page
from wms.web.office.said import DONE, REFUSED
from wms.web.site import now, site, write
from wms.webhooks import queries, rules, subscribe
from wms.webhooks.deliver import try_out
from wms.webhooks.post import sender
from wms.webhooks.retry import retry, retry_all
from wms.webhooks.subscribe import Wish

MOST = 100
NAMES: dict[str, Text] = {
    "items": T("items"),
    "asns": T("deliveries"),
    "orders": T("orders"),
    "rmas": T("returns"),
    "faces": T("pick faces"),
}
STATUSES: dict[str, Text] = {
    "waiting": T("waits"),
    "running": T("being taken"),
    "done": T("done"),
}
STOPPED: dict[str, Text] = {
    "off": T("Somebody stopped it"),
    "gone": T("The receiver said that it is gone"),
    "failing": T("Three letters in a row were not taken"),
    "restored": T("The database was restored: started again, it begins from the beginning"),
}

SCOPE = Scope("api", may_add_merchants=True)
"""An upload here and one over the API by a key of the site know the same documents."""

exchange = Blueprint("office_exchange", __name__)


@exchange.get("/imports")
@door.let_in("supervisor")
def imports() -> Response:
    """Show the latest uploads and how far each is, and the form for another."""
    with site().db.read() as conn:
        rows = show_imports.recent(conn, None, most=MOST)
        merchants = sorted(merchant_codes(conn).values())
    facts = {"kinds": {k: NAMES[k] for k in KINDS}, "formats": FORMATS, "tables": list(TABLES)}
    return page(
        "imports.html", rows=rows, merchants=merchants, names=NAMES, statuses=STATUSES, **facts
    )


@exchange.get("/imports/state")
@door.let_in("supervisor")
def state() -> Response:
    """Answer with the numbers of the latest uploads, for bars that move."""
    with site().db.read() as conn:
        rows = show_imports.recent(conn, None, most=MOST)
    return jsonify({"imports": rows})


@exchange.post("/imports")
@door.let_in("supervisor", most_bytes=MAX_FILE_BYTES + 64 * 1024)
def upload() -> AnyResponse:
    """Keep a file; the job worker takes it."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise Refused("import.no_file", T("No file was chosen"), T("Choose one and send it again"))
    kind, form, owner = here.field("kind"), here.field("format"), here.field("merchant")
    if owner:
        with site().db.read() as conn:
            merchant(conn, SCOPE, owner)
    named = {"kind": kind, "format_name": form, "file_name": sent.filename, "merchant": owner}
    read = opened(sent.read(), **named)
    may_change, login, at = request.form.get("change") == "1", door.person().login, now()

    def work(conn: Connection) -> int:
        return keep(conn, read, client=login, scope=SCOPE, may_change=may_change, at=at)

    run_id, n = write(work), len(read.contents)
    words = N("{n} document is being taken", "{n} documents are being taken", n)
    return door.done("office_exchange.one_import", words, number=run_id)


@exchange.get("/imports/<int:number>")
@door.let_in("supervisor")
def one_import(number: int) -> Response:
    """Show an upload: how far it is, and each row that was not taken, with what to do."""
    after = here.number("after")
    with site().db.read() as conn:
        run = show_imports.one(conn, None, number)
        rows = show_imports.remarks(conn, number, after=after, limit=MOST + 1)
    following = rows[MOST - 1]["id"] if len(rows) > MOST else None
    facts = {"names": NAMES, "statuses": STATUSES, "following": following}
    return page("import.html", run=run, rows=rows[:MOST], **facts)


@exchange.get("/imports/mappings/<format_name>")
@door.let_in("supervisor")
def mapping(format_name: str) -> Response:
    """Show what of a foreign format goes where."""
    [table] = show_mappings.tables(format_name)
    return page("mapping.html", table=table)


@exchange.get("/webhooks")
@door.let_in("supervisor")
def webhooks() -> Response:
    """Show who is told of changes, and the letters that they did not take."""
    chosen, status = here.number("webhook"), here.asked("status") or "dead"
    after = here.number("after")
    with site().db.read() as conn:
        hooks = queries.webhooks(conn, most=MOST)
        wanted = "" if status == "all" else status
        letters = queries.dead_letters(
            conn, webhook_id=chosen, status=wanted, after=after, most=MOST + 1
        )
        codes = merchant_codes(conn)
    following = letters[MOST - 1].id if len(letters) > MOST else None
    facts = {"codes": codes, "stopped": STOPPED, "following": following, "status": status}
    return page("webhooks.html", hooks=hooks, letters=letters[:MOST], **facts)


@exchange.post("/webhooks/<int:number>/start")
@door.let_in("admin")
def start(number: int) -> AnyResponse:
    """Let a webhook go on where it stopped."""
    return _changed(number, Wish(is_active=True), T("Webhook {n} goes on", n=number))


@exchange.post("/webhooks/<int:number>/stop")
@door.let_in("admin")
def stop(number: int) -> AnyResponse:
    """Let a webhook send nothing until it is started again; nothing is lost."""
    return _changed(number, Wish(is_active=False), T("Webhook {n} is stopped", n=number))


def _changed(number: int, wish: Wish, words: Words) -> AnyResponse:
    at, limits = now(), rules.limits(site().config)

    def work(conn: Connection) -> None:
        queries.webhook(conn, number)
        subscribe.change(conn, wish, webhook_id=number, limits=limits, at=at)

    write(work)
    return door.done("office_exchange.webhooks", words)


@exchange.post("/webhooks/<int:number>/test")
@door.let_in("admin")
def test(number: int) -> AnyResponse:
    """Send a letter that only tries the receiver out, and say what it answered."""
    with site().db.read() as conn:
        queries.webhook(conn, number)
    send = sender(rules.limits(site().config))
    message = f"test-{uuid.uuid4()}"
    outcome = try_out(site().db, number, send=send, clock=site().clock, message_id=message)
    said = outcome.error or f"HTTP {outcome.status}"
    words = T("The receiver did not take it: {said}", said=said)
    if outcome.is_taken:
        words = T("The receiver took it: {said}", said=said)
    door.tell(words, tone=DONE if outcome.is_taken else REFUSED)
    return redirect(door.came_from(), 303)


@exchange.post("/webhooks/<int:number>/retry")
@door.let_in("supervisor")
def again_all(number: int) -> AnyResponse:
    """Send all letters of a webhook again that were not taken."""
    at = now()
    n = write(lambda conn: retry_all(conn, webhook_id=number, at=at))
    words = N("{n} letter is sent again", "{n} letters are sent again", n)
    return door.done("office_exchange.webhooks", words)


@exchange.post("/webhooks/letters/<int:number>/retry")
@door.let_in("supervisor")
def again(number: int) -> AnyResponse:
    """Send one letter again."""
    at = now()
    write(lambda conn: retry(conn, letter_id=number, at=at))
    return door.done("office_exchange.webhooks", T("Letter {n} is sent again", n=number))
