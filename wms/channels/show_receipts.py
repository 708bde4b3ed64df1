"""What other systems may see of what came of each delivery, as JSON-ready data.

Narrowed by the merchant of the delivery. On every line, announced + over = received + short + open.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select

from wms.channels.narrowed import narrowed
from wms.inbound import queries
from wms.inbound.arrival import Line
from wms.inbound.models import Asn, AsnDiscrepancy, AsnLine, UnknownItem
from wms.inbound.queries import AsnRow
from wms.people.queries import merchant_codes
from wms.stock import plates

Plain = dict[str, Any]
SUMS = ("announced", "received", "over", "short", "open", "damaged")
_ODD = (
    select(AsnDiscrepancy.__table__, AsnLine.asn_id)
    .join(AsnLine, AsnLine.id == AsnDiscrepancy.asn_line_id)
    .order_by(AsnDiscrepancy.id)
)


def receipts(
    conn: Connection,
    merchant_id: int | None,
    *,
    status: str = "",
    reference: str = "",
    after: int = 0,
    limit: int = 100,
) -> list[Plain]:
    """Return a page of what came of deliveries; `reference` is ours or the sender's."""
    asked = narrowed(
        select(Asn.id),
        Asn,
        owner=Asn.merchant_id,
        merchant_id=merchant_id,
        status=status,
        reference=reference,
        after=after,
        limit=limit,
    )
    numbers = list(conn.execute(asked).scalars())
    odd, unknown = _discrepancies(conn, numbers), _unknown(conn, numbers)
    codes = merchant_codes(conn)
    return [
        _receipt(
            queries.asn(conn, number),
            codes,
            queries.lines(conn, number),
            odd,
            unknown.get(number, []),
        )
        for number in numbers
    ]


def _receipt(
    row: AsnRow,
    codes: dict[int, str],
    lines: list[Line],
    odd: dict[int, list[Plain]],
    unknown: list[Plain],
) -> Plain:
    told = [_line(row, line, odd.get(line.id, [])) for line in lines]
    sums = {name: sum(line[name] for line in told) for name in SUMS}
    is_clean = not (sums["over"] or sums["short"] or sums["damaged"] or unknown)
    return {
        "id": row.id,
        "asn": row.reference,
        "external_ref": row.external_ref,
        "merchant": codes[row.merchant_id],
        "status": row.status,
        "was_announced": not row.is_blind,
        "supplier_ref": row.supplier_ref,
        "expected_on": _iso(row.expected_on),
        "closed_at": _iso(row.closed_at),
        "is_as_announced": row.status == "received" and is_clean,
        **sums,
        "lines": told,
        "unknown": unknown,
    }


def _line(row: AsnRow, line: Line, odd: list[Plain]) -> Plain:
    announced = 0 if row.is_blind else line.expected
    missing = max(announced - line.received, 0)
    is_settled = row.status == "received"
    return {
        "line_no": line.line_no,
        "sku": line.sku,
        "lot": line.lot_code,
        "expires_on": _iso(line.expires_on),
        "announced": announced,
        "received": line.received,
        "over": max(line.received - announced, 0),
        "short": missing if is_settled else 0,
        "open": 0 if is_settled else missing,
        "damaged": line.damaged,
        "discrepancies": odd,
    }


def _discrepancies(conn: Connection, asn_ids: list[int]) -> dict[int, list[Plain]]:
    """Return what was odd, by line id."""
    rows = conn.execute(_ODD.where(AsnLine.asn_id.in_(asn_ids))).all()
    lpns = plates.codes(conn, {row.lpn_id for row in rows})
    found: dict[int, list[Plain]] = {}
    for row in rows:
        told = {
            "kind": row.kind.lower(),
            "quantity": row.quantity,
            "lpn": lpns.get(row.lpn_id, ""),
            "noted_at": _iso(row.noted_at),
            "let_in": row.let_in_by_id is not None,
            "reason": row.reason,
        }
        found.setdefault(row.asn_line_id, []).append(told)
    return found


def _unknown(conn: Connection, asn_ids: list[int]) -> dict[int, list[Plain]]:
    """Return pieces that nobody knew, by the delivery they came with."""
    asked = select(UnknownItem.__table__).where(UnknownItem.asn_id.in_(asn_ids))
    rows = conn.execute(asked.order_by(UnknownItem.id)).all()
    lpns = plates.codes(conn, {row.lpn_id for row in rows})
    found: dict[int, list[Plain]] = {}
    for row in rows:
        told = {"code": row.code, "quantity": row.quantity, "lpn": lpns.get(row.lpn_id, "")}
        told |= {"status": row.status, "found_at": _iso(row.found_at)}
        found.setdefault(row.asn_id, []).append(told)
    return found


def _iso(value: date | datetime | None) -> str | None:
    return value.isoformat() if value else None
