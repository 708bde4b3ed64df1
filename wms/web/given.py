"""Read what a request brings: its key, its body, its query. Anything odd is a problem."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, NoReturn

from flask import request

from wms.channels import plain_words
from wms.gs1.digits import shown
from wms.web.problems import Problem

MAX_ID = 2**63 - 1
MAX_LIMIT = 500
FIELD = "Mend the field that is named and send it again"
OBJECT = 'Send an object: {"name": value}'
_PREFIX = "bearer "


def bearer() -> str:
    """Return the key that the caller proves itself with.

    :raises Problem: 401 without one.
    """
    given = request.headers.get("Authorization", "")
    if not given.lower().startswith(_PREFIX) or not given[len(_PREFIX) :].strip():
        remedy = "Send it as: Authorization: Bearer KEY"
        raise Problem(401, "key.missing", "The key is missing", remedy=remedy)
    return given[len(_PREFIX) :].strip()


def json_body(max_bytes: int) -> Any:
    """Return the JSON that was sent.

    :raises Problem: 413 too long, 415 no JSON by its type, 400 no JSON by its content.
    """
    request.max_content_length = max_bytes
    if request.content_length is not None and request.content_length > max_bytes:
        remedy = f"Send at most {max_bytes} bytes at once"
        raise Problem(413, "body.too_long", "Too long", remedy=remedy)
    if not request.is_json:
        remedy = "Send Content-Type: application/json"
        raise Problem(415, "body.type", "Not JSON", remedy=remedy)
    raw = request.get_data(cache=True)
    try:
        return json.loads(raw.decode("utf-8"), parse_constant=_no_constant)
    except UnicodeDecodeError as error:
        words = f"byte {error.start + 1} is not UTF-8"
        remedy = "Send the text encoded as UTF-8"
        raise Problem(400, "body.encoding", "Not UTF-8", words, remedy=remedy) from None
    except (ValueError, RecursionError) as error:
        words, remedy = plain_words.of_json(error), "Send JSON as RFC 8259 has it"
        raise Problem(400, "body.json", "Malformed JSON", words, remedy=remedy) from None


def json_object(max_bytes: int) -> Mapping[str, Any]:
    """Return the JSON object that was sent; no body at all is an empty one.

    :raises Problem: as `json_body`, and 400 when it is no object.
    """
    if not request.mimetype and not request.content_length:
        return {}
    body = json_body(max_bytes)
    if not isinstance(body, dict):
        words = "A JSON object is needed"
        raise Problem(400, "body.object", "Malformed", words, remedy=OBJECT)
    return body


def file_body(kinds: Collection[str], max_bytes: int) -> tuple[str, bytes]:
    """Return (media type, bytes) of a file that was sent as the body.

    :raises Problem: 413 too long, 415 of another kind than `kinds`.
    """
    request.max_content_length = max_bytes
    if request.content_length is not None and request.content_length > max_bytes:
        remedy = f"Send at most {max_bytes} bytes at once"
        raise Problem(413, "body.too_long", "Too long", remedy=remedy)
    if request.mimetype not in kinds:
        remedy = f"Send Content-Type: one of {', '.join(kinds)}"
        raise Problem(415, "body.type", "No such file is taken here", remedy=remedy)
    return request.mimetype, request.get_data(cache=True)


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON value")


def text(name: str, *, longest: int = 128) -> str:
    """Return a query parameter, "" when it is not given.

    :raises Problem: 400 when it is too long or cannot be printed.
    """
    value = request.args.get(name, "")
    if len(value) > longest or not value.isprintable():
        words = f"{name}: at most {longest} printable characters"
        raise Problem(400, "query.text", "Malformed", words, remedy=FIELD, field=name)
    return value


def only(*names: str) -> None:
    """Let the query hold these parameters and no other: a slip in a name must not go unnoticed.

    :raises Problem: 400.
    """
    for name in request.args:
        if name not in names:
            allowed = f"Use only: {', '.join(names)}" if names else "Leave the query out"
            words = f"{shown(name)} is no parameter here"
            raise Problem(400, "query.unknown", "Malformed", words, remedy=allowed, field=name)


def one_of(name: str, allowed: Collection[str]) -> None:
    """Let a query parameter be empty or one of `allowed`.

    :raises Problem: 400.
    """
    value = text(name)
    if value and value not in allowed:
        words, remedy = f"{shown(value)} is no {name} here", f"Use one of {', '.join(allowed)}"
        raise Problem(400, "query.value", "Malformed", words, remedy=remedy, field=name)


def number(name: str, default: int, *, least: int = 0, most: int = MAX_ID) -> int:
    """Return a whole number of the query.

    :raises Problem: 400 when it is none, or out of range.
    """
    value = request.args.get(name)
    if value is None:
        return default
    if not (value.isascii() and value.isdigit() and len(value) <= 19):
        words = f"{name}: a whole number"
        raise Problem(400, "query.number", "Malformed", words, remedy=FIELD, field=name)
    if not least <= int(value) <= most:
        words = f"{name}: from {least} to {most}"
        raise Problem(400, "query.range", "Malformed", words, remedy=FIELD, field=name)
    return int(value)


def day(name: str) -> date | None:
    """Return a day of the query, None when it is not given.

    :raises Problem: 400 when it is none.
    """
    value = text(name)
    if not value:
        return None
    try:
        return date.fromisoformat(value) if len(value) == 10 else _no_day(name)
    except ValueError:
        return _no_day(name)


def _no_day(name: str) -> NoReturn:
    words = f"{name}: a day like 2026-03-31"
    raise Problem(400, "query.day", "Malformed", words, remedy=FIELD, field=name) from None


def paging() -> tuple[int, int]:
    """Return (after, limit) of a list."""
    return number("after", 0), number("limit", 100, least=1, most=MAX_LIMIT)


def in_path(value: str) -> str:
    """Return a part of the path that names something.

    :raises Problem: 404 when it cannot be a name.
    """
    if len(value) > 128 or not value.isprintable():
        words, remedy = "This cannot be a name here", "Check the address"
        raise Problem(404, "unknown", "Not found", words, remedy=remedy)
    return value


def number_in_path(value: str) -> int:
    """Return the number of a row that the path names.

    :raises Problem: 404 when it cannot be one.
    """
    if not (value.isascii() and value.isdigit() and len(value) < 19):
        words, remedy = "This cannot be a number here", "Check the address"
        raise Problem(404, "unknown", "Not found", words, remedy=remedy)
    return int(value)
