"""Plan a wave: choose its orders by a template or by hand, and see what it will be before it is
released. Whatever does not come along is told why, in one sentence."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, update

from wms.errors import Refused
from wms.orders import find
from wms.picking import standing
from wms.picking.batches import Batched, batched
from wms.picking.eligible import Standing, Wanted, choose, wanted_by
from wms.picking.form import of_orders
from wms.picking.models import Wave, WaveOrder
from wms.picking.release import carts
from wms.picking.rules import Cart
from wms.text import T, Words

_WAVE = insert(Wave).returning(Wave.id)
_NAME = update(Wave).where(Wave.id == bindparam("wave_id")).values(reference=bindparam("name"))
_ORDERS = insert(WaveOrder)


@dataclass(frozen=True, slots=True)
class Draft:
    """A wave that is not made yet: its orders, the walks they give, and who stays behind, why."""

    wanted: Wanted
    orders: Sequence[Standing]
    plan: Batched
    left_out: Sequence[tuple[Standing, Words]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A wave as somebody asks for it: by a template of the site's settings, of orders by their
    names, or both; `orders` None chooses among all that wait."""

    config: Mapping[str, Any]
    template: str = ""
    orders: Sequence[str] | None = None


def wanted(
    conn: Connection, warehouse_id: int, config: Mapping[str, Any], template: str, *, at: datetime
) -> Wanted:
    """Return what a wave of a template is for; of "" is for whatever is chosen by hand.

    :raises Refused: there is no such template.
    """
    zone = standing.zone_of(conn, warehouse_id)
    if not template:
        return Wanted(zone=zone)
    known = config["waves"]
    if template not in known:
        words = T("There is no template {name}", name=template)
        remedy = T("Use one of {names}", names=", ".join(sorted(known)))
        raise Refused("wave.template", words, remedy)
    return wanted_by(template, known[template], zone, at)


def preview(conn: Connection, warehouse_id: int, asked: Asked, *, at: datetime) -> Draft:
    """Return the wave that is asked for as it would be now; writes nothing.

    :raises Refused: no such template or order; no order can come along.
    """
    meant, given = _meant(conn, warehouse_id, asked, at)
    return draft(conn, warehouse_id, meant, **given)


def plan(
    conn: Connection,
    warehouse_id: int,
    asked: Asked,
    *,
    made_by: int | None = None,
    at: datetime,
) -> tuple[str, Draft]:
    """Make the wave that is asked for, and return its reference and what it is.

    :raises Refused: no such template or order; no order can come along.
    """
    meant, given = _meant(conn, warehouse_id, asked, at)
    return plan_wave(conn, warehouse_id, meant, **given, made_by=made_by, at=at)


def _meant(
    conn: Connection, warehouse_id: int, asked: Asked, at: datetime
) -> tuple[Wanted, dict[str, Any]]:
    meant = wanted(conn, warehouse_id, asked.config, asked.template, at=at)
    ids = None if asked.orders is None else members(conn, warehouse_id, asked.orders)
    cart, _ = carts(conn, warehouse_id, asked.config, meant.method)
    return meant, {"cart": cart, "order_ids": ids}


def members(conn: Connection, warehouse_id: int, names: Sequence[str]) -> list[int]:
    """Return the orders that somebody names for a wave, each once.

    :raises Refused: one is not known, or of another warehouse; none is named.
    """
    found = [find.order(conn, name) for name in dict.fromkeys(names) if name]
    elsewhere = [order.reference for order in found if order.warehouse_id != warehouse_id]
    if elsewhere:
        words = T("{order} is of another warehouse", order=elsewhere[0])
        raise Refused("wave.warehouse", words, T("Plan a wave for each warehouse"))
    if not found:
        raise Refused("wave.empty", T("No order is named"), T("Name some: O-1,O-2"))
    return [order.id for order in found]


def draft(
    conn: Connection,
    warehouse_id: int,
    wanted: Wanted,
    *,
    cart: Cart,
    order_ids: Sequence[int] | None = None,
) -> Draft:
    """Return the wave as it would be now; `order_ids` None chooses among all that wait.

    :raises Refused: no order can come along; says why, when it was one order.
    """
    if order_ids is None:
        known = standing.not_released(conn, warehouse_id)
    else:
        known = standing.of(conn, order_ids)
    chosen, left_out = choose(known, wanted)
    if not chosen:
        raise _nothing(left_out)
    given = of_orders(conn, [order.id for order in chosen])
    urgency = {order.id: order.priority for order in chosen}
    plan = batched(conn, warehouse_id, given, urgency, cart=cart, method=wanted.method)
    return Draft(wanted, chosen, plan, left_out)


def plan_wave(
    conn: Connection,
    warehouse_id: int,
    wanted: Wanted,
    *,
    cart: Cart,
    order_ids: Sequence[int] | None = None,
    made_by: int | None = None,
    at: datetime,
) -> tuple[str, Draft]:
    """Make a wave and return its reference and what it is. Its orders go with it alone from now
    on: nothing else releases them.

    :raises Refused: no order can come along.
    """
    first = draft(conn, warehouse_id, wanted, cart=cart, order_ids=order_ids)
    ids = [order.id for order in first.orders]
    standing.lock(conn, ids)
    # who was released or cancelled before the lock is left out now
    known = draft(conn, warehouse_id, wanted, cart=cart, order_ids=ids)
    carriers = {order.carrier for order in known.orders}
    row = {"warehouse_id": warehouse_id, "reference": f"?{uuid.uuid4()}", "status": "planned"}
    row |= {
        "template": wanted.template,
        "carrier_code": carriers.pop() if len(carriers) == 1 else "",
    }
    plan: dict[str, Any] = {"planned_mm": known.plan.planned_mm, "least_mm": known.plan.least_mm}
    plan |= {"cut_off_at": wanted.cut_off_at, "made_by_id": made_by, "made_at": at}
    wave_id = conn.execute(_WAVE, row | plan).scalar_one()
    reference = f"W-{wave_id}"
    conn.execute(_NAME, {"wave_id": wave_id, "name": reference})
    rows = [{"order_id": order.id, "wave_id": wave_id} for order in known.orders]
    conn.execute(_ORDERS, rows)
    left_out = [*known.left_out, *first.left_out]
    return reference, Draft(wanted, known.orders, known.plan, left_out)


def _nothing(left_out: Sequence[tuple[Standing, Words]]) -> Refused:
    if len(left_out) == 1:
        order, why = left_out[0]
        return Refused("wave.empty", T("{order} cannot come along", order=order.reference), why)
    return Refused(
        "wave.empty",
        T("No order can be in this wave"),
        T("Ask for one of them why: wms wave why ORDER"),
    )
