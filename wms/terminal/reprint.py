"""Print again, from outside of any station, what did not come out; or give it up.

The document that did not come out is void then, and the next copy says that it is one.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, update

from wms.errors import Refused
from wms.people.models import Station
from wms.terminal.models import Document
from wms.text import T

STUCK = ("failed", "unknown")
REASON = "office"

_ONE = select(Document).where(Document.id == bindparam("document_id")).with_for_update()
_NEWEST = select(func.max(Document.id)).where(
    Document.for_kind == bindparam("for_kind"),
    Document.for_id == bindparam("for_id"),
    Document.kind == bindparam("kind"),
)
_STATION = select(Station.id).where(Station.code == bindparam("code"), Station.revoked_at.is_(None))
_VOID = update(Document).where(Document.id == bindparam("of_document")).values(state="void")
_BOOK = insert(Document).returning(Document.id)


def print_again(
    conn: Connection, *, document_id: int, station: str = "", worker_id: int | None, at: datetime
) -> int:
    """Book the next copy of a document that did not come out, for its own station or another, and
    return its number.

    :raises Refused: it came out, or is void, or was printed again since; there is no such station.
    """
    row = _stuck(conn, document_id)
    key = {"for_kind": row.for_kind, "for_id": row.for_id, "kind": row.kind}
    if conn.execute(_NEWEST, key).scalar() != document_id:
        words = T("A newer copy of it was printed")
        raise Refused("document.newer", words, T("Look for that one, and give this one up"))
    station_id = row.station_id
    if station:
        station_id = conn.execute(_STATION, {"code": station}).scalar()
    if station_id is None:
        words = T("{station} is no station that prints", station=station)
        raise Refused("document.station", words, T("Choose one that is not revoked"))
    conn.execute(_VOID, {"of_document": document_id})
    copied = {"device": row.device, "data": row.data, "copy_no": row.copy_no + 1, **key}
    added = {"station_id": station_id, "reason": REASON, "worker_id": worker_id}
    values = copied | added | {"state": "booked", "detail": "", "booked_at": at}
    return conn.execute(_BOOK, values).scalar_one()


def give_up(conn: Connection, *, document_id: int) -> None:
    """Do without a document that did not come out: it is void.

    :raises Refused: it came out, or is void.
    """
    _stuck(conn, document_id)
    conn.execute(_VOID, {"of_document": document_id})


def _stuck(conn: Connection, document_id: int) -> Any:
    row = conn.execute(_ONE, {"document_id": document_id}).first()
    if row is None or row.state not in STUCK:
        words = T("This document is not waiting for anybody")
        raise Refused("document.fine", words, T("Look at the list again"))
    return row
