"""What was found about orders and deliveries of an item: failed checks, pieces that were missing at
a bench, wrong pieces that came back, deliveries that were over, short or damaged.

Each names the documents whose moves it speaks about; none says that a move was wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select

from wms.inbound.models import Asn, AsnDiscrepancy, AsnLine
from wms.orders.models import Order, OrderLine
from wms.packing.models import Parcel
from wms.picking.models import Pick
from wms.quality.models import QcCheck, QcResult
from wms.returns.models import ReturnLine
from wms.stock import corrected, timeline
from wms.text import N, T, Words

MOST = 200


@dataclass(frozen=True, slots=True)
class Hint:
    """What was found when, about which item, and the documents of the moves it speaks about."""

    at: datetime
    item_id: int
    words: Words
    about: str
    href: str
    documents: tuple[tuple[str, int], ...]


_ITEMS: Any = bindparam("items", expanding=True)
_FAILED: Select[*tuple[Any, ...]] = (
    select(
        QcCheck.done_at,
        QcCheck.made_at,
        QcResult.item_id,
        QcResult.failed,
        QcResult.reason,
        Order.reference,
        OrderLine.id,
    )
    .join(QcCheck, QcCheck.id == QcResult.check_id)
    .join(Order, Order.id == QcCheck.order_id)
    .join(OrderLine, (OrderLine.order_id == Order.id) & (OrderLine.item_id == QcResult.item_id))
    .where(QcResult.failed > 0, QcResult.item_id.in_(_ITEMS))
    .order_by(QcResult.id.desc(), OrderLine.id)
    .limit(MOST)
)
_WRONG: Select[*tuple[Any, ...]] = (
    select(
        ReturnLine.returned_at,
        ReturnLine.item_id,
        ReturnLine.quantity,
        Order.reference,
        OrderLine.id,
    )
    .join(Parcel, Parcel.id == ReturnLine.parcel_id)
    .join(Order, Order.id == Parcel.order_id)
    .join(OrderLine, (OrderLine.order_id == Order.id) & (OrderLine.item_id == ReturnLine.item_id))
    .where(ReturnLine.condition == "wrong", ReturnLine.item_id.in_(_ITEMS))
    .order_by(ReturnLine.id.desc(), OrderLine.id)
    .limit(MOST)
)
_ODD: Select[*tuple[Any, ...]] = (
    select(
        AsnDiscrepancy.noted_at,
        AsnLine.item_id,
        AsnDiscrepancy.quantity,
        AsnDiscrepancy.kind,
        Asn.reference,
        AsnLine.id,
        AsnDiscrepancy.lpn_id,
    )
    .join(AsnLine, AsnLine.id == AsnDiscrepancy.asn_line_id)
    .join(Asn, Asn.id == AsnLine.asn_id)
    .where(AsnLine.item_id.in_(_ITEMS))
    .order_by(AsnDiscrepancy.id.desc())
    .limit(MOST)
)
_LESS: Select[*tuple[Any, ...]] = (
    select(
        Asn.closed_at,
        AsnLine.item_id,
        AsnLine.expected - AsnLine.received,
        Asn.reference,
        AsnLine.id,
    )
    .join(Asn, Asn.id == AsnLine.asn_id)
    .where(
        AsnLine.item_id.in_(_ITEMS),
        Asn.status == "received",
        AsnLine.received < AsnLine.expected,
    )
    .order_by(AsnLine.id.desc())
    .limit(MOST)
)
_LINES_OF: dict[str, Select[*tuple[Any, ...]]] = {
    "order": select(OrderLine.order_id, OrderLine.item_id, OrderLine.id).where(
        OrderLine.order_id.in_(bindparam("ids", expanding=True)), OrderLine.item_id.in_(_ITEMS)
    ),
    "cluster": select(Pick.cluster_id, Pick.item_id, Pick.order_line_id).where(
        Pick.cluster_id.in_(bindparam("ids", expanding=True)), Pick.item_id.in_(_ITEMS)
    ),
}


def of_items(conn: Connection, item_ids: Sequence[int]) -> list[Hint]:
    """Return what was found about items, the newest first."""
    if not item_ids:
        return []
    asked = {"items": sorted(item_ids)}
    found = [*_checks(conn, asked), *_returns(conn, asked), *_receipts(conn, asked)]
    found += _benches(conn, sorted(item_ids))
    return sorted(found, key=lambda hint: hint.at, reverse=True)


def _checks(conn: Connection, asked: dict[str, Any]) -> Iterator[Hint]:
    for done, made, item, n, reason, order, line in conn.execute(_FAILED, asked):
        words = N(
            "a check failed {n} piece: {why}", "a check failed {n} pieces: {why}", n, why=reason
        )
        href = f"/orders/{order}"
        yield Hint(done or made, item, words, order, href, (("order_line", line),))


def _returns(conn: Connection, asked: dict[str, Any]) -> Iterator[Hint]:
    for at, item, n, order, line in conn.execute(_WRONG, asked):
        words = N("{n} piece came back as wrong", "{n} pieces came back as wrong", n)
        yield Hint(at, item, words, order, f"/orders/{order}", (("order_line", line),))


def _receipts(conn: Connection, asked: dict[str, Any]) -> Iterator[Hint]:
    for at, item, n, kind, asn, line, plate in conn.execute(_ODD, asked):
        words = N("{n} piece came over", "{n} pieces came over", n)
        if kind == "DAMAGED":
            words = N("{n} piece came damaged", "{n} pieces came damaged", n)
        documents = (("asn_line", line), ("lpn", plate))
        yield Hint(at, item, words, asn, f"/receipts/{asn}", documents)
    rows = conn.execute(_LESS, asked).all()
    for at, item, n, asn, line in rows:
        if at is not None:
            words = N(
                "{n} announced piece did not come", "{n} announced pieces did not come", int(n)
            )
            plates = timeline.plates_of(conn, "asn_line", [line])
            those = (("asn_line", line), *(("lpn", number) for number in plates))
            yield Hint(at, item, words, asn, f"/receipts/{asn}", those)


def _benches(conn: Connection, item_ids: Sequence[int]) -> Iterator[Hint]:
    rows = corrected.on_the_way(conn, item_ids, most=MOST)
    for kind, asked in _LINES_OF.items():
        ids = sorted({row[1] for row in rows if row[0] == kind})
        lines: dict[tuple[int, int], list[int]] = {}
        if ids:
            for document, item, line in conn.execute(asked, {"ids": ids, "items": item_ids}):
                lines.setdefault((document, item), []).append(line)
        for of, document, item, at, pieces in rows:
            if of == kind:
                mine = tuple(("order_line", n) for n in lines.get((document, item), ()))
                yield Hint(at, item, _missed(pieces), "", "", mine)


def _missed(pieces: int) -> Words:
    if pieces > 0:
        return T("a tote had {n} more than was picked", n=pieces)
    return T("a tote had {n} fewer than was picked", n=-pieces)
