"""Which orders a wave takes, and why not another, in one sentence. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from wms.orders import reasons
from wms.text import N, T, Words


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a wave is for: `carriers` () are all; `cut_off_at` None lets everything in.

    `zone` is the warehouse's, for times that people read; `template` is where all this stands.
    """

    carriers: tuple[str, ...] = ()
    cut_off_at: datetime | None = None
    max_orders: int = 0
    max_lines: int = 0
    method: str = "savings"
    zone: str = "UTC"
    template: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """How far an order is. `wave` is the one it is in, `cluster` where its picks are, `worker` who
    walks that."""

    id: int
    reference: str
    status: str
    reason: str
    priority: int
    carrier: str
    ship_by: datetime | None
    accepted_at: datetime
    lines: int
    wave: str = ""
    cluster: str = ""
    worker: str = ""


def wanted_by(name: str, template: Mapping[str, Any], zone: str, at: datetime) -> Wanted:
    """Return what the wave of a template is for, if it is made now."""
    return Wanted(
        carriers=tuple(template.get("carriers", ())),
        cut_off_at=next_cut_off(template.get("cut_off", ""), zone, at),
        max_orders=template["max_orders"],
        max_lines=template["max_lines"],
        method=template.get("method", "savings"),
        zone=zone,
        template=name,
    )


def next_cut_off(clock: str, zone: str, at: datetime) -> datetime | None:
    """Return the next instant at which the warehouse's clock says `clock` (`16:00`); "" is never.

    Where the clock is put forward over it, the instant is that of the clock before the change.
    """
    if not clock:
        return None
    here = at.astimezone(ZoneInfo(zone))
    at_clock = time.fromisoformat(clock)
    today = datetime.combine(here.date(), at_clock, ZoneInfo(zone))
    if today > at:
        return today
    return datetime.combine(here.date() + timedelta(days=1), at_clock, ZoneInfo(zone))


def choose(
    orders: Sequence[Standing], wanted: Wanted
) -> tuple[list[Standing], list[tuple[Standing, Words]]]:
    """Return the orders of a wave, and the others with the reason of each.

    The most urgent come first; one that is too much for the lines left makes room for the next.
    """
    chosen: list[Standing] = []
    left_out: list[tuple[Standing, Words]] = []
    lines = 0
    for order in sorted(orders, key=_urgency):
        why = why_not(order, wanted) or _full(order, wanted, len(chosen), lines)
        if why:
            left_out.append((order, why))
        else:
            chosen.append(order)
            lines += order.lines
    return chosen, left_out


def _urgency(order: Standing) -> tuple[int, bool, float, int]:
    due = order.ship_by.timestamp() if order.ship_by else 0.0
    return order.priority, order.ship_by is None, due, order.id


def _full(order: Standing, wanted: Wanted, orders: int, lines: int) -> Words:
    if wanted.max_orders and orders >= wanted.max_orders:
        return N("It is full: {n} order", "It is full: {n} orders", wanted.max_orders)
    if wanted.max_lines and lines + order.lines > wanted.max_lines:
        return N("It is full: {n} line", "It is full: {n} lines", wanted.max_lines)
    return ""


def why_not(order: Standing, wanted: Wanted) -> Words:
    """Return why an order cannot be in a wave, in one sentence; "" when nothing is in the way."""
    return _stands(order) or _goes_elsewhere(order, wanted)


def _stands(order: Standing) -> Words:
    """Return what its own state has against it."""
    match order.status:
        case "allocated" if order.wave:
            return T("It is in wave {wave} already", wave=order.wave)
        case "allocated":
            return ""
        case "accepted":
            return T("Stock has not been looked for yet")
        case "waiting":
            return reasons.words(order.reason) or T("It waits for stock")
        case "released" if order.worker:
            return T("{name} is picking it on {cluster}", name=order.worker, cluster=order.cluster)
        case "released":
            return T("It waits for a picker on {cluster}", cluster=order.cluster)
        case "picked":
            return T("It is picked already")
        case "packed":
            return T("It is packed already")
        case "shipped":
            return T("It has left already")
        case _:
            return T("It is cancelled")


def _goes_elsewhere(order: Standing, wanted: Wanted) -> Words:
    if wanted.carriers and order.carrier not in wanted.carriers:
        if not order.carrier:
            return T("It has no carrier; the wave is for {wanted}", wanted=_named(wanted))
        return T(
            "It goes with {carrier}; the wave is for {wanted}",
            carrier=order.carrier,
            wanted=_named(wanted),
        )
    cut_off = wanted.cut_off_at
    if cut_off is not None and order.accepted_at > cut_off:
        return T("It came after the cut-off of {when}", when=shown(cut_off, wanted.zone))
    if cut_off is not None and order.ship_by is not None and order.ship_by > cut_off:
        return T(
            "It is due {due}, after the cut-off of {when}",
            due=shown(order.ship_by, wanted.zone),
            when=shown(cut_off, wanted.zone),
        )
    return ""


def _named(wanted: Wanted) -> str:
    return ", ".join(wanted.carriers)


def shown(at: datetime, zone: str) -> str:
    """Return a time as the warehouse's clock and calendar show it."""
    return at.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M")
