"""Exports of what was ordered and announced."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Select, select
from sqlalchemy.orm import aliased

from wms.catalog.models import Item
from wms.channels.exports.table import PAGE, Asked, Export, Page, Row, columns, iso, narrowed, paged
from wms.inbound.models import Asn, AsnLine
from wms.layout.models import Warehouse
from wms.orders.models import Order, OrderLine
from wms.people.models import Merchant

_ADDRESS = (
    ("name", "recipient"),
    ("street", "lines of the street"),
    ("postal_code", ""),
    ("city", ""),
    ("region", ""),
    ("country", "ISO 3166 alpha-2"),
    ("phone", ""),
    ("email", ""),
)
_OWNER = aliased(Merchant)
_ORDERS: Select[*tuple[Any, ...]] = select(Order.id).order_by(Order.id).limit(PAGE)
_ORDER_LINES = (
    select(Order, Warehouse.code.label("warehouse"), _OWNER.code.label("owner"))
    .add_columns(Merchant.code.label("line_owner"), Item.sku, *OrderLine.__table__.columns)
    .select_from(Order)
    .join(Warehouse, Warehouse.id == Order.warehouse_id)
    .outerjoin(_OWNER, _OWNER.id == Order.merchant_id)
    .join(OrderLine, OrderLine.order_id == Order.id)
    .join(Item, Item.id == OrderLine.item_id)
    .join(Merchant, Merchant.id == Item.merchant_id)
    .where(OrderLine.ordered > 0)
    .order_by(Order.id, OrderLine.line_no)
)


def _orders(conn: Connection, asked: Asked, after: Any) -> Page:
    query = narrowed(
        _ORDERS, asked, after, key=Order.id, merchant=Order.merchant_id, time=Order.accepted_at
    )
    numbers = list(conn.execute(query).scalars())
    if not numbers:
        return Page([], None)
    found = conn.execute(_ORDER_LINES.where(Order.id.in_(numbers))).mappings()
    return paged([_order_line(row) for row in found], numbers)


def _order_line(row: Any) -> Row:
    address = dict(row["recipient"])
    return {
        "external_ref": row["external_ref"],
        "merchant": row["owner"] or "",
        "carrier": row["carrier_code"],
        "ship_by": iso(row["ship_by"]),
        "priority": row["priority"],
        "warehouse": row["warehouse"],
        **{name: address.get(name, "") for name, _ in _ADDRESS},
        "street": "\n".join(address.get("street", ())),
        "line_no": row["line_no"],
        "sku": row["sku"],
        "line_merchant": "" if row["owner"] else row["line_owner"],
        "quantity": row["ordered"],
        **{name: row[name] for name in ("reference", "source", "status", "reason")},
        **{name: iso(row[name]) for name in ("accepted_at", "shipped_at", "cancelled_at")},
        **{name: row[name] for name in ("picked", "packed", "shipped", "short")},
    }


ORDERS = Export(
    "orders",
    "Orders, a row a line; can be imported again (orders of several merchants: site keys only)",
    columns(
        ("external_ref", "what its own system calls the order"),
        ("merchant", "empty where the lines belong to several"),
        ("carrier", "empty: any"),
        ("ship_by", "time"),
        ("priority", "1 is the most urgent"),
        ("warehouse", ""),
        *_ADDRESS,
        ("line_no", ""),
        ("sku", ""),
        ("line_merchant", "where merchant is empty"),
        ("quantity", "pieces ordered"),
        ("reference", "ours; the columns from here on are left out by an import"),
        ("source", "who sent it: import it with --source of that name"),
        ("status", ""),
        ("reason", "code of why it waits"),
        ("accepted_at", "time"),
        ("shipped_at", "time"),
        ("cancelled_at", "time"),
        ("picked", "pieces"),
        ("packed", "pieces"),
        ("shipped", "pieces"),
        ("short", "pieces that are given up"),
    ),
    _orders,
    since="accepted_at",
)
_ASNS: Select[*tuple[Any, ...]] = select(Asn.id).order_by(Asn.id).limit(PAGE)
_ASN_LINES = (
    select(*Asn.__table__.columns, Merchant.code.label("merchant"))
    .add_columns(Warehouse.code.label("warehouse"), Item.sku, AsnLine.line_no, AsnLine.lot_code)
    .add_columns(AsnLine.expires_on, AsnLine.expected, AsnLine.received, AsnLine.damaged)
    .add_columns(AsnLine.over_received)
    .select_from(Asn)
    .join(Merchant, Merchant.id == Asn.merchant_id)
    .join(Warehouse, Warehouse.id == Asn.warehouse_id)
    .join(AsnLine, AsnLine.asn_id == Asn.id)
    .join(Item, Item.id == AsnLine.item_id)
    .order_by(Asn.id, AsnLine.line_no)
)


def _asns(conn: Connection, asked: Asked, after: Any) -> Page:
    query = narrowed(_ASNS, asked, after, key=Asn.id, merchant=Asn.merchant_id, time=Asn.created_at)
    numbers = list(conn.execute(query).scalars())
    if not numbers:
        return Page([], None)
    found = conn.execute(_ASN_LINES.where(Asn.id.in_(numbers))).mappings()
    return paged([_asn_line(row) for row in found], numbers)


def _asn_line(row: Any) -> Row:
    same = (
        *("merchant", "external_ref", "warehouse", "line_no", "sku", "reference", "source"),
        *("status", "kind", "received", "over_received", "damaged"),
    )
    times = ("expected_on", "expires_on", "created_at", "closed_at")
    return {
        **{name: row[name] for name in same},
        **{name: iso(row[name]) for name in times},
        "quantity": row["expected"],
        "lot": row["lot_code"],
    }


ASNS = Export(
    "asns",
    "Deliveries, a row a line; can be imported again",
    columns(
        ("merchant", ""),
        ("external_ref", "what its own system calls the delivery"),
        ("expected_on", "date"),
        ("warehouse", ""),
        ("line_no", ""),
        ("sku", ""),
        ("quantity", "pieces announced"),
        ("lot", ""),
        ("expires_on", "date"),
        ("reference", "ours; the columns from here on are left out by an import"),
        ("source", "who sent it: import it with --source of that name"),
        ("status", ""),
        ("kind", "announced or blind"),
        ("created_at", "time"),
        ("closed_at", "time"),
        ("received", "pieces"),
        ("over_received", "of these, beyond what was announced"),
        ("damaged", "of these, broken"),
    ),
    _asns,
    since="created_at",
)
