"""API: all that a caller owns, streamed as CSV, JSON lines or EPCIS events."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Blueprint, Response, jsonify

from wms.channels.epcis import exporting
from wms.channels.export import EXPORTS, FORMS, asked_of, moment, named, written
from wms.channels.exports.table import Asked
from wms.channels.shapes_exports import ExportsShape
from wms.web import clients, given
from wms.web.described import File, Parameter, described
from wms.web.lists import LOOK
from wms.web.problems import Problem
from wms.web.site import now, site

MERCHANT = Parameter("merchant", "only this merchant's rows; a merchant's key sees its own only")
SINCE = Parameter("since", "only rows from this date or time on (with its offset)")
EPCIS = {"json": "application/ld+json", "jsonl": "application/x-ndjson"}

exports = Blueprint("exports", __name__, url_prefix="/api/v1")


@exports.get("/exports")
@described("List what may be exported", scope="exports:read", answers={200: ExportsShape})
def index() -> Response:
    """List what may be exported, with its columns."""
    items = [
        {
            "kind": export.kind,
            "about": export.about,
            "since": export.since,
            "paths": [f"/api/v1/exports/{export.kind}.{form}" for form in FORMS],
            "columns": [{"name": c.name, "about": c.about} for c in export.columns],
        }
        for export in EXPORTS.values()
    ]
    return jsonify({"items": items})


@exports.get("/exports/<kind>.csv")
@described(
    "Export rows as CSV",
    scope="exports:read",
    answers={200: File(("text/csv",))},
    query=(MERCHANT, SINCE),
    refusals=(422,),
)
def as_csv(kind: str) -> Response:
    """Export rows as CSV; no cell of it is a formula."""
    return _rows(kind, "csv")


@exports.get("/exports/<kind>.jsonl")
@described(
    "Export rows as JSON lines",
    scope="exports:read",
    answers={200: File(("application/x-ndjson",))},
    query=(MERCHANT, SINCE),
    refusals=(422,),
)
def as_json_lines(kind: str) -> Response:
    """Export rows as JSON lines; what is empty is left out."""
    return _events("jsonl") if kind == "epcis" else _rows(kind, "jsonl")


@exports.get("/exports/epcis.json")
@described(
    "Export what happened as an EPCIS 2.0 document",
    scope="exports:read",
    answers={200: File(("application/ld+json",))},
    query=(MERCHANT, SINCE),
    refusals=(422,),
)
def as_epcis() -> Response:
    """Export what happened as an EPCIS 2.0 document."""
    return _events("json")


def _rows(kind: str, form: str) -> Response:
    if kind not in EXPORTS:
        words = f"{given.in_path(kind)} cannot be exported"
        raise Problem(404, "export.unknown", "Not found", words, remedy=LOOK)
    export, asked = named(kind), _asked()
    asked = asked_of(export, asked.merchant_id, asked.since)
    return _streamed(written(site().db, export, asked, form), f"{kind}.{form}", FORMS[form])


def _events(form: str) -> Response:
    config = site().config["gs1"]
    text = exporting.written(site().db, _asked(), form, config=config, at=now())
    return _streamed(text, f"epcis.{form}", EPCIS[form])


def _asked() -> Asked:
    """Return whose rows are asked for: a merchant's key never sees another merchant's."""
    since = moment(given.text("since"))
    with site().db.read() as conn:
        return Asked(clients.merchant_id(conn), since)


def _streamed(text: Iterator[str], name: str, kind: str) -> Response:
    response = Response(text, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response
