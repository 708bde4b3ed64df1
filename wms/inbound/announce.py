"""Announce a delivery: what a merchant says will come (ASN)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, insert
from sqlalchemy.dialects import postgresql, sqlite

from wms import series, units
from wms.errors import Refused
from wms.gs1.digits import shown
from wms.inbound import queries
from wms.inbound.arrival import valid_lot
from wms.inbound.models import Asn, AsnLine
from wms.inbound.queries import AsnRow
from wms.terminal.wire import COMMAND_PREFIX
from wms.text import T

MAX_REFERENCE = 32
"""Longest reference, in characters, that is printed as a barcode and shown on a handheld."""

MAX_EXTERNAL = 128

_INSERT = {
    "sqlite": sqlite.insert(Asn).on_conflict_do_nothing().returning(Asn.id),
    "postgresql": postgresql.insert(Asn).on_conflict_do_nothing().returning(Asn.id),
}
_INSERT_LINES = insert(AsnLine)


@dataclass(frozen=True, slots=True)
class AnnouncedLine:
    """`quantity` pieces of a merchant's item; lot and expiry if the supplier names them."""

    sku: str
    quantity: int
    lot: str = ""
    expires_on: date | None = None


def announce(
    conn: Connection,
    *,
    warehouse_id: int,
    merchant_id: int,
    source: str,
    external_ref: str,
    lines: Sequence[AnnouncedLine],
    expected_on: date | None = None,
    at: datetime,
) -> AsnRow:
    """Announce a delivery; the same announcement again returns the known ASN unchanged.

    :raises Refused: `asn.exists` when `external_ref` is known with another content; an empty or
        too long reference, no lines, unknown items, quantities or lots out of range.
    """
    _check_reference(external_ref)
    rows = _rows(conn, merchant_id, lines)
    head = {"warehouse_id": warehouse_id, "merchant_id": merchant_id, "source": source}
    head |= {"external_ref": external_ref, "expected_on": expected_on}

    asn_id = _add(conn, head | {"status": "expected", "created_at": at, "closed_at": None})
    if asn_id is None:
        return _known(conn, head, rows)
    conn.execute(_INSERT_LINES, [row | {"asn_id": asn_id, "received": 0} for row in rows])
    return queries.asn(conn, asn_id)


def _check_reference(external_ref: str) -> None:
    if not external_ref.strip() or len(external_ref) > MAX_EXTERNAL:
        raise Refused(
            "asn.reference",
            T("The reference {ref} is empty or too long", ref=shown(external_ref)),
            T("Use 1 to {n} characters", n=MAX_EXTERNAL),
            field="external_ref",
        )


def _rows(
    conn: Connection, merchant_id: int, lines: Sequence[AnnouncedLine]
) -> list[dict[str, Any]]:
    """Return the lines as they are stored, but for the ASN's id."""
    if not lines:
        words = T("A delivery without lines cannot be announced")
        raise Refused("asn.empty", words, T("Add what will come"), field="lines")
    known = queries.item_ids(conn, merchant_id, {line.sku for line in lines})
    return [_row(no, line, known) for no, line in enumerate(lines, 1)]


def _row(no: int, line: AnnouncedLine, known: dict[str, int]) -> dict[str, Any]:
    field = f"lines[{no - 1}]"
    if line.sku not in known:
        words = T("Line {no}: the item {sku} is not known", no=no, sku=shown(line.sku))
        remedy = T("Add the item to this merchant's catalog first")
        raise Refused("asn.unknown_item", words, remedy, field=f"{field}.sku")
    quantity = units.quantity(line.quantity, field=f"{field}.quantity")
    lot = valid_lot(line.lot) if line.lot else ""
    row = {"line_no": no, "item_id": known[line.sku], "lot_code": lot}
    return row | {"expires_on": line.expires_on, "expected": quantity}


def _add(conn: Connection, row: dict[str, Any]) -> int | None:
    """Add the ASN's head under its own reference, or a drawn one where that is taken or cannot
    be a barcode; return None when its source has announced it before."""
    statement, external_ref = _INSERT[conn.dialect.name], row["external_ref"]
    if can_be_scanned(external_ref):
        added = conn.execute(statement, row | {"reference": external_ref}).scalar()
        if added is not None:
            return added
    while queries.by_source(conn, row["source"], external_ref) is None:
        drawn = f"A-{series.draw(conn, 'asn')}"
        added = conn.execute(statement, row | {"reference": drawn}).scalar()
        if added is not None:
            return added
    return None


def can_be_scanned(reference: str) -> bool:
    """Tell whether a reference can be a barcode that is no command."""
    plain = reference.isascii() and reference.isprintable() and reference == reference.strip()
    return plain and len(reference) <= MAX_REFERENCE and not reference.startswith(COMMAND_PREFIX)


def _known(conn: Connection, head: dict[str, Any], rows: list[dict[str, Any]]) -> AsnRow:
    """Return the ASN that was announced before, if it says the same."""
    found = queries.by_source(conn, head["source"], head["external_ref"])
    assert found is not None, "the insert met a row that is not there"
    kept = [
        (line.line_no, line.item_id, line.lot_code, line.expires_on, line.expected)
        for line in queries.lines(conn, found.id)
    ]
    same_head = all(getattr(found, name) == value for name, value in head.items())
    if same_head and kept == [tuple(row.values()) for row in rows]:
        return found
    raise Refused(
        "asn.exists",
        T("{ref} was announced before with another content", ref=shown(found.external_ref)),
        T("Announce changes under a new reference"),
        field="external_ref",
    )
