"""The records of a station's journal, and what is restored from them after a restart.

A record is a JSON object with a `kind`: `event` (made by a person), `answered` (the server's last
word on it), `print` (a document's state), `reported` (the server took that state), `dropped`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from wms.terminal.wire import Event, event_from_json, to_json

Record = Mapping[str, Any]
PrintKey = tuple[int, int]
"""A document's id and its copy number: what is printed at most once."""

MAX_SETTLED_PRINTS = 5000
"""So many finished documents are remembered; an answer older than these is not repeated."""


@dataclass(frozen=True, slots=True)
class PrintState:
    """How far a document has come, and whether the server has been told."""

    device: str
    state: str
    detail: str = ""
    reported: bool = False


@dataclass
class Restored:
    """What a journal says: events without an answer, in order, and the state of each print."""

    unanswered: dict[str, Event] = field(default_factory=dict)
    prints: dict[PrintKey, PrintState] = field(default_factory=dict)


BADGE_PREFIX = "%B:"
"""How badges begin; the server says so in `wms.people.enroll`."""


def event_made(event: Event, *, secret: bool) -> Record:
    """Return the record of an input; what was typed is not archived when `secret`."""
    return {"kind": "event", "event": to_json(event), "secret": secret}


def event_answered(event_id: str, outcome: str, detail: str, at: datetime) -> Record:
    """Return the record of the last word on an event: applied, refused, stale or rejected."""
    plain = {"id": event_id, "outcome": outcome, "detail": detail}
    return {"kind": "answered", **plain, "at": at.isoformat()}


def input_dropped(text: str, why: str, at: datetime) -> Record:
    """Return the record of an input that was not sent, and why."""
    return {"kind": "dropped", "text": text, "why": why, "at": at.isoformat()}


def print_changed(key: PrintKey, state: PrintState) -> Record:
    """Return the record of a document's new state."""
    plain = {"id": key[0], "copy": key[1], "device": state.device}
    return {"kind": "print", **plain, "state": state.state, "detail": state.detail}


def print_reported(key: PrintKey, state: str) -> Record:
    """Return the record that the server has taken a state."""
    return {"kind": "reported", "id": key[0], "copy": key[1], "state": state}


def restore(records: Iterable[Record]) -> Restored:
    """Return what `records`, in the order written, leave to be done."""
    restored = Restored()
    for record in records:
        _apply(restored, record)
    return restored


def _apply(restored: Restored, record: Record) -> None:
    match record.get("kind"):
        case "event":
            event = event_from_json(record["event"])
            restored.unanswered[event.id] = event
        case "answered":
            restored.unanswered.pop(record["id"], None)
        case "print":
            # moved to the end, so that the oldest settled ones come first
            restored.prints.pop((record["id"], record["copy"]), None)
            told = record.get("reported", False)
            state = PrintState(record["device"], record["state"], record["detail"], told)
            restored.prints[record["id"], record["copy"]] = state
        case "reported":
            _report(restored, (record["id"], record["copy"]), record["state"])


def _report(restored: Restored, key: PrintKey, told: str) -> None:
    known = restored.prints.get(key)
    if known is not None and known.state == told:
        restored.prints[key] = PrintState(known.device, known.state, known.detail, True)


def to_keep(records: Iterable[Record]) -> list[Record]:
    """Return the few records that restore the same as `records`, all else being history."""
    records = list(records)
    restored = restore(records)
    pending = [r for r in records if r.get("kind") == "event" and _is_pending(r, restored)]
    open_, settled = _split(restored.prints)
    prints = {**dict(settled[-MAX_SETTLED_PRINTS:]), **dict(open_)}
    kept = [{**print_changed(k, s), "reported": s.reported} for k, s in prints.items()]
    return [*pending, *kept]


Prints = list[tuple[PrintKey, PrintState]]


def _split(prints: Mapping[PrintKey, PrintState]) -> tuple[Prints, Prints]:
    settled = [item for item in prints.items() if item[1].reported]
    return [item for item in prints.items() if not item[1].reported], settled


def _is_pending(record: Record, restored: Restored) -> bool:
    return record["event"]["id"] in restored.unanswered


def for_archive(record: Record) -> Record:
    """Return `record` as it may be kept for good: without a PIN or a badge's token."""
    if record.get("kind") != "event" or not _is_secret(record):
        return record
    hidden = {**record["event"]["input"], "text": "(secret)"}
    return {**record, "event": {**record["event"], "input": hidden}}


def _is_secret(record: Record) -> bool:
    text = str(record["event"]["input"].get("text", ""))
    return bool(record.get("secret")) or text.startswith(BADGE_PREFIX)
