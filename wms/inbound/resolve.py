"""Say which item unknown pieces are, or that they are none of ours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, update

from wms.catalog import queries as catalog
from wms.catalog.add_barcode import add_barcode
from wms.catalog.scans import read
from wms.errors import Refused
from wms.inbound import blind, queries, unknown
from wms.inbound.models import UnknownItem
from wms.inbound.queries import AsnRow
from wms.inbound.receive import finish, receive_item
from wms.inbound.unknown import UnknownRow
from wms.layout import queries as layout
from wms.people.actor import Actor
from wms.text import T

MAX_REASON = 64
_END = (
    update(UnknownItem)
    .where(UnknownItem.id == bindparam("unknown_id"))
    .values(
        status=bindparam("new_status"),
        item_id=bindparam("is_item"),
        reason=bindparam("why"),
        ended_at=bindparam("at"),
    )
)


@dataclass(frozen=True, slots=True)
class Resolved:
    """`pieces` of `sku` are on `lpn` now, booked with the delivery `asn`."""

    sku: str
    pieces: int
    lpn: str
    asn: str


def resolve(
    conn: Connection,
    *,
    unknown_id: int,
    item_id: int,
    pieces_each: int = 1,
    lot: str = "",
    expires_on: date | None = None,
    actor: Actor,
    at: datetime,
    config: Mapping[str, Any],
) -> Resolved:
    """Make the code a barcode of an item, `pieces_each` a scan, and receive the goods.

    They are booked with the delivery they came with while that takes them, else with a blind one
    under the same papers. Lot and expiry are read from the code if it says them.

    :raises Refused: it has ended; the code is on another item; lot or expiry missing or wrong.
    """
    row, pieces = _named(conn, unknown_id, item_id, pieces_each, at)
    asn = _delivery(conn, row, item_id, pieces, config["receiving"]["over_percent"], at)
    said = read(row.scanned, row.symbology, at.date())
    receive_item(
        conn,
        warehouse_id=row.warehouse_id,
        asn_id=asn.id,
        item_id=item_id,
        quantity=pieces,
        lot=lot or said.lot,
        expires_on=expires_on or said.expires_on,
        lpn_id=row.lpn_id,
        location_id=layout.first(conn, row.warehouse_id, "dock").id,
        actor=actor,
        at=at,
        config=config,
    )
    if asn.is_blind and asn.status == "expected":  # made for these goods alone
        finish(conn, asn_id=asn.id, at=at)
    return Resolved(catalog.item(conn, item_id).sku, pieces, row.lpn, asn.reference)


def drop(conn: Connection, *, unknown_id: int, reason: str, at: datetime) -> UnknownRow:
    """End the task of pieces that will be no item of ours, and return it as it was.

    :raises Refused: it has ended, or no reason is given.
    """
    row = _open(conn, unknown_id)
    why = reason.strip()
    if not 0 < len(why) <= MAX_REASON:
        words = T("The reason is empty or too long")
        raise Refused("unknown.reason", words, T("Use 1 to {n} characters", n=MAX_REASON))
    _end(conn, unknown_id, "dropped", None, why, at)
    return row


def _named(
    conn: Connection, unknown_id: int, item_id: int, pieces_each: int, at: datetime
) -> tuple[UnknownRow, int]:
    """End the task by what the pieces are, and return it with how many there are."""
    row = _open(conn, unknown_id)
    add_barcode(conn, item_id=item_id, code=row.code, pieces=pieces_each)
    _end(conn, unknown_id, "resolved", item_id, "", at)
    return row, row.quantity * pieces_each


def _open(conn: Connection, unknown_id: int) -> UnknownRow:
    row = unknown.one_now(conn, unknown_id)
    if row is None:
        words = T("There is no unknown item {id}", id=unknown_id)
        raise Refused("unknown.none", words, T("Look at what still waits to be named"))
    if row.status != "open":
        words = T("Unknown item {id} has ended already", id=unknown_id)
        raise Refused("unknown.ended", words, T("Look at what still waits to be named"))
    return row


def _end(
    conn: Connection, unknown_id: int, status: str, item_id: int | None, why: str, at: datetime
) -> None:
    ended = {"unknown_id": unknown_id, "new_status": status, "is_item": item_id}
    conn.execute(_END, ended | {"why": why, "at": at})


def _delivery(
    conn: Connection, row: UnknownRow, item_id: int, pieces: int, over_percent: int, at: datetime
) -> AsnRow:
    """Return the delivery that takes the goods: their own, or a blind one."""
    item = catalog.item(conn, item_id)
    own = queries.asn_now(conn, row.asn_id) if row.asn_id else None
    if own is not None and own.status != "received" and own.merchant_id == item.merchant_id:
        lines = [line for line in queries.lines(conn, own.id) if line.item_id == item.id]
        if own.is_blind or sum(line.room(over_percent) for line in lines) >= pieces:
            return own
    return blind.open_blind(
        conn,
        warehouse_id=row.warehouse_id,
        merchant_id=item.merchant_id,
        supplier_ref=(own.supplier_ref or own.reference) if own else "",
        at=at,
    )
