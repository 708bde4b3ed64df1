"""How a station that has no key yet gets one: by a code that works once."""

from __future__ import annotations

import re

from flask import Blueprint, Response, jsonify

from wms.channels.shapes_stations import PairedShape, PairForm
from wms.people.pairing import pair
from wms.web import given
from wms.web.described import described
from wms.web.problems import Problem
from wms.web.site import now, write

MAX_BODY_BYTES = 4096
MAX_CODE = 64
KEY = re.compile(r"[A-Za-z0-9_-]{32,64}")

pairing = Blueprint("pairing", __name__, url_prefix="/api/v1/stations")


@pairing.post("/pair")
@described(
    "Pair a station",
    scope="",
    body=PairForm,
    answers={200: PairedShape},
    refusals=(403,),
)
def exchange() -> Response:
    """Trust the key that a station made, once, for the code it was given; this needs no key."""
    body = given.json_object(MAX_BODY_BYTES)
    code, key = body.get("code"), body.get("key")
    if not isinstance(code, str) or not 0 < len(code) <= MAX_CODE or not code.isprintable():
        raise _malformed("code", f"code: a text of 1 to {MAX_CODE} printable characters")
    if not isinstance(key, str) or not KEY.fullmatch(key):
        raise _malformed("key", "key: 32 to 64 random letters, digits, - and _")
    at = now()
    station = write(lambda conn: pair(conn, code=code, key=key, at=at))
    if station is None:
        remedy = "Ask the office for a new code: wms station pair CODE"
        words = "It is wrong, was used, has expired, or too many wrong ones were tried"
        raise Problem(403, "pairing.code", "This code does not pair", words, remedy=remedy)
    return jsonify({"station": station})


def _malformed(field: str, words: str) -> Problem:
    return Problem(400, "pairing.malformed", "Malformed", words, remedy=given.FIELD, field=field)
