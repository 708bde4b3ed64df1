"""Receive what nobody announced: the delivery is made known when it stands at the dock."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, update
from sqlalchemy.dialects import postgresql, sqlite

from wms import series
from wms.catalog import queries as catalog
from wms.errors import Refused
from wms.gs1.digits import shown
from wms.inbound import announce, queries
from wms.inbound.arrival import MAX_SUPPLIER_REF
from wms.inbound.models import Asn, AsnLine
from wms.inbound.queries import AsnRow
from wms.text import T

SOURCE = "blind"
"""Who announced it: the floor. Its `external_ref` is its own reference."""

_INSERT = {
    "sqlite": sqlite.insert(Asn).on_conflict_do_nothing().returning(Asn.id),
    "postgresql": postgresql.insert(Asn).on_conflict_do_nothing().returning(Asn.id),
}
_INSERT_LINE = insert(AsnLine)
_MORE = (
    update(AsnLine)
    .where(AsnLine.id == bindparam("line_id"))
    .values(expected=AsnLine.expected + bindparam("more"))
)


def open_blind(
    conn: Connection, *, warehouse_id: int, merchant_id: int, supplier_ref: str = "", at: datetime
) -> AsnRow:
    """Make a merchant's blind delivery known, or return the one in work under the same papers.

    Without papers, and where another delivery has the reference of the papers, it gets a
    reference of its own.

    :raises Refused: the reference is too long.
    """
    check_reference(supplier_ref)
    head = {"warehouse_id": warehouse_id, "merchant_id": merchant_id, "source": SOURCE}
    head |= {"status": "expected", "expected_on": None, "created_at": at, "closed_at": None}
    head |= {"kind": "blind", "supplier_ref": supplier_ref}
    number = 1
    while True:
        papers = (warehouse_id, supplier_ref)
        found = queries.open_blind(conn, *papers, merchant_id=merchant_id) if supplier_ref else None
        if found is not None:
            return found
        reference = _reference(conn, supplier_ref, number)
        row = head | {"reference": reference, "external_ref": reference}
        asn_id = conn.execute(_INSERT[conn.dialect.name], row).scalar()
        if asn_id is not None:
            return queries.asn(conn, asn_id)
        number += 1


def expect(conn: Connection, asn: AsnRow, *, item_id: int, quantity: int) -> None:
    """Let a blind delivery, whose row is locked, expect `quantity` pieces more of an item.

    :raises Refused: `receive.other_merchant` when the item is of another merchant.
    """
    item = catalog.item(conn, item_id)
    if item.merchant_id != asn.merchant_id:
        words = T("{sku} belongs to {merchant}", sku=item.sku, merchant=item.merchant)
        remedy = T("DONE here, then BLIND for {merchant}", merchant=item.merchant)
        raise Refused("receive.other_merchant", words, remedy)
    lines = queries.lines(conn, asn.id)
    mine = next((line.id for line in lines if line.item_id == item_id), None)
    if mine is not None:
        conn.execute(_MORE, {"line_id": mine, "more": quantity})
        return
    number = max((line.line_no for line in lines), default=0) + 1
    row: dict[str, Any] = {"asn_id": asn.id, "line_no": number, "item_id": item_id}
    conn.execute(_INSERT_LINE, row | {"expected": quantity, "received": 0})


def check_reference(supplier_ref: str) -> None:
    """Make sure that a reference on papers can be kept.

    :raises Refused: it is too long.
    """
    if len(supplier_ref) > MAX_SUPPLIER_REF or not supplier_ref.isprintable():
        words = T("{ref} is no reference", ref=shown(supplier_ref))
        raise Refused("asn.reference", words, T("Use 1 to {n} characters", n=MAX_SUPPLIER_REF))


def _reference(conn: Connection, supplier_ref: str, number: int) -> str:
    """Return what the delivery is called: its papers' reference, that with a number, or a drawn
    one where that cannot be a barcode."""
    wanted = supplier_ref if number == 1 else f"{supplier_ref}+{number}"
    if supplier_ref and announce.can_be_scanned(wanted):
        return wanted
    return f"B-{series.draw(conn, 'blind')}"
