"""What may be asked about pieces that nobody knows, which wait on LPNs of their own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, select

from wms.inbound.models import Asn, UnknownItem
from wms.stock import plates


@dataclass(frozen=True, slots=True)
class UnknownRow:
    """Pieces with a code that nobody knew when they came; `lpn` is where they stand."""

    id: int
    warehouse_id: int
    asn_id: int | None
    asn: str
    scanned: str
    symbology: str
    code: str
    quantity: int
    lpn_id: int
    status: str
    found_at: datetime
    lpn: str = ""


_ROWS: Select[*tuple[Any, ...]] = select(
    UnknownItem.id,
    UnknownItem.warehouse_id,
    UnknownItem.asn_id,
    func.coalesce(Asn.reference, ""),
    UnknownItem.scanned,
    UnknownItem.symbology,
    UnknownItem.code,
    UnknownItem.quantity,
    UnknownItem.lpn_id,
    UnknownItem.status,
    UnknownItem.found_at,
).outerjoin(Asn, Asn.id == UnknownItem.asn_id)
_ONE = _ROWS.where(UnknownItem.id == bindparam("unknown_id"))
_ONE_NOW = _ONE.with_for_update(of=UnknownItem)
_OPEN = _ROWS.where(UnknownItem.status == "open").order_by(UnknownItem.id)
_ON_LPN = select(UnknownItem.id).where(
    UnknownItem.lpn_id == bindparam("lpn_id"), UnknownItem.status == "open"
)


def open_ones(conn: Connection) -> list[UnknownRow]:
    """Return what waits to be resolved, oldest first."""
    rows = [UnknownRow(*row) for row in conn.execute(_OPEN)]
    return _named(conn, rows)


def one(conn: Connection, unknown_id: int) -> UnknownRow | None:
    """Return one, ended or not."""
    row = conn.execute(_ONE, {"unknown_id": unknown_id}).first()
    return _named(conn, [UnknownRow(*row)])[0] if row else None


def one_now(conn: Connection, unknown_id: int) -> UnknownRow | None:
    """Return one, ended or not, locked until the transaction ends."""
    row = conn.execute(_ONE_NOW, {"unknown_id": unknown_id}).first()
    return _named(conn, [UnknownRow(*row)])[0] if row else None


def on_lpn(conn: Connection, lpn_id: int) -> int | None:
    """Return which unknown item stands on an LPN."""
    return conn.execute(_ON_LPN, {"lpn_id": lpn_id}).scalar()


def _named(conn: Connection, rows: list[UnknownRow]) -> list[UnknownRow]:
    codes = plates.codes(conn, [row.lpn_id for row in rows])
    return [replace(row, lpn=codes[row.lpn_id]) for row in rows]
