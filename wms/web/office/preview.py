"""What a wave would be: its walks, how long they take this crew, and who would be too late."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from wms.errors import Refused
from wms.picking import standing
from wms.picking.eligible import Standing, next_cut_off
from wms.picking.plan_wave import Draft
from wms.planning.bound import gap_percent
from wms.planning.simulate import Crew, Simulated, Walk, simulate, walk_seconds
from wms.terminal import presence
from wms.text import Words
from wms.web.office import here


@dataclass(frozen=True, slots=True)
class PlannedWalk:
    """One cluster as it would be."""

    orders: Sequence[Standing]
    lines: int
    totes: int
    weight_grams: int
    length_mm: int
    seconds: int


@dataclass(frozen=True, slots=True)
class CarrierRisk:
    """When the last order of a carrier would be packed, and how many miss its truck."""

    carrier: str
    orders: int
    ready_at: datetime
    cut_off_at: datetime | None
    late: int


@dataclass(frozen=True, slots=True)
class Preview:
    """A wave before it is made; `refusal` says why there can be none."""

    template: str
    refusal: Refused | None = None
    walks: Sequence[PlannedWalk] = ()
    left_out: Sequence[tuple[Standing, Words]] = ()
    carriers: Sequence[CarrierRisk] = ()
    crew: Crew | None = None
    result: Simulated | None = None
    at: datetime | None = None
    planned_mm: int = 0
    least_mm: int = 0

    @property
    def orders(self) -> int:
        return sum(len(walk.orders) for walk in self.walks)

    @property
    def lines(self) -> int:
        return sum(walk.lines for walk in self.walks)

    @property
    def totes(self) -> int:
        return sum(walk.totes for walk in self.walks)

    @property
    def gap_percent(self) -> int:
        return gap_percent(self.planned_mm, self.least_mm)

    @property
    def late(self) -> int:
        return sum(risk.late for risk in self.carriers)

    @property
    def short(self) -> int:
        """How many of those left out wait for stock."""
        return sum(order.status == "waiting" for order, _ in self.left_out)


def preview(
    conn: Connection,
    warehouse_id: int,
    draft: Draft,
    *,
    config: Mapping[str, Any],
    template: str,
    at: datetime,
) -> Preview:
    """Return what a drafted wave would be with the people who are there now."""
    crew = crew_of(conn, warehouse_id, config)
    known = {order.id: order for order in draft.orders}
    walks, planned = [], []
    for found in draft.plan.batches:
        members = [known[order_id] for order_id in found.orders]
        goods = [draft.plan.orders[order_id] for order_id in found.orders]
        lines = sum(order.lines for order in members)
        walk = Walk(tuple(found.orders), found.tour.length_mm, lines)
        walks.append(walk)
        totes, weight = sum(g.totes for g in goods), sum(g.weight_grams for g in goods)
        facts = (totes, weight, walk.length_mm, walk_seconds(walk, crew))
        planned.append(PlannedWalk(members, lines, *facts))
    result = simulate(walks, crew)
    zone = standing.zone_of(conn, warehouse_id)
    cut_offs = cut_offs_of(config, zone, at)
    risks = _risks(draft.orders, result, cut_offs, at)
    return Preview(
        template,
        walks=planned,
        left_out=draft.left_out,
        carriers=risks,
        crew=crew,
        result=result,
        at=at,
        planned_mm=draft.plan.planned_mm,
        least_mm=draft.plan.least_mm,
    )


def crew_of(conn: Connection, warehouse_id: int, config: Mapping[str, Any]) -> Crew:
    """Return the crew: as many as the page asks for, else who is signed in now, one at least."""
    given = config["planning"]
    there = presence.by_kind(conn, warehouse_id)
    return Crew(
        pickers=min(here.number("pickers") or there.get("handheld", 0) or 1, 999),
        benches=min(here.number("benches") or there.get("bench", 0) or 1, 999),
        mm_per_second=given["walk_mm_per_second"],
        pick_seconds=given["pick_seconds"],
        walk_seconds=given["walk_seconds"],
        pack_seconds=given["pack_seconds"],
    )


def cut_offs_of(config: Mapping[str, Any], zone: str, at: datetime) -> dict[str, datetime | None]:
    """Return when each carrier comes next."""
    collected = config["shipping"]["collected_at"]
    return {carrier: next_cut_off(clock, zone, at) for carrier, clock in collected.items()}


def _risks(
    orders: Sequence[Standing],
    result: Simulated,
    cut_offs: Mapping[str, datetime | None],
    at: datetime,
) -> list[CarrierRisk]:
    ready: dict[str, list[datetime]] = {}
    for order in orders:
        ends = at + timedelta(seconds=result.ready_seconds[order.id])
        ready.setdefault(order.carrier, []).append(ends)
    found = []
    for carrier, ends_of in sorted(ready.items()):
        until = cut_offs.get(carrier)
        late = sum(end > until for end in ends_of) if until is not None else 0
        found.append(CarrierRisk(carrier, len(ends_of), max(ends_of), until, late))
    return found
