"""What a station and the server say to each other. Imports nothing of ours.

Everything is plain data with a JSON form (`to_json` / `*_from_json`), so that a station needs
this module and nothing else of the server. Malformed JSON raises `ValueError` with the place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

COMMAND_PREFIX = "%"
"""Barcodes that begin so are commands (`%SKIP`); no SKU, bin or tote may begin so."""

MAX_TEXT = 4096
"""Longest scan or typed text, in characters; what is longer is no barcode."""


class Tone(StrEnum):
    """How a screen sounds and looks, never which colour or beep."""

    NEUTRAL = "neutral"
    DONE = "done"
    ATTENTION = "attention"
    REFUSED = "refused"


class Accepts(StrEnum):
    """A kind of input that a screen takes."""

    SCAN = "scan"
    WEIGHT = "weight"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Scan:
    """A barcode as the scanner read it; `symbology` is its AIM id without data, or empty."""

    text: str
    symbology: str = ""


@dataclass(frozen=True, slots=True)
class Weight:
    """A stable reading of the scale, in grams."""

    grams: int


@dataclass(frozen=True, slots=True)
class Key:
    """A named key or touch button, such as BACK or SHORT; `value` for keys that carry one."""

    name: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Typed:
    """Text keyed in and finished with Enter: a PIN, a lot, a quantity."""

    text: str


Input = Scan | Weight | Key | Typed

_KINDS: Mapping[str, type[Scan | Weight | Key | Typed]] = {
    "scan": Scan,
    "weight": Weight,
    "key": Key,
    "typed": Typed,
}


@dataclass(frozen=True, slots=True)
class Event:
    """One input, named by the station.

    `id` is a UUID made once and kept through every retry; `after` is the event before it
    ("" for the first); `screen_no` is the screen that the person saw; `occurred_at` is the
    station's clock in UTC.
    """

    id: str
    after: str
    screen_no: int
    occurred_at: datetime
    input: Input


@dataclass(frozen=True, slots=True)
class Screen:
    """What the person must know and do next; each renderer decides how it looks.

    `lines` are label and value; `keys` are names of keys that do something here; `accepts` the
    kinds of input besides; `expects` is the one scan that is hoped for ("" when there is no
    single one); `progress` is done and total; `counts_repeats` tells that the same code scanned
    again counts again; `secret` that typed text must not be shown; `language` is that of the words.
    """

    title: str
    prompt: str
    lines: tuple[tuple[str, str], ...] = ()
    keys: tuple[str, ...] = ()
    accepts: tuple[Accepts, ...] = (Accepts.SCAN,)
    expects: str = ""
    progress: tuple[int, int] | None = None
    picture: str = ""
    message: str = ""
    tone: Tone = Tone.NEUTRAL
    counts_repeats: bool = False
    secret: bool = False
    language: str = "en"
    no: int = 0


@dataclass(frozen=True, slots=True)
class Document:
    """Something to print: fetch `/documents/<id>`; `device` is `label` or `document`."""

    id: int
    device: str
    copy_no: int


@dataclass(frozen=True, slots=True)
class Answer:
    """The server's word on an event: the screen to show now, and what to print.

    `outcome` is `applied`, `refused` or `stale`; `last_event` is the id that the next event
    must name in `after`.
    """

    screen: Screen
    last_event: str
    outcome: str = "applied"
    documents: tuple[Document, ...] = ()


def to_json(value: Event | Screen | Answer | Input | Document) -> dict[str, Any]:
    """Return `value` as JSON-ready data."""
    match value:
        case Scan() | Weight() | Key() | Typed():
            kind = next(k for k, t in _KINDS.items() if isinstance(value, t))
            return {"kind": kind, **_fields(value)}
        case Event():
            plain = _fields(value)
            return plain | {
                "input": to_json(value.input),
                "occurred_at": value.occurred_at.isoformat(),
            }
        case Screen():
            return _fields(value) | {"lines": [list(line) for line in value.lines]}
        case Answer():
            return _fields(value) | {
                "screen": to_json(value.screen),
                "documents": [to_json(d) for d in value.documents],
            }
        case Document():
            return _fields(value)


def _fields(value: Any) -> dict[str, Any]:
    plain = {}
    for name in value.__dataclass_fields__:
        item = getattr(value, name)
        plain[name] = list(item) if isinstance(item, tuple) else item
    return plain


def screen_from_json(plain: Mapping[str, Any]) -> Screen:
    """Return the screen that `to_json` wrote; unknown fields of a newer server are ignored."""
    known = {name: plain[name] for name in Screen.__dataclass_fields__ if name in plain}
    known["lines"] = tuple((str(a), str(b)) for a, b in plain.get("lines", ()))
    known["keys"] = tuple(plain.get("keys", ()))
    known["accepts"] = tuple(Accepts(a) for a in plain.get("accepts", ()))
    known["progress"] = tuple(plain["progress"]) if plain.get("progress") else None
    known["tone"] = Tone(plain.get("tone", "neutral"))
    return Screen(**known)


def answer_from_json(plain: Mapping[str, Any]) -> Answer:
    """Return the answer that `to_json` wrote."""
    return Answer(
        screen=screen_from_json(plain["screen"]),
        last_event=str(plain["last_event"]),
        outcome=str(plain.get("outcome", "applied")),
        documents=tuple(
            Document(int(d["id"]), str(d["device"]), int(d["copy_no"]))
            for d in plain.get("documents", ())
        ),
    )


def event_from_json(plain: Mapping[str, Any]) -> Event:
    """Return the event that `to_json` wrote.

    :raises ValueError: a field is missing, of the wrong type or too long; says which.
    """
    return Event(
        id=_text(plain, "id", 64),
        after=_text(plain, "after", 64, empty=True),
        screen_no=_number(plain, "screen_no"),
        occurred_at=_instant(plain, "occurred_at"),
        input=input_from_json(_mapping(plain, "input")),
    )


def input_from_json(plain: Mapping[str, Any]) -> Input:
    """Return the input that `to_json` wrote.

    :raises ValueError: unknown kind, or a field missing, of the wrong type or too long.
    """
    match plain.get("kind"):
        case "scan":
            symbology = _text(plain, "symbology", 8, empty=True)
            return Scan(_text(plain, "text", MAX_TEXT, empty=True), symbology)
        case "weight":
            return Weight(_number(plain, "grams"))
        case "key":
            return Key(_text(plain, "name", 32), _text(plain, "value", 64, empty=True))
        case "typed":
            return Typed(_text(plain, "text", MAX_TEXT, empty=True))
        case other:
            raise ValueError(f"input.kind: {other!r} is not one of {', '.join(_KINDS)}")


def _text(plain: Mapping[str, Any], name: str, limit: int, *, empty: bool = False) -> str:
    value = plain.get(name, "" if empty else None)
    if not isinstance(value, str) or (not value and not empty):
        raise ValueError(f"{name}: text is missing")
    if len(value) > limit:
        raise ValueError(f"{name}: longer than {limit} characters")
    return value


def _number(plain: Mapping[str, Any], name: str) -> int:
    value = plain.get(name)
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # JSON knows one kind of number: 1.0 is a whole one
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) > 2**53:
        raise ValueError(f"{name}: a whole number is missing")
    return value


def _instant(plain: Mapping[str, Any], name: str) -> datetime:
    try:
        value = datetime.fromisoformat(_text(plain, name, 40))
    except ValueError:
        raise ValueError(f"{name}: not an ISO 8601 date and time") from None
    if value.tzinfo is None:
        raise ValueError(f"{name}: the offset from UTC is missing")
    return value


def _mapping(plain: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = plain.get(name)
    if not isinstance(value, dict):
        raise ValueError(f"{name}: an object is missing")
    return value
