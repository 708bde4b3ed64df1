"""The formats in which files come, and how the documents in each are read and taken."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import Any, BinaryIO

from sqlalchemy import Connection

from wms.channels import take, take_foreign, take_rma
from wms.channels.documents import ORDERS, Gathered, Kind, gather
from wms.channels.edi import read as x12
from wms.channels.edi.w940_table import TABLE as X12_940
from wms.channels.faults import read
from wms.channels.foreign import Shop
from wms.channels.forms import AsnForm, FaceForm, ItemForm, OrderForm, RmaForm
from wms.channels.mapping import Table
from wms.channels.rows import Record, Rejected, records
from wms.channels.scattered import is_whole, scattered
from wms.channels.scope import Scope
from wms.channels.shops import bodies, magento, shopify, woocommerce
from wms.channels.take_change import new_or_changed
from wms.errors import Refused
from wms.gs1.digits import shown
from wms.text import T

Take = Callable[[Connection, Mapping[str, Any], Scope, datetime], take.Taken]

OWN = ("csv", "jsonl", "json")
"""Formats of our own forms, for all kinds of documents."""

SHOPS: Mapping[str, Shop] = {
    shop.table.format: shop for shop in (shopify.SHOP, woocommerce.SHOP, magento.SHOP)
}
TABLES: Mapping[str, Table] = {
    **{name: shop.table for name, shop in SHOPS.items()},
    X12_940.format: X12_940,
}
"""Field tables of the foreign formats, which hold orders only."""

FORMATS = (*OWN, *TABLES)

TAKES: Mapping[str, Take] = {
    "items": lambda conn, data, scope, at: take.item(conn, read(ItemForm, data), scope, at),
    "asns": lambda conn, data, scope, at: take.asn(conn, read(AsnForm, data), scope, at),
    "faces": lambda conn, data, scope, at: take.face(conn, read(FaceForm, data), scope, at),
    "orders": lambda conn, data, scope, at: take.order(conn, read(OrderForm, data), scope, at),
    "rmas": lambda conn, data, scope, at: take_rma.rma(conn, read(RmaForm, data), scope, at),
}
CHANGES: Mapping[str, Take] = {
    **TAKES,
    "orders": lambda conn, data, scope, at: new_or_changed(conn, read(OrderForm, data), scope, at),
}
"""What is taken where a file may change what is known."""


def taking(kind: Kind, format_name: str, *, may_change: bool) -> Take:
    """Return the verb that takes one document."""
    if format_name in TABLES:
        return take_foreign.changed if may_change else take_foreign.order
    return (CHANGES if may_change else TAKES)[kind.name]


def documents(
    file: BinaryIO, kind: Kind, format_name: str, *, merchant: str = ""
) -> Iterator[Gathered | Rejected]:
    """Yield the documents that a file holds; `merchant` owns those of a foreign format.

    :raises Refused: the header of a CSV file is wrong, or such files hold no such documents.
    """
    if format_name in TABLES and kind is not ORDERS:
        words = T("A {name} file holds orders only", name=format_name)
        raise Refused("file.format", words, T("Import it as orders"))
    if format_name in OWN:
        look = partial(_look, file, kind, format_name)
        return gather(kind, look(), scattered(look) if kind.line else {})
    found = bodies.orders(file, SHOPS[format_name]) if format_name in SHOPS else x12.orders(file)
    return _owned(found, merchant)


def check(format_name: str) -> str:
    """Return the format if it is one.

    :raises Refused: it is none.
    """
    if format_name not in FORMATS:
        words = T("{name} is no format of files", name=shown(format_name))
        raise Refused("file.format", words, T("Use one of {kinds}", kinds=", ".join(FORMATS)))
    return format_name


def _owned(found: Iterator[Gathered | Rejected], merchant: str) -> Iterator[Gathered | Rejected]:
    for one in found:
        if isinstance(one, Gathered) and merchant:
            one.data["merchant"] = merchant
        yield one


def _look(file: BinaryIO, kind: Kind, format_name: str) -> Iterator[Record | Rejected]:
    """Read the file from its beginning."""
    file.seek(0)
    for record in records(file, format_name, kind.columns, kind.needed):
        if isinstance(record, Record) and kind.shown and not is_whole(record):
            data = {name: v for name, v in record.data.items() if name not in kind.shown}
            record = Record(record.line, data)
        yield record
