"""API: files that are imported in the background, with progress and every refusal."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, jsonify
from sqlalchemy import Connection

from wms.channels import show_imports, show_mappings
from wms.channels.csv_cells import safe
from wms.channels.documents import KINDS
from wms.channels.formats import FORMATS, TABLES
from wms.channels.models import REMARKS, STATUSES
from wms.channels.scope import merchant
from wms.channels.shapes_imports import ImportShape, ImportsShape, MappingShape, RemarksShape
from wms.channels.upload import MAX_FILE_BYTES, keep, opened
from wms.web import clients, given
from wms.web.described import PAGE, File, Parameter, described
from wms.web.lists import listed
from wms.web.parameters import SITE_PAGE
from wms.web.problems import Problem
from wms.web.site import now, site

TYPES = (
    *("text/csv", "text/plain", "application/json", "application/x-ndjson"),
    *("application/jsonl", "application/edi-x12", "application/octet-stream"),
)
AREAS = {"items": "items", "asns": "asns", "orders": "orders", "rmas": "returns"}
AREAS |= {"faces": "locations"}
"""The area whose scope a key needs to import a kind."""

ROWS = 500
KIND = Parameter("kind", "What is in it", {"type": "string", "enum": sorted(KINDS)})
IS_KIND = replace(KIND, required=True)
FORMAT = Parameter(
    "format", "How it is written", {"type": "string", "enum": list(FORMATS)}, required=True
)
MERCHANT = Parameter("merchant", "Whose orders they are, in a foreign format")
FILE = Parameter("file", "The file's name, to be known again")
CHANGE = Parameter(
    "change", "true: orders known with other content are changed", {"enum": ["true", "false"]}
)
STATUS = Parameter("status", "Only these", {"type": "string", "enum": list(STATUSES)})
WHICH = Parameter("kind", "Only these", {"type": "string", "enum": list(REMARKS)})

importing = Blueprint("importing", __name__, url_prefix="/api/v1")


@importing.post("/imports")
@described(
    "Upload a file; it is taken in the background",
    scope="imports:write",
    body=File(TYPES),
    answers={202: ImportShape},
    query=(IS_KIND, FORMAT, MERCHANT, FILE, CHANGE),
    once=True,
)
def upload() -> Response:
    """Upload a file; it is taken in the background.

    The body is the file itself. Read the upload until its `status` is `done`; then `rejections`
    say what was wrong, document by document.
    """
    kind, format_name = _needed("kind", KINDS), _needed("format", FORMATS)
    clients.allow(f"{AREAS[kind]}:write")
    given.one_of("change", ("true", "false"))
    _, data = given.file_body(TYPES, MAX_FILE_BYTES)
    client, owner = clients.client(), given.text("merchant")
    if owner:
        with site().db.read() as conn:
            merchant(conn, client.scope, owner)
    name = given.text("file", longest=200)
    read = opened(data, kind=kind, format_name=format_name, file_name=name, merchant=owner)
    may_change = given.text("change") == "true"

    def work(conn: Connection) -> tuple[int, dict[str, Any]]:
        run_id = keep(
            conn, read, client=client.name, scope=client.scope, may_change=may_change, at=now()
        )
        return 202, show_imports.one(conn, None, run_id)

    return clients.once(work)


@importing.get("/imports")
@described(
    "List uploads",
    scope="imports:read",
    answers={200: ImportsShape},
    query=(*PAGE, STATUS, KIND),
)
def uploads() -> Response:
    """Answer with a page of uploads."""
    return listed(show_imports.imports, ("status", "kind"), STATUSES)


@importing.get("/imports/mappings/<format_name>")
@described(
    "Read what of a foreign format goes where",
    scope="imports:read",
    answers={200: MappingShape},
)
def mapping(format_name: str) -> Response:
    """Answer with what of a foreign format goes where."""
    if format_name not in TABLES:
        words = f"{given.in_path(format_name)} is no format of other systems"
        remedy = f"Use one of {', '.join(TABLES)}"
        raise Problem(404, "mapping.unknown", "Not found", words, remedy=remedy)
    return jsonify(show_mappings.mapping(format_name))


@importing.get("/imports/<int:number>")
@described("Read an upload and its progress", scope="imports:read", answers={200: ImportShape})
def progress(number: int) -> Response:
    """Answer with one upload and its progress."""
    with site().db.read() as conn:
        return jsonify(_seen(conn, number))


@importing.get("/imports/<int:number>/rejections")
@described(
    "List what was wrong in a file",
    scope="imports:read",
    answers={200: RemarksShape},
    query=(*SITE_PAGE, WHICH),
)
def rejections(number: int) -> Response:
    """Answer with a page of what was wrong in a file."""
    given.one_of("kind", REMARKS)
    after, limit = given.paging()
    kinds = (given.text("kind"),) if given.text("kind") else REMARKS
    with site().db.read() as conn:
        _seen(conn, number)
        rows = show_imports.remarks(conn, number, kinds=kinds, after=after, limit=limit)
    following = rows[-1]["id"] if len(rows) == limit else None
    return jsonify({"items": rows, "next": following})


@importing.get("/imports/<int:number>/rejections.csv")
@described(
    "Read all that was wrong in a file, as CSV",
    scope="imports:read",
    answers={200: File(("text/csv",))},
)
def rejections_csv(number: int) -> Response:
    """Answer with all that was wrong in a file, as CSV."""
    with site().db.read() as conn:
        _seen(conn, number)
        return Response("".join(_csv(conn, number)), mimetype="text/csv")


def _csv(conn: Connection, number: int) -> Iterator[str]:
    names, after = ("kind", "line", "field", "reason", "remedy"), 0
    sheet = io.StringIO()
    writer = csv.writer(sheet)
    writer.writerow(names)
    while rows := show_imports.remarks(conn, number, after=after, limit=ROWS):
        writer.writerows([safe(row[name]) for name in names] for row in rows)
        after = rows[-1]["id"]
    yield sheet.getvalue()


def _seen(conn: Connection, number: int) -> dict[str, Any]:
    """Return an upload that the caller may see.

    :raises Refused: there is none.
    """
    if number > given.MAX_ID:
        number = 0
    return show_imports.one(conn, clients.client().merchant_id, number)


def _needed(name: str, allowed: Any) -> str:
    given.one_of(name, allowed)
    if not given.text(name):
        words, remedy = f"{name} is missing", f"Add {name}: one of {', '.join(allowed)}"
        raise Problem(400, "query.missing", "Malformed", words, remedy=remedy, field=name)
    return given.text(name)
