"""Documents for a station's printers: booked, printed, seen, copied, voided.

A document is a row before it is paper. What became of it is reported by the station; only the
scan of its printed code proves it (`seen`). A copy is a new row that says COPY and why.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, update

from wms.errors import Refused
from wms.terminal.machine import Work
from wms.terminal.models import Document
from wms.terminal.wire import Document as Announced
from wms.text import T

REPORTED = ("sending", "sent", "confirmed", "unknown", "failed")
_ENDED = ("seen", "void")
KINDS = ("shipping", "carrier", "slip", "lpn", "manifest")

_INSERT = insert(Document).returning(Document.id)
_WAITING = (
    select(Document.id, Document.device, Document.copy_no)
    .where(Document.station_id == bindparam("station"), Document.state == "booked")
    .order_by(Document.id)
)
_ANNOUNCED = (
    select(Document.id, Document.device, Document.copy_no)
    .where(Document.id.in_(bindparam("ids", expanding=True)))
    .order_by(Document.id)
)
_LAST = (
    select(
        Document.station_id,
        Document.device,
        Document.kind,
        Document.data,
        Document.copy_no,
        Document.state,
    )
    .where(
        Document.for_kind == bindparam("for_kind"),
        Document.for_id == bindparam("for_id"),
        Document.kind == bindparam("kind"),
    )
    .order_by(Document.id.desc())
    .limit(1)
)
_REPORT = (
    update(Document)
    .where(
        Document.id == bindparam("document_id"),
        Document.station_id == bindparam("station"),
        Document.state.not_in(_ENDED),
    )
    .values(state=bindparam("new_state"), detail=bindparam("new_detail"))
)
_END = (
    update(Document)
    .where(
        Document.for_kind == bindparam("of_kind"),
        Document.for_id == bindparam("of_id"),
        Document.kind.in_(bindparam("of_kinds", expanding=True)),
        Document.state.not_in(_ENDED),
    )
    .values(state=bindparam("new_state"))
)
_VOID = (
    update(Document)
    .where(
        Document.for_kind == bindparam("of_kind"),
        Document.for_id == bindparam("of_id"),
        Document.state != "void",
    )
    .values(state="void")
)
_RECENT = (
    select(
        Document.id,
        Document.device,
        Document.kind,
        Document.copy_no,
        Document.reason,
        Document.state,
        Document.detail,
        Document.booked_at,
        Document.for_kind,
        Document.for_id,
    )
    .where(Document.station_id == bindparam("station"))
    .order_by(Document.id.desc())
    .limit(bindparam("most"))
)
_ONE = select(Document.kind, Document.device, Document.data, Document.copy_no).where(
    Document.id == bindparam("document_id"), Document.station_id == bindparam("station")
)


def book(
    work: Work,
    *,
    kind: str,
    data: Mapping[str, Any],
    for_kind: str,
    for_id: int,
    device: str = "label",
    copy_no: int = 1,
    reason: str = "",
) -> int:
    """Book a document for the station of `work` and return its number.

    `kind` names the drawing (one of `KINDS`), `data` holds what stands on it.
    """
    row = {"station_id": work.station.id, "device": device, "kind": kind, "data": dict(data)}
    row |= {"for_kind": for_kind, "for_id": for_id, "copy_no": copy_no, "reason": reason}
    row |= {"worker_id": work.person.id or None}
    values = row | {"state": "booked", "detail": "", "booked_at": work.at}
    number = work.conn.execute(_INSERT, values).scalar_one()
    work.documents.append(number)
    return number


def copy(work: Work, *, kind: str, for_kind: str, for_id: int, reason: str) -> int:
    """Book the next copy of a document that was booked before, and return its number.

    :raises Refused: there is nothing to copy, or it is void.
    """
    key = {"kind": kind, "for_kind": for_kind, "for_id": for_id}
    last = work.conn.execute(_LAST, key).first()
    if last is None:
        raise Refused("document.none", T("Nothing was printed yet"), T("Go on with the step shown"))
    if last.state == "void":
        words = T("This document is void")
        raise Refused("document.void", words, T("Throw it away and scan BACK"))
    return book(
        work,
        kind=kind,
        data=last.data,
        for_kind=for_kind,
        for_id=for_id,
        device=last.device,
        copy_no=last.copy_no + 1,
        reason=reason,
    )


def end(
    conn: Connection, *, for_kind: str, for_id: int, state: str, kinds: Sequence[str] = KINDS
) -> None:
    """Mark the documents of something `seen` (scanned back) or `void`; of some `kinds` only."""
    conn.execute(
        _END, {"of_kind": for_kind, "of_id": for_id, "new_state": state, "of_kinds": list(kinds)}
    )


def void(conn: Connection, *, for_kind: str, for_id: int) -> None:
    """Mark the documents of something void, those that were scanned back included."""
    conn.execute(_VOID, {"of_kind": for_kind, "of_id": for_id})


def report(conn: Connection, station_id: int, document_id: int, state: str, detail: str) -> None:
    """Note what the station says became of a document; a seen or void one stays so.

    :raises Refused: `state` is none that a station may report.
    """
    if state not in REPORTED:
        raise Refused(
            "document.state",
            T("{state} is no state of a document", state=state),
            T("Use one of {states}", states=", ".join(REPORTED)),
            field="state",
        )
    values = {"document_id": document_id, "station": station_id, "new_state": state}
    conn.execute(_REPORT, values | {"new_detail": detail[:200]})


def fetch(conn: Connection, station_id: int, document_id: int) -> Any | None:
    """Return (kind, device, data, copy_no) of a station's own document."""
    return conn.execute(_ONE, {"document_id": document_id, "station": station_id}).first()


def waiting(conn: Connection, station_id: int) -> tuple[Announced, ...]:
    """Return what the station still has to print."""
    rows = conn.execute(_WAITING, {"station": station_id})
    return tuple(Announced(row.id, row.device, row.copy_no) for row in rows)


def recent(conn: Connection, station_id: int, most: int) -> list[Any]:
    """Return a station's last documents, what they are for and what became of them, the newest
    first."""
    return list(conn.execute(_RECENT, {"station": station_id, "most": most}))


def announced(conn: Connection, ids: Sequence[int]) -> tuple[Announced, ...]:
    """Return the documents that this answer announces."""
    if not ids:
        return ()
    rows = conn.execute(_ANNOUNCED, {"ids": list(ids)})
    return tuple(Announced(row.id, row.device, row.copy_no) for row in rows)


def copies(conn: Connection, *, for_kind: str, for_id: int) -> int:
    """Return how many documents were booked for something."""
    asked = select(func.count()).where(Document.for_kind == for_kind, Document.for_id == for_id)
    return conn.execute(asked).scalar_one()
