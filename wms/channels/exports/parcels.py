"""Exports of what was shipped, and of what was announced to come back and did."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Select, select

from wms.catalog.models import Item
from wms.channels import show_documents, show_returns
from wms.channels.exports.table import PAGE, Asked, Export, Page, columns, iso, narrowed, paged
from wms.orders.models import Order
from wms.packing.models import Parcel
from wms.people.models import Merchant
from wms.returns.models import Rma, RmaLine

_PARCELS: Select[*tuple[Any, ...]] = (
    select(Parcel.id, Order.external_ref, Merchant.code.label("merchant"))
    .join(Order, Order.id == Parcel.order_id)
    .outerjoin(Merchant, Merchant.id == Order.merchant_id)
    .where(Parcel.status.in_(("closed", "shipped")))
    .order_by(Parcel.id)
    .limit(PAGE)
)
_SHOWN = (
    *("order", "parcel_no", "sscc", "tracking", "manifest", "carrier", "service", "status"),
    *("weight_grams", "closed_at", "shipped_at"),
)


def _shipments(conn: Connection, asked: Asked, after: Any) -> Page:
    query = narrowed(
        _PARCELS, asked, after, key=Parcel.id, merchant=Order.merchant_id, time=Parcel.closed_at
    )
    found = conn.execute(query).all()
    if not found:
        return Page([], None)
    above = {"after": found[0].id - 1, "limit": found[-1].id - found[0].id + 1}
    shown = {p["id"]: p for p in show_documents.shipments(conn, asked.merchant_id, **above)}
    rows = [
        {"order_external_ref": row.external_ref, "merchant": row.merchant or ""}
        | {name: shown[row.id][name] for name in _SHOWN}
        for row in found
        if row.id in shown
    ]
    return paged(rows, [row.id for row in found])


SHIPMENTS = Export(
    "shipments",
    "Parcels that are closed or have left",
    columns(
        ("merchant", "empty where the order's lines belong to several"),
        ("order", "our reference"),
        ("order_external_ref", "what its own system calls the order"),
        ("parcel_no", "of the order"),
        ("sscc", ""),
        ("tracking", ""),
        ("manifest", "with which it left"),
        ("carrier", ""),
        ("service", ""),
        ("status", "closed or shipped"),
        ("weight_grams", ""),
        ("closed_at", "time"),
        ("shipped_at", "time"),
    ),
    _shipments,
    since="closed_at",
)
_RMA_LINES: Select[*tuple[Any, ...]] = (
    select(
        RmaLine.id,
        Rma.external_ref,
        Order.reference.label("order"),
        Rma.reason,
        RmaLine.line_no,
        Item.sku,
        Merchant.code.label("merchant"),
        RmaLine.announced.label("quantity"),
        Rma.reference,
        Rma.status,
        RmaLine.received,
        Rma.announced_at,
        Rma.closed_at,
    )
    .join(Rma, Rma.id == RmaLine.rma_id)
    .join(Order, Order.id == Rma.order_id)
    .join(Item, Item.id == RmaLine.item_id)
    .join(Merchant, Merchant.id == Item.merchant_id)
    .order_by(RmaLine.id)
    .limit(PAGE)
)


def _rmas(conn: Connection, asked: Asked, after: Any) -> Page:
    query = narrowed(
        _RMA_LINES, asked, after, key=RmaLine.id, merchant=Order.merchant_id, time=Rma.announced_at
    )
    found = conn.execute(query).mappings().all()
    times = ("announced_at", "closed_at")
    rows = [dict(row) | {name: iso(row[name]) for name in times} for row in found]
    return paged(rows, [row["id"] for row in found])


RMAS = Export(
    "rmas",
    "Returns that were announced, a row a line; can be imported again",
    columns(
        ("external_ref", "what its own system calls the return"),
        ("order", "our reference"),
        ("reason", ""),
        ("line_no", ""),
        ("sku", ""),
        ("merchant", ""),
        ("quantity", "pieces announced"),
        ("reference", "ours; the columns from here on are left out by an import"),
        ("status", ""),
        ("received", "pieces"),
        ("announced_at", "time"),
        ("closed_at", "time"),
    ),
    _rmas,
    since="announced_at",
)
_BACK: Select[*tuple[Any, ...]] = (
    select(Rma.id).join(Order, Order.id == Rma.order_id).order_by(Rma.id).limit(PAGE)
)
_RMA = ("reference", "external_ref", "order", "order_external_ref", "status", "reason")
_PIECES = ("sku", "lot", "quantity", "condition", "disposition", "parcel_no", "sscc", "returned_at")


def _returns(conn: Connection, asked: Asked, after: Any) -> Page:
    query = narrowed(
        _BACK, asked, after, key=Rma.id, merchant=Order.merchant_id, time=Rma.announced_at
    )
    numbers = list(conn.execute(query).scalars())
    rows = [
        {name: rma[name] for name in _RMA} | {name: pieces[name] for name in _PIECES}
        for number in numbers
        for rma in show_returns.returns(conn, asked.merchant_id, after=number - 1, limit=1)
        for pieces in rma["returned"]
    ]
    return paged(rows, numbers)


RETURNS = Export(
    "returns",
    "Pieces that came back, and what became of them",
    columns(
        ("reference", "of the return, ours"),
        ("external_ref", "empty where nobody announced it"),
        ("order", "our reference"),
        ("order_external_ref", ""),
        ("status", "of the return"),
        ("reason", ""),
        ("sku", ""),
        ("lot", ""),
        ("quantity", "pieces"),
        ("condition", "good, opened, damaged, wrong, not_ours"),
        ("disposition", "restock, hold or scrap"),
        ("parcel_no", "of the order, in which they had left"),
        ("sscc", "of that parcel"),
        ("returned_at", "time"),
    ),
    _returns,
    since="announced_at",
)
