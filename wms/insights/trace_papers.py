"""The documents' part of a timeline: what their own rows tell, a bounded number a thing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, select
from sqlalchemy.orm import aliased

from wms.catalog.models import Item
from wms.inbound.models import Asn, AsnDiscrepancy, AsnLine
from wms.insights.entries import PAPERS, Entry
from wms.insights.traced import Thing
from wms.orders.models import Order, OrderNote
from wms.packing.models import Parcel, VoidLabel
from wms.people.models import Station, Worker
from wms.picking.models import Cluster, ClusterPlan, Wave
from wms.quality.models import QcCheck, QcResult
from wms.returns.models import ReturnLine, Rma
from wms.shipping.models import Manifest
from wms.stock.queries import lpn_codes
from wms.text import T, Text, Words

MOST = 500
Told = tuple[datetime | None, Words, dict[str, Any]]
"""When (None: not yet), what, and more fields of the entry."""

_DOER = aliased(Worker)
_CODES = lpn_codes("parcel")
_ORDER: Select[*tuple[Any, ...]] = (
    select(Order.accepted_at, Order.shipped_at, Order.cancelled_at, _DOER.name, Order.source)
    .outerjoin(_DOER, _DOER.id == Order.cancelled_by_id)
    .where(Order.id == bindparam("id"))
)
_NOTES: Select[*tuple[Any, ...]] = (
    select(OrderNote.noted_at, OrderNote.kind, OrderNote.about, Worker.name, Station.code)
    .outerjoin(Worker, Worker.id == OrderNote.worker_id)
    .outerjoin(Station, Station.id == OrderNote.station_id)
    .where(OrderNote.order_id == bindparam("id"))
    .order_by(OrderNote.id)
    .limit(MOST)
)
_CHECKS: Select[*tuple[Any, ...]] = (
    select(
        QcCheck.made_at,
        QcCheck.done_at,
        QcCheck.status,
        Worker.name,
        select(func.sum(QcResult.passed)).where(QcResult.check_id == QcCheck.id).scalar_subquery(),
        select(func.sum(QcResult.failed)).where(QcResult.check_id == QcCheck.id).scalar_subquery(),
    )
    .outerjoin(Worker, Worker.id == QcCheck.worker_id)
    .where(QcCheck.order_id == bindparam("id"))
)
_PARCELS: Select[*tuple[Any, ...]] = (
    select(
        Parcel.id,
        _CODES.c.code,
        Parcel.opened_at,
        Parcel.closed_at,
        Parcel.shipped_at,
        Parcel.weight_grams,
        Parcel.expected_grams,
        Station.code,
    )
    .join(_CODES, _CODES.c.id == Parcel.lpn_id)
    .join(Station, Station.id == Parcel.station_id)
    .where(Parcel.order_id == bindparam("id"))
    .order_by(Parcel.id)
    .limit(MOST)
)
_VOIDS = (
    select(VoidLabel.voided_at, VoidLabel.reason, _CODES.c.code, Worker.name, VoidLabel.parcel_id)
    .join(Parcel, Parcel.id == VoidLabel.parcel_id)
    .join(_CODES, _CODES.c.id == VoidLabel.lpn_id)
    .outerjoin(Worker, Worker.id == VoidLabel.voided_by_id)
    .where(Parcel.order_id == bindparam("id"))
    .order_by(VoidLabel.id)
    .limit(MOST)
)
_RETURNS = (
    select(Rma.announced_at, Rma.closed_at, Rma.reference, Rma.reason)
    .where(Rma.order_id == bindparam("id"))
    .order_by(Rma.id)
    .limit(MOST)
)


def entries(conn: Connection, thing: Thing) -> list[Entry]:
    """Return what the documents of a thing tell; nothing for things without."""
    tell = TELLERS.get(thing.kind)
    if tell is None:
        return []
    told = [row for row in tell(conn, thing) if row[0] is not None]
    return [
        Entry(at, PAPERS, number, words, **more)
        for number, (at, words, more) in enumerate(told, 1)
        if at is not None
    ]


def _order(conn: Connection, thing: Thing) -> Iterator[Told]:
    asked = {"id": thing.order_id}
    links = {"links": _to_order(conn, thing)}
    for row in conn.execute(_ORDER, asked):
        yield row[0], T("order accepted from {source}", source=row[4]), links
        yield row[1], T("order shipped"), links
        yield row[2], T("order cancelled"), links | {"who": row[3] or ""}
    for at, kind, about, who, station in conn.execute(_NOTES, asked):
        detail = ", ".join(f"{name}: {value}" for name, value in about.items())
        more = {"who": who or "", "station": station or "", "detail": detail[:200]}
        yield at, T("note: {kind}", kind=kind), more
    for made, done, status, who, passed, failed in conn.execute(_CHECKS, asked):
        yield made, T("a check was asked for"), {}
        counted = T("{passed} passed, {failed} failed", passed=passed or 0, failed=failed or 0)
        words = T("check: {status}", status=CHECKED.get(status, status))
        yield done, words, {"who": who or "", "detail": counted}
    yield from _parcels(conn, asked)
    for announced, closed, rma, reason in conn.execute(_RETURNS, asked):
        more = {"detail": reason, "links": ((rma, f"/trace?code={rma}"),)}
        yield announced, T("return announced"), more
        yield closed, T("return finished"), more


def _to_order(conn: Connection, thing: Thing) -> tuple[tuple[str, str], ...]:
    asked = select(Order.reference).where(Order.id == thing.order_id)
    reference = conn.execute(asked).scalar_one()
    return ((reference, f"/orders/{reference}"),)


def _parcels(conn: Connection, asked: dict[str, Any], only: int = 0) -> Iterator[Told]:
    for number, code, opened, closed, shipped, weight, expected, station in conn.execute(
        _PARCELS, asked
    ):
        if only not in (0, number):
            continue
        more: dict[str, Any] = {"links": ((code, f"/trace?code={code}"),), "station": station}
        yield opened, T("parcel begun"), more
        weighed: Words = ""
        if weight is not None:
            weighed = T("{n} g, {expected} g expected", n=weight, expected=expected or 0)
        yield closed, T("parcel closed"), more | {"detail": weighed}
        yield shipped, T("parcel left"), more | {"station": ""}
    for at, reason, code, who, parcel_id in conn.execute(_VOIDS, asked):
        if only in (0, parcel_id):
            more = {"who": who or "", "detail": reason, "links": ((code, f"/trace?code={code}"),)}
            yield at, T("label voided"), more


def _parcel(conn: Connection, thing: Thing) -> Iterator[Told]:
    yield from _parcels(conn, {"id": thing.order_id}, only=thing.id)


def _asn(conn: Connection, thing: Thing) -> Iterator[Told]:
    row = conn.execute(select(Asn.created_at, Asn.closed_at).where(Asn.id == thing.id)).one()
    yield row[0], T("delivery announced"), {}
    yield row[1], T("delivery received"), {}
    asked = (
        select(
            AsnDiscrepancy.noted_at,
            AsnDiscrepancy.kind,
            AsnDiscrepancy.quantity,
            Item.sku,
            Worker.name,
            AsnDiscrepancy.reason,
        )
        .join(AsnLine, AsnLine.id == AsnDiscrepancy.asn_line_id)
        .join(Item, Item.id == AsnLine.item_id)
        .outerjoin(Worker, Worker.id == AsnDiscrepancy.noted_by_id)
        .where(AsnLine.asn_id == thing.id)
        .order_by(AsnDiscrepancy.id)
        .limit(MOST)
    )
    for at, kind, pieces, sku, who, reason in conn.execute(asked):
        more = {"sku": sku, "quantity": pieces, "who": who or "", "detail": reason}
        yield at, RECEIVED.get(kind, kind), more


def _rma(conn: Connection, thing: Thing) -> Iterator[Told]:
    asked = select(Rma.announced_at, Rma.closed_at, Order.reference).join(Order)
    for announced, closed, order in conn.execute(asked.where(Rma.id == thing.id)):
        links = {"links": ((order, f"/orders/{order}"),)}
        yield announced, T("return announced"), links
        yield closed, T("return finished"), links
    lines: Select[*tuple[Any, ...]] = (
        select(
            ReturnLine.returned_at,
            ReturnLine.condition,
            ReturnLine.disposition,
            ReturnLine.quantity,
            Item.sku,
            Worker.name,
            Station.code,
        )
        .join(Item, Item.id == ReturnLine.item_id)
        .outerjoin(Worker, Worker.id == ReturnLine.worker_id)
        .outerjoin(Station, Station.id == ReturnLine.station_id)
        .where(ReturnLine.rma_id == thing.id)
        .order_by(ReturnLine.id)
        .limit(MOST)
    )
    for at, condition, disposition, pieces, sku, who, station in conn.execute(lines):
        more = {"sku": sku, "quantity": pieces, "who": who or "", "station": station or ""}
        words = T("inspected: {condition}, {what}", condition=condition, what=disposition)
        yield at, words, more


def _wave(conn: Connection, thing: Thing) -> Iterator[Told]:
    asked: Select[*tuple[Any, ...]] = select(
        Wave.made_at, Wave.released_at, Wave.closed_at, Wave.cancelled_at, Worker.name
    ).outerjoin(Worker, Worker.id == Wave.made_by_id)
    for made, released, closed, cancelled, who in conn.execute(asked.where(Wave.id == thing.id)):
        links = {"links": ((thing.code, f"/waves/{thing.code}"),)}
        yield made, T("wave planned"), links | {"who": who or ""}
        yield released, T("wave released"), links
        yield closed, T("wave closed"), links
        yield cancelled, T("wave cancelled"), links
    rows = select(Cluster.id, Cluster.reference).join(ClusterPlan)
    found = rows.where(ClusterPlan.wave_id == thing.id).order_by(Cluster.id).limit(MOST)
    for number, code in conn.execute(found).all():
        yield from _cluster(conn, Thing("cluster", number, code))


def _cluster(conn: Connection, thing: Thing) -> Iterator[Told]:
    asked = select(Cluster.created_at, Cluster.claimed_at, Cluster.done_at, Worker.name)
    asked = asked.outerjoin(Worker, Worker.id == Cluster.worker_id).where(Cluster.id == thing.id)
    for created, claimed, done, who in conn.execute(asked):
        links = {"links": ((thing.code, f"/trace?code={thing.code}"),)}
        yield created, T("cluster made"), links
        yield claimed, T("cluster begun"), links | {"who": who or ""}
        yield done, T("cluster done"), links


def _manifest(conn: Connection, thing: Thing) -> Iterator[Told]:
    asked = select(Manifest.opened_at, Manifest.closed_at, Worker.name)
    asked = asked.outerjoin(Worker, Worker.id == Manifest.closed_by_id)
    for opened, closed, who in conn.execute(asked.where(Manifest.id == thing.id)):
        yield opened, T("manifest opened"), {}
        yield closed, T("manifest closed"), {"who": who or ""}


CHECKED: dict[str, Text] = {
    "passed": T("passed"),
    "failed": T("failed"),
    "withdrawn": T("withdrawn"),
    "due": T("due"),
}
RECEIVED: dict[str, Text] = {"OVER": T("came over"), "DAMAGED": T("came damaged")}
TELLERS: dict[str, Callable[[Connection, Thing], Iterator[Told]]] = {
    "order": _order,
    "parcel": _parcel,
    "asn": _asn,
    "rma": _rma,
    "wave": _wave,
    "cluster": _cluster,
    "manifest": _manifest,
}
