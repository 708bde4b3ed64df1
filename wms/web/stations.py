"""What stations say and ask: events in, screens out, documents to print."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, jsonify

from wms.channels.shapes_stations import (
    MAX_GRAMS,
    MAX_SCREEN_NO,
    EventForm,
    NothingShape,
    ReportForm,
    ScreenAnswer,
)
from wms.people import queries as people
from wms.shipping import carrier_labels
from wms.terminal import documents
from wms.terminal.machine import Post
from wms.terminal.wire import Answer, Event, Key, Scan, Typed, Weight, event_from_json, to_json
from wms.web import given, measures
from wms.web.described import STATION, File, described
from wms.web.problems import Problem
from wms.web.requests import note
from wms.web.site import now, site, write

MAX_BODY_BYTES = 64 * 1024
PRINTED = ("application/zpl", "application/pdf", "image/png")
MAX_DOCUMENT = 2**63 - 1

stations = Blueprint("stations", __name__, url_prefix="/api/v1/stations/<code>")


@stations.get("/screen")
@described("Read the screen", scope=STATION, answers={200: ScreenAnswer})
def screen(code: str) -> Response:
    """Answer with the screen to show now."""
    post, at = proved(code), now()
    return _answered(site().engine.current(post, at))


@stations.post("/events")
@described("Say what happened", scope=STATION, body=EventForm, answers={200: ScreenAnswer})
def events(code: str) -> Response:
    """Apply one event and answer with the screen that follows; the same event, the same answer."""
    post, at = proved(code), now()
    event = _event(given.json_object(MAX_BODY_BYTES))
    heard = site().engine.hear(post, event, at)
    outcome = "repeated" if heard.is_repeat else heard.answer.outcome
    measures.heard(outcome, heard.code)
    note(event=event.id, outcome=outcome, code=heard.code, worker=heard.worker_id)
    return _answered(heard.answer)


@stations.get("/documents/<int:number>")
@described("Fetch a document", scope=STATION, answers={200: File(PRINTED, "What the printer gets")})
def document(code: str, number: int) -> Response:
    """Answer with what the printer shall get."""
    from wms.web import drawing  # slow to load, and not needed to start

    found = own_document(proved(code), number)
    drawn = uploaded(found) if found.kind == carrier_labels.KIND else None
    if drawn is not None:
        mimetype, data = drawing.of_carrier(*drawn)
    else:
        mimetype, data = drawing.draw(found.kind, found.device, found.data, found.copy_no)
    response = Response(data, mimetype=mimetype)
    response.headers["X-Copy"] = str(found.copy_no)
    return response


@stations.put("/documents/<int:number>")
@described(
    "Report a print",
    scope=STATION,
    body=ReportForm,
    answers={200: NothingShape},
    refusals=(422,),
)
def report(code: str, number: int) -> Response:
    """Note what became of a document."""
    post = proved(code)
    body = given.json_object(MAX_BODY_BYTES)
    state, detail = _plain(body, "state"), _plain(body, "detail")
    own_document(post, number)
    write(lambda conn: documents.report(conn, post.id, number, state, detail))
    return jsonify({})  # not 204: without a body the server would close the connection


def proved(code: str) -> Post:
    """Return the station that proves itself with its key.

    :raises Problem: 401; says whether the key was revoked.
    """
    key = given.bearer()
    with site().db.read() as conn:
        found = people.station(conn, given.in_path(code), key)
        is_revoked = found is None and people.was_revoked(conn, given.in_path(code), key)
    if is_revoked:
        remedy = "Ask the office to pair it anew: wms station pair CODE"
        raise Problem(401, "station.revoked", "This station was revoked", remedy=remedy)
    if found is None:
        remedy = "Ask the office for this station's key"
        raise Problem(401, "station.key", "Station and key are not known here", remedy=remedy)
    note(station=found.code)
    return Post(found.id, found.code, found.kind, found.warehouse_id)


def _answered(answer: Answer) -> Response:
    return jsonify(to_json(answer))


def own_document(post: Post, number: int) -> Any:
    """Return a station's own document.

    :raises Problem: 404.
    """
    with site().db.read() as conn:
        found = documents.fetch(conn, post.id, number) if number <= MAX_DOCUMENT else None
    if found is None:
        words = f"Document {number} is none of this station"
        remedy = "Ask for the screen: it names what is to be printed"
        raise Problem(404, "document.unknown", "Not found", words, remedy=remedy)
    return found


def uploaded(document: Any) -> tuple[str, bytes] | None:
    """Return (media, content) of the label that a carrier drew for a document's parcel."""
    with site().db.read() as conn:
        return carrier_labels.content(conn, document.data["parcel_id"])


def _event(plain: Mapping[str, Any]) -> Event:
    """Return the event; what the database could not keep is refused here, by name.

    :raises Problem: 400.
    """
    try:
        event = event_from_json(plain)
        _storable(event.id, "id")
        _storable(event.after, "after")
        _within(event.screen_no, MAX_SCREEN_NO, "screen_no")
        _storable_input(event.input)
        _in_reach(event.occurred_at)
    except ValueError as error:
        words = str(error)
        field = words.partition(":")[0]
        raise Problem(
            400, "event.malformed", "Malformed", words, remedy=given.FIELD, field=field
        ) from None
    return event


def _storable_input(given_input: Scan | Weight | Key | Typed) -> None:
    match given_input:
        case Scan(text, symbology):
            _storable(text, "input.text")
            _storable(symbology, "input.symbology")
        case Typed(text):
            _storable(text, "input.text")
        case Key(name, value):
            _storable(name, "input.name")
            _storable(value, "input.value")
        case Weight(grams):
            _within(abs(grams), MAX_GRAMS, "input.grams")


def _storable(text: str, field: str) -> None:
    if "\0" in text or any("\ud800" <= character <= "\udfff" for character in text):
        raise ValueError(f"{field}: holds a character that no text can hold (NUL or a surrogate)")


def _within(value: int, most: int, field: str) -> None:
    if not 0 <= value <= most:
        raise ValueError(f"{field}: from 0 to {most} is needed")


def _in_reach(instant: datetime) -> None:
    if not 2000 <= instant.year <= 2199:
        raise ValueError(f"occurred_at: the station's clock says {instant.year}")
    instant.astimezone(UTC)


def _plain(body: Mapping[str, Any], name: str) -> str:
    value = body.get(name, "")
    if not isinstance(value, str):
        words = f"{name}: a text is needed"
        raise Problem(400, "body.text", "Malformed", words, remedy=given.FIELD, field=name)
    return "".join(c if c.isprintable() else "?" for c in value)[:200]
