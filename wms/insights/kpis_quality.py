"""Figures of quality: checks, pieces that benches missed, wrong pieces that came back, counts."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, String, case, cast, func, literal, select, union_all

from wms.catalog.models import Item
from wms.counting.models import CountLine, CountTask
from wms.insights.kpis import SINCE, UNTIL, WAREHOUSE, Figure
from wms.layout.models import Location
from wms.orders.models import Order
from wms.packing.models import Parcel
from wms.people.models import Worker
from wms.quality.models import QcCheck, QcResult
from wms.quality.rules import MISSING
from wms.returns.models import ReturnLine
from wms.stock.picked import MISSED
from wms.text import T

PICKERS = ("WRONG", MISSING)
"""Reasons of a failed check that a pick may be blamed for; damage and expiry are not."""

_LOOKED_AT = func.coalesce(QcCheck.done_at, QcCheck.made_at)


def _between(at: Any) -> tuple[Any, Any]:
    return at >= SINCE, at < UNTIL


CHECKS = Figure(
    "checks",
    T("Orders checked"),
    T("Orders whose check before packing ended, passed or failed"),
    select(
        QcCheck.done_at.label("at"),
        cast(QcCheck.id, String(20)).label("key"),
        QcCheck.status.label("part"),
        Order.reference,
        QcCheck.why,
        func.coalesce(Worker.name, "").label("who"),
    )
    .join(Order, Order.id == QcCheck.order_id)
    .outerjoin(Worker, Worker.id == QcCheck.worker_id)
    .where(
        Order.warehouse_id == WAREHOUSE,
        QcCheck.status.in_(("passed", "failed")),
        *_between(QcCheck.done_at),
    ),
    T("Outcome"),
    (("order", T("Order")), ("why", T("Asked by")), ("who", T("Person"))),
)
_FAILED: Select[*tuple[Any, ...]] = (
    select(
        _LOOKED_AT.label("at"),
        (literal("q") + cast(QcResult.id, String(20))).label("key"),
        literal("check").label("part"),
        Order.reference.label("order"),
        Item.sku.label("sku"),
        QcResult.failed.label("pieces"),
        QcResult.reason.label("why"),
        literal("").label("station"),
        literal("").label("event"),
    )
    .join(QcCheck, QcCheck.id == QcResult.check_id)
    .join(Order, Order.id == QcCheck.order_id)
    .join(Item, Item.id == QcResult.item_id)
    .where(
        Order.warehouse_id == WAREHOUSE,
        QcResult.failed > 0,
        QcResult.reason.in_(PICKERS),
        *_between(_LOOKED_AT),
    )
)
_MISSED: Select[*tuple[Any, ...]] = (
    select(
        MISSED.c.at,
        literal("m") + MISSED.c.key,
        literal("bench"),
        func.coalesce(Order.reference, ""),
        MISSED.c.sku,
        MISSED.c.pieces,
        MISSED.c.for_kind,
        MISSED.c.station,
        MISSED.c.event,
    )
    .outerjoin(Order, (Order.id == MISSED.c.for_id) & (MISSED.c.for_kind == "order"))
    .where(MISSED.c.warehouse_id == WAREHOUSE, *_between(MISSED.c.at))
)
_WRONG: Select[*tuple[Any, ...]] = (
    select(
        ReturnLine.returned_at,
        literal("r") + cast(ReturnLine.id, String(20)),
        literal("return"),
        Order.reference,
        Item.sku,
        ReturnLine.quantity,
        ReturnLine.condition,
        literal(""),
        literal(""),
    )
    .join(Parcel, Parcel.id == ReturnLine.parcel_id)
    .join(Order, Order.id == Parcel.order_id)
    .join(Item, Item.id == ReturnLine.item_id)
    .where(
        Order.warehouse_id == WAREHOUSE,
        ReturnLine.condition == "wrong",
        *_between(ReturnLine.returned_at),
    )
)
_ERRORS = union_all(_FAILED, _MISSED, _WRONG).subquery("pick_errors")
ERRORS = Figure(
    "pick-errors",
    T("Pick errors"),
    T(
        "What was wrong after picking: pieces that a check failed as wrong or missing, that a bench"
        " or put wall missed, that came back as wrong"
    ),
    select(_ERRORS),
    T("Found by"),
    (
        ("order", T("Order")),
        ("sku", T("Item")),
        ("pieces", T("Pieces")),
        ("why", T("Reason")),
        ("station", T("Station")),
        ("event", T("Event")),
    ),
)
_AGREES = case(
    (CountLine.difference.is_(None), "unknown"),
    (CountLine.difference == 0, "agrees"),
    else_="differs",
)


def _counted(*where: Any) -> Select[*tuple[Any, ...]]:
    return (
        select(
            CountTask.done_at.label("at"),
            cast(CountLine.id, String(20)).label("key"),
            _AGREES.label("part"),
            Location.code,
            Item.sku,
            CountLine.expected,
            CountLine.found,
            CountLine.difference,
            func.coalesce(Worker.name, "").label("who"),
        )
        .join(CountTask, CountTask.id == CountLine.task_id)
        .join(Location, Location.id == CountTask.location_id)
        .join(Item, Item.id == CountLine.item_id)
        .outerjoin(Worker, Worker.id == CountTask.counted_by_id)
        .where(
            CountTask.warehouse_id == WAREHOUSE,
            CountTask.status == "done",
            *_between(CountTask.done_at),
            *where,
        )
    )


_COUNT_FACTS = (
    ("place", T("Place")),
    ("sku", T("Item")),
    ("expected", T("In the books")),
    ("found", T("Found")),
    ("difference", T("Difference")),
    ("who", T("Person")),
)
COUNTS = Figure(
    "counts",
    T("Lines counted"),
    T("Items and lots that were counted in a place, where it is known what the books had then"),
    _counted(CountLine.difference.is_not(None)),
    T("Outcome"),
    _COUNT_FACTS,
)
COUNTS_RIGHT = Figure(
    "counts-right",
    T("Lines counted that agree"),
    T("Of the lines counted, those where the books had exactly what was found"),
    _counted(CountLine.difference == 0),
    T("Outcome"),
    _COUNT_FACTS,
)
