"""Import a file: good documents are kept, bad ones are reported, doing it again is harmless."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from wms.channels import take
from wms.channels.documents import KINDS, Gathered, Kind
from wms.channels.formats import Take, documents, taking
from wms.channels.rows import Rejected, kind_of
from wms.channels.scope import Scope
from wms.channels.take_document import take_document
from wms.db import Database
from wms.errors import Refused
from wms.text import T

CHUNK = 200
SOURCE = "import"
Tell = Callable[[Rejected], None]


@dataclass(slots=True)
class Imported:
    """How many documents were new, known but changed, known already, and rejected; how many of
    those that were taken were flagged."""

    new: int = 0
    changed: int = 0
    known: int = 0
    rejected: int = 0
    flagged: int = 0


def take_file(
    db: Database,
    path: Path,
    kind_name: str,
    *,
    at: datetime,
    tell: Tell,
    source: str = SOURCE,
    chunk: int = CHUNK,
    may_change: bool = False,
    format_name: str = "",
    merchant: str = "",
    flag: Tell | None = None,
) -> Imported:
    """Take what a file holds, one of `KINDS`; each rejection is told as soon as it is known.
    With `may_change` an order that is known with other content is changed, not rejected.

    `format_name` is one of `FORMATS`, by the file's extension if it is not given; `merchant` owns
    the orders of a foreign format, and what is accepted with faults is told to `flag`.

    :raises Refused: the file cannot be opened, or its header is wrong; nothing was taken.
    """
    kind, scope = KINDS[kind_name], Scope(source, may_add_merchants=True)
    format_name = format_name or kind_of(path)
    verb = taking(kind, format_name, may_change=may_change)
    done = Imported()
    try:
        with path.open("rb") as file:
            found = documents(file, kind, format_name, merchant=merchant)
            while part := list(islice(found, chunk)):
                _take_part(db, kind, verb, part, scope, at, done, tell, flag or _silent)
    except OSError as error:
        words = T("{path} cannot be read", path=str(path))
        raise Refused("file.unreadable", words, error.strerror or "") from None
    return done


def _silent(rejected: Rejected) -> None:
    """Tell nobody."""


def _take_part(
    db: Database,
    kind: Kind,
    verb: Take,
    part: list[Gathered | Rejected],
    scope: Scope,
    at: datetime,
    done: Imported,
    tell: Tell,
    flag: Tell,
) -> None:
    """Take some documents in one transaction; it may be run again, so it counts afterwards."""
    results = db.run(lambda conn: [take_document(conn, kind, verb, one, scope, at) for one in part])
    for one, result in zip(part, results, strict=True):
        if isinstance(result, take.Taken):
            done.new += result.is_new
            done.changed += result.is_changed
            done.known += not (result.is_new or result.is_changed)
            done.flagged += bool(result.flags)
            for words in result.flags:
                flag(Rejected(_line(one), "", words))
        else:
            done.rejected += 1
            for rejected in result:
                tell(rejected)


def _line(one: Gathered | Rejected) -> int:
    return one.line if isinstance(one, Rejected) else one.rows[0]
