"""Take one document of a file in a savepoint: all of it, or none and every reason why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from wms.channels import take
from wms.channels.documents import ASNS, ORDERS, Gathered, Kind
from wms.channels.faults import Fault, Faulty, refused
from wms.channels.formats import Take
from wms.channels.rows import Rejected
from wms.channels.scope import Scope
from wms.errors import Refused


def take_document(
    conn: Connection,
    kind: Kind,
    verb: Take,
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
        return _tried(conn, kind, verb, one, scope, at)
    except IntegrityError:
        return _tried(conn, kind, verb, one, scope, at)


def _tried(
    conn: Connection, kind: Kind, verb: Take, one: Gathered, scope: Scope, at: datetime
) -> take.Taken | list[Rejected]:
    savepoint = conn.begin_nested()
    try:
        taken = verb(conn, one.data, scope, at)
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
        field = ".".join(str(part) for part in where)
        yield Rejected(line, field, fault.reason, remedy=fault.remedy)
