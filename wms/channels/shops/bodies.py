"""Read what a shop system sends or exports: one JSON object, an array, or JSON lines."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import BinaryIO

from wms.channels import plain_words
from wms.channels.documents import Gathered
from wms.channels.foreign import Shop, Unfit
from wms.channels.rows import Record, Rejected, records

MAX_BODY_BYTES = 16 * 1024 * 1024
_BOM = b"\xef\xbb\xbf"


def orders(file: BinaryIO, shop: Shop) -> Iterator[Gathered | Rejected]:
    """Yield the orders that a file of a shop holds; the number of each document is its line."""
    number = 0
    for body in _bodies(file):
        if isinstance(body, Rejected):
            number += 1
            yield Rejected(number, body.field, body.reason)
            continue
        for document in shop.unwrap(body.data):
            number += 1
            yield from _turned(shop, document, number)


def _turned(shop: Shop, document: object, number: int) -> Iterator[Gathered | Rejected]:
    try:
        if not isinstance(document, dict):
            raise Unfit("a JSON object is needed here")
        for found in shop.turn(document):
            yield Gathered(found.plain(), [number], is_whole=True)
    except Unfit as unfit:
        yield Rejected(number, unfit.field, unfit.reason, remedy=unfit.remedy)


def _bodies(file: BinaryIO) -> Iterator[Record | Rejected]:
    file.seek(0)
    start = file.read(65536).removeprefix(_BOM).lstrip()
    file.seek(0)
    if start.startswith(b"["):
        yield from records(file, "json", (), ())
    elif _is_lines(start):
        yield from records(file, "jsonl", (), ())
    else:
        yield _whole(file)


def _is_lines(start: bytes) -> bool:
    """Tell whether the first line is an object by itself and another one follows."""
    first, newline, rest = start.partition(b"\n")
    if not newline or not rest.lstrip().startswith(b"{"):
        return False
    try:
        return isinstance(json.loads(first.decode("utf-8", "replace")), dict)
    except (ValueError, RecursionError):
        return False


def _whole(file: BinaryIO) -> Record | Rejected:
    raw = file.read(MAX_BODY_BYTES + 1)
    if len(raw) > MAX_BODY_BYTES:
        reason = f"one JSON object is longer than {MAX_BODY_BYTES} bytes"
        return Rejected(1, "", reason, remedy="Send the orders as an array")
    try:
        value = json.loads(raw.removeprefix(_BOM).decode("utf-8"))
    except UnicodeDecodeError as error:
        return Rejected(1, "", f"byte {error.start + 1} is not UTF-8: save the file as UTF-8")
    except (ValueError, RecursionError) as error:
        return Rejected(1, "", plain_words.of_json(error))
    if not isinstance(value, dict):
        return Rejected(1, "", "a JSON object is needed here")
    return Record(1, value)
