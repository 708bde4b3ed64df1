"""Exports of what happened: every move of the ledger, every count, every note on an order."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, Select, case, select
from sqlalchemy.orm import aliased

from wms.catalog.models import Item
from wms.channels.exports.table import PAGE, Asked, Export, Page, Row, columns, iso, narrowed, paged
from wms.counting.models import CountLine, CountTask
from wms.layout.models import Location
from wms.orders.models import Order, OrderNote
from wms.people.models import Merchant, Worker
from wms.stock import history
from wms.stock.contents import NO_LOT
from wms.stock.feed import START
from wms.stock.queries import LOT_CODES

_MOVE = (
    *("id", "kind", "warehouse", "merchant", "sku", "lot", "quantity", "source", "source_lpn"),
    *("source_status", "target", "target_lpn", "target_status", "reason", "corrects_id"),
)


def _moves(conn: Connection, asked: Asked, after: Any) -> Page:
    found = history.page(
        conn, after or START, merchant_id=asked.merchant_id, since=asked.since, most=PAGE
    )
    return paged([_move(told, asked) for told in found], [told.cursor for told in found])


def _move(told: history.Told, asked: Asked) -> Row:
    """Who did it is told to the site only: a merchant's key sees no workers."""
    is_site = asked.merchant_id is None
    return {
        **{name: getattr(told, name) for name in _MOVE},
        "recorded_at": iso(told.recorded_at),
        "expires_on": iso(told.expires_on),
        "worker": told.worker if is_site else "",
        "station": told.station if is_site else "",
    }


MOVES = Export(
    "moves",
    "The ledger: every move of pieces from one place to another, in its order",
    columns(
        ("id", "the move's number"),
        ("recorded_at", "time"),
        ("kind", "receive, putaway, pick, pack, ship, count and others"),
        ("warehouse", ""),
        ("merchant", "owner"),
        ("sku", ""),
        ("lot", ""),
        ("expires_on", "date"),
        ("quantity", "pieces"),
        ("source", "place; SUPPLIER, CUSTOMER, SCRAP and COUNT are outside"),
        ("source_lpn", "licence plate, if any"),
        ("source_status", "good or held"),
        ("target", "place"),
        ("target_lpn", "licence plate, if any"),
        ("target_status", "good or held"),
        ("reason", ""),
        ("corrects_id", "number of the move that was wrong"),
        ("worker", "login; for keys of the site"),
        ("station", "code; for keys of the site"),
    ),
    _moves,
    since="recorded_at",
)
_COUNTS: Select[*tuple[Any, ...]] = (
    select(
        CountLine.id,
        CountTask.id.label("count"),
        Location.code.label("location"),
        CountTask.why,
        CountTask.status,
        Merchant.code.label("merchant"),
        Item.sku,
        case((CountLine.lot_id == NO_LOT, ""), else_=LOT_CODES.c.code).label("lot"),
        CountLine.expected,
        CountLine.found,
        CountLine.difference,
        CountTask.made_at,
        CountTask.done_at,
        Worker.login.label("counted_by"),
    )
    .join(CountTask, CountTask.id == CountLine.task_id)
    .join(Location, Location.id == CountTask.location_id)
    .join(Item, Item.id == CountLine.item_id)
    .join(Merchant, Merchant.id == Item.merchant_id)
    .join(LOT_CODES, LOT_CODES.c.id == CountLine.lot_id)
    .outerjoin(Worker, Worker.id == CountTask.counted_by_id)
    .order_by(CountLine.id)
    .limit(PAGE)
)


def _counts(conn: Connection, asked: Asked, after: Any) -> Page:
    query = narrowed(
        _COUNTS, asked, after, key=CountLine.id, merchant=Item.merchant_id, time=CountTask.made_at
    )
    found = conn.execute(query).mappings().all()
    return paged([_count(row, asked) for row in found], [row["id"] for row in found])


def _count(row: Any, asked: Asked) -> Row:
    who = row["counted_by"] if asked.merchant_id is None else ""
    times = {name: iso(row[name]) for name in ("made_at", "done_at")}
    return {**row, **times, "counted_by": who or ""}


COUNTS = Export(
    "counts",
    "What was found in bins, a row for each item and lot",
    columns(
        ("count", "number of the count"),
        ("location", "bin"),
        ("why", ""),
        ("status", "open, claimed or done"),
        ("merchant", ""),
        ("sku", ""),
        ("lot", ""),
        ("expected", "pieces by the books when it began"),
        ("found", "pieces"),
        ("difference", "that the count made; empty where nobody can know"),
        ("made_at", "time"),
        ("done_at", "time"),
        ("counted_by", "login; for keys of the site"),
    ),
    _counts,
    since="made_at",
)
_BY = aliased(Worker)
_NOTES: Select[*tuple[Any, ...]] = (
    select(
        OrderNote.id,
        Order.reference.label("order"),
        Order.external_ref.label("order_external_ref"),
        Merchant.code.label("merchant"),
        OrderNote.kind,
        OrderNote.about,
        OrderNote.noted_at,
        _BY.login.label("worker"),
    )
    .join(Order, Order.id == OrderNote.order_id)
    .outerjoin(Merchant, Merchant.id == Order.merchant_id)
    .outerjoin(_BY, _BY.id == OrderNote.worker_id)
    .order_by(OrderNote.id)
    .limit(PAGE)
)


def _notes(conn: Connection, asked: Asked, after: Any) -> Page:
    query = narrowed(
        _NOTES, asked, after, key=OrderNote.id, merchant=Order.merchant_id, time=OrderNote.noted_at
    )
    found = conn.execute(query).mappings().all()
    return paged([_note(row, asked) for row in found], [row["id"] for row in found])


def _note(row: Any, asked: Asked) -> Row:
    who = row["worker"] if asked.merchant_id is None else ""
    about = json.dumps(row["about"], ensure_ascii=False, sort_keys=True)
    return {**row, "about": about, "noted_at": iso(row["noted_at"]), "worker": who or ""}


NOTES = Export(
    "notes",
    "What happened to orders beside their counters: flags of imports, changes",
    columns(
        ("order", "our reference"),
        ("order_external_ref", ""),
        ("merchant", "empty where the order's lines belong to several"),
        ("kind", "flag: accepted although something was wrong"),
        ("about", "a JSON object"),
        ("noted_at", "time"),
        ("worker", "login; for keys of the site"),
    ),
    _notes,
    since="noted_at",
)
