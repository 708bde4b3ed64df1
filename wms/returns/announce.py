"""Announce a return (RMA): what a customer wants to send back, of an order that has left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert
from sqlalchemy.dialects import postgresql, sqlite

from wms import series
from wms.errors import Refused
from wms.gs1.digits import shown
from wms.orders import queries as orders
from wms.returns import queries
from wms.returns.models import Rma, RmaLine
from wms.returns.queries import RmaRow
from wms.returns.rules import Part
from wms.terminal.wire import COMMAND_PREFIX
from wms.text import T
from wms.units import quantity

MAX_REFERENCE, MAX_EXTERNAL, MAX_REASON = 32, 128, 64

_INSERT = {
    "sqlite": sqlite.insert(Rma).on_conflict_do_nothing().returning(Rma.id),
    "postgresql": postgresql.insert(Rma).on_conflict_do_nothing().returning(Rma.id),
}
_INSERT_LINES = insert(RmaLine)


@dataclass(frozen=True, slots=True)
class AnnouncedLine:
    item_id: int
    quantity: int


def announce(
    conn: Connection,
    *,
    order_id: int,
    source: str,
    external_ref: str,
    lines: Sequence[AnnouncedLine],
    reason: str = "",
    at: datetime,
) -> RmaRow:
    """Announce a return; the same announcement again returns the known one unchanged.

    :raises Refused: `rma.exists` when `external_ref` is known with another content; an odd
        reference, no lines, or more pieces than left and are not back already.
    """
    _check_reference(external_ref)
    wanted = _merged(lines)
    known = queries.by_source(conn, source, external_ref)
    if known is None:
        order = orders.order(conn, order_id)
        parcels = queries.shipped_parcels(conn, order_id)
        _check_left(order.reference, wanted, queries.parts(conn, parcels))
        head = {"warehouse_id": order.warehouse_id, "order_id": order_id, "source": source}
        head |= {"external_ref": external_ref, "reason": reason.strip()[:MAX_REASON]}
        number = _add(conn, head | {"status": "announced", "announced_at": at, "closed_at": None})
        if number is not None:
            conn.execute(_INSERT_LINES, _rows(number, wanted))
            return queries.rma(conn, number)
        known = queries.by_source(conn, source, external_ref)
        assert known is not None, "the insert met a row that is not there"
    return _same(conn, known, order_id, wanted)


def open_blind(conn: Connection, *, order_id: int, at: datetime) -> RmaRow:
    """Return the open return of an order that nobody announced, made if there is none; the caller
    has the order locked."""
    known = queries.blind_of(conn, order_id)
    if known is not None:
        return known
    order = orders.order(conn, order_id)
    name = f"R-{series.draw(conn, 'rma')}"
    head = {"warehouse_id": order.warehouse_id, "order_id": order_id, "source": queries.DOCK}
    head |= {"external_ref": name, "reason": "", "status": "arriving"}
    number = _add(conn, head | {"announced_at": at, "closed_at": None})
    assert number is not None, "a drawn number is new"
    return queries.rma(conn, number)


def _check_reference(external_ref: str) -> None:
    if not external_ref.strip() or len(external_ref) > MAX_EXTERNAL:
        words = T("The reference {ref} is empty or too long", ref=shown(external_ref))
        remedy = T("Use 1 to {n} characters", n=MAX_EXTERNAL)
        raise Refused("rma.reference", words, remedy, field="external_ref")


def _merged(lines: Sequence[AnnouncedLine]) -> dict[int, int]:
    if not lines:
        words = T("A return without lines cannot be announced")
        raise Refused("rma.empty", words, T("Add what will come"), field="lines")
    wanted: dict[int, int] = {}
    for line in lines:
        wanted[line.item_id] = wanted.get(line.item_id, 0) + quantity(line.quantity)
    return wanted


def _check_left(order: str, wanted: dict[int, int], parts: Sequence[Part]) -> None:
    if not parts:
        words = T("Nothing of {order} has left", order=order)
        raise Refused("rma.not_shipped", words, T("Cancel the order instead"), field="order")
    for index, (item_id, n) in enumerate(wanted.items()):
        room = sum(part.left for part in parts if part.item_id == item_id)
        if n > room:
            words = T(
                "Of line {no}, {n} of {order} may come back", no=index + 1, n=room, order=order
            )
            remedy = T("Send at most what left and is not back")
            raise Refused("rma.too_many", words, remedy, field=f"lines[{index}].quantity")


def _rows(rma_id: int, wanted: dict[int, int]) -> list[dict[str, int]]:
    return [
        {"rma_id": rma_id, "line_no": no, "item_id": item_id, "announced": n, "received": 0}
        for no, (item_id, n) in enumerate(wanted.items(), 1)
    ]


def _add(conn: Connection, row: dict[str, Any]) -> int | None:
    """Add a return under its own reference, or a drawn one where that is taken or cannot be a
    barcode; return None when its source has announced it before."""
    statement, external_ref = _INSERT[conn.dialect.name], row["external_ref"]
    if _can_be_scanned(external_ref):
        added = conn.execute(statement, row | {"reference": external_ref}).scalar()
        if added is not None:
            return added
    while queries.by_source(conn, row["source"], external_ref) is None:
        drawn = f"R-{series.draw(conn, 'rma')}"
        added = conn.execute(statement, row | {"reference": drawn}).scalar()
        if added is not None:
            return added
    return None


def _can_be_scanned(reference: str) -> bool:
    plain = reference.isascii() and reference.isprintable() and reference == reference.strip()
    return plain and len(reference) <= MAX_REFERENCE and not reference.startswith(COMMAND_PREFIX)


def _same(conn: Connection, known: RmaRow, order_id: int, wanted: dict[int, int]) -> RmaRow:
    kept = {line.item_id: line.announced for line in queries.lines(conn, known.id)}
    if (known.order_id, kept) == (order_id, wanted):
        return known
    raise Refused(
        "rma.exists",
        T("{ref} was announced before with another content", ref=shown(known.external_ref)),
        T("Announce changes under a new reference"),
        field="external_ref",
    )
