"""Files that are uploaded: taken by the job worker, with their progress and what was wrong."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request
from sqlalchemy import Connection
from werkzeug.wrappers import Response as AnyResponse

from wms.channels import show_imports, show_mappings
from wms.channels.documents import KINDS
from wms.channels.formats import FORMATS, TABLES
from wms.channels.scope import Scope, merchant
from wms.channels.upload import MAX_FILE_BYTES, keep, opened
from wms.errors import Refused
from wms.people.queries import merchant_codes
from wms.text import N, T, Text
from wms.web.office import door, here
from wms.web.office.pages import page
from wms.web.site import now, site, write

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
SCOPE = Scope("import", may_add_merchants=True)
"""An upload here and `wms import` know the same documents."""

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
