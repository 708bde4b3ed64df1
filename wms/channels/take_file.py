"""Import a file: good documents are kept, bad ones are reported, doing it again is harmless."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from wms.channels import take, take_rma
from wms.channels.documents import ASNS, KINDS, ORDERS, Gathered, Kind, gather
from wms.channels.faults import Fault, Faulty, read, refused
from wms.channels.forms import AsnForm, FaceForm, ItemForm, OrderForm, RmaForm
from wms.channels.rows import Record, Rejected, kind_of, records
from wms.channels.scattered import scattered
from wms.channels.scope import Scope
from wms.channels.take_change import new_or_changed
from wms.db import Database
from wms.errors import Refused
from wms.text import T

CHUNK = 200
SOURCE = "import"

Take = Callable[[Connection, Mapping[str, Any], Scope, datetime], take.Taken]
TAKES: Mapping[str, Take] = {
    "items": lambda conn, data, scope, at: take.item(conn, read(ItemForm, data), scope, at),
    "asns": lambda conn, data, scope, at: take.asn(conn, read(AsnForm, data), scope, at),
    "faces": lambda conn, data, scope, at: take.face(conn, read(FaceForm, data), scope, at),
    "orders": lambda conn, data, scope, at: take.order(conn, read(OrderForm, data), scope, at),
    "rmas": lambda conn, data, scope, at: take_rma.rma(conn, read(RmaForm, data), scope, at),
}
CHANGES: Mapping[str, Take] = {
    **TAKES,
    "orders": lambda conn, data, scope, at: new_or_changed(conn, read(OrderForm, data), scope, at),
}
"""What is taken where a file may change what is known."""


@dataclass(slots=True)
class Imported:
    """How many documents were new, known but changed, known already, and rejected."""

    new: int = 0
    changed: int = 0
    known: int = 0
    rejected: int = 0


def take_file(
    db: Database,
    path: Path,
    kind_name: str,
    *,
    at: datetime,
    tell: Callable[[Rejected], None],
    source: str = SOURCE,
    chunk: int = CHUNK,
    may_change: bool = False,
) -> Imported:
    """Take what a file holds, one of `KINDS`; each rejection is told as soon as it is known.
    With `may_change` an order that is known with other content is changed, not rejected.

    :raises Refused: the file cannot be opened, or its header is wrong; nothing was taken.
    """
    kind, scope = KINDS[kind_name], Scope(source, may_add_merchants=True)
    taking = (CHANGES if may_change else TAKES)[kind_name]
    done = Imported()
    format_name = kind_of(path)
    try:
        with path.open("rb") as file:
            look = partial(_look, file, kind, format_name)
            found = gather(kind, look(), scattered(look) if kind.line else {})
            while part := list(islice(found, chunk)):
                _take_part(db, kind, taking, part, scope, at, done, tell)
    except OSError as error:
        words = T("{path} cannot be read", path=str(path))
        raise Refused("file.unreadable", words, error.strerror or "") from None
    return done


def _look(file: BinaryIO, kind: Kind, format_name: str) -> Iterator[Record | Rejected]:
    """Read the file from its beginning."""
    file.seek(0)
    yield from records(file, format_name, kind.columns, kind.needed)


def _take_part(
    db: Database,
    kind: Kind,
    taking: Take,
    part: list[Gathered | Rejected],
    scope: Scope,
    at: datetime,
    done: Imported,
    tell: Callable[[Rejected], None],
) -> None:
    """Take some documents in one transaction; it may be run again, so it counts afterwards."""
    results = db.run(lambda conn: [_take_one(conn, kind, taking, one, scope, at) for one in part])
    for result in results:
        if isinstance(result, take.Taken):
            done.new += result.is_new
            done.changed += result.is_changed
            done.known += not (result.is_new or result.is_changed)
        else:
            done.rejected += 1
            for rejected in result:
                tell(rejected)


def _take_one(
    conn: Connection,
    kind: Kind,
    taking: Take,
    one: Gathered | Rejected,
    scope: Scope,
    at: datetime,
) -> take.Taken | list[Rejected]:
    """Return what became of a document, or why it was rejected, leaving no trace of it.

    What somebody else adds at the same moment is met as a conflict once and found then.
    """
    if isinstance(one, Rejected):
        return [one]
    try:
        return _tried(conn, kind, taking, one, scope, at)
    except IntegrityError:
        return _tried(conn, kind, taking, one, scope, at)


def _tried(
    conn: Connection, kind: Kind, taking: Take, one: Gathered, scope: Scope, at: datetime
) -> take.Taken | list[Rejected]:
    savepoint = conn.begin_nested()
    try:
        taken = taking(conn, one.data, scope, at)
        faults: list[Fault] = []
    except Faulty as faulty:
        faults = list(faulty.faults)
        if faulty.is_malformed and kind in (ASNS, ORDERS):
            faults += take.unknown_goods(conn, one.data, scope)
    except Refused as refusal:
        faults = [refused(refusal)]
    except BaseException:
        savepoint.rollback()
        raise
    if not faults and not one.faults:
        savepoint.commit()
        return taken
    savepoint.rollback()
    return sorted([*one.faults, *_rejected(one, faults)], key=lambda r: r.line)


def _rejected(document: Gathered, faults: Iterable[Fault]) -> Iterator[Rejected]:
    """Say each fault at the line of the file that it is on."""
    for fault in faults:
        line, where = document.rows[0], fault.where
        match () if document.is_whole else where:
            case ("lines", int(index), *rest) if len(document.rows) > 1 or index == 0:
                line = document.rows[index] if index < len(document.rows) else line
                where = tuple(rest)
            case ("recipient", *rest):
                where = tuple(rest)
        reason = f"{fault.reason}. {fault.remedy}" if fault.remedy else fault.reason
        yield Rejected(line, ".".join(str(part) for part in where), reason)
