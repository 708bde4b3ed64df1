"""What the API answers about waves: their orders, walks, and how far they are."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from wms.channels.shapes import At, Next, Reference, RowId, Shape, one_of
from wms.orders.models import STATUSES as ORDER_STATUSES
from wms.picking.models import CLUSTER_STATUSES, WAVE_STATUSES

Distance = Annotated[int, Field(description="Walking as it is planned")]
Least = Annotated[int, Field(description="No plan of these orders can be shorter")]
Gap = Annotated[int, Field(description="By how much the plan exceeds that, percent, rounded up")]
Lines = Annotated[int, Field(description="Picks that were made; none before the release")]


class ProgressShape(Shape):
    """How far picking is."""

    lines: Lines
    lines_done: int
    lines_open: int


class WaveShape(ProgressShape):
    """Orders that are released together."""

    id: RowId
    reference: Reference
    warehouse: str
    status: Annotated[str, one_of(WAVE_STATUSES, "How far it has come")]
    template: Annotated[str, Field(description="Empty when its orders were chosen by hand")]
    carrier: Annotated[str, Field(description="Code; empty when several come")]
    cut_off_at: At | None
    made_at: At
    released_at: At | None
    closed_at: At | None
    cancelled_at: At | None
    orders: Annotated[int, Field(description="How many are in it")]
    clusters: Annotated[int, Field(description="How many walks")]
    planned_mm: Distance
    least_mm: Least
    gap_percent: Gap


class WavePage(Shape):
    """A page of waves."""

    items: list[WaveShape]
    next: Next


class ClusterShape(ProgressShape):
    """Orders that one picker takes on one walk."""

    reference: Reference
    status: Annotated[str, one_of(CLUSTER_STATUSES, "`claimed`: somebody walks it")]
    worker: Annotated[str, Field(description="Who has it; empty while it is in the pool")]
    orders: int
    planned_mm: Distance
    least_mm: Annotated[int, Field(description="The shortest tour through its stops")]


class MemberShape(Shape):
    """An order of a wave."""

    reference: Reference
    external_ref: str
    status: Annotated[str, one_of(ORDER_STATUSES, "How far it has come")]


class OneWaveShape(WaveShape):
    """A wave with its walks and its orders."""

    walks: list[ClusterShape]
    members: list[MemberShape]


class WalkShape(Shape):
    """A walk as it would be."""

    orders: Annotated[list[str], Field(description="Our references")]
    lines: int
    totes: int
    weight_grams: int
    planned_mm: Distance


class LeftOutShape(Shape):
    """An order that does not come along."""

    order: Reference
    why: Annotated[str, Field(description="In one sentence")]


class DraftShape(Shape):
    """A wave as it would be."""

    template: str
    cut_off_at: At | None
    orders: int
    lines: int
    totes: int
    planned_mm: Distance
    least_mm: Least
    gap_percent: Gap
    walks: list[WalkShape]
    left_out: Annotated[list[LeftOutShape], Field(description="The first hundred")]
    left_out_total: int


class PlannedShape(Shape):
    """A wave that was made, and the walks it will give."""

    wave: OneWaveShape
    draft: DraftShape


class ReleasedShape(Shape):
    """A wave that pickers can begin, and the orders that left it because they cannot go."""

    wave: OneWaveShape
    left: list[LeftOutShape]


class KeptShape(Shape):
    """A walk that had begun."""

    cluster: Reference
    status: str
    worker: str


class UnreleasedShape(Shape):
    """What was taken back, and what goes on."""

    wave: OneWaveShape
    orders: Annotated[int, Field(description="How many wait again")]
    clusters: Annotated[list[str], Field(description="Walks that are no more")]
    kept: list[KeptShape]


class WaveCancelledShape(Shape):
    """A wave that is dissolved."""

    wave: OneWaveShape
    orders: Annotated[int, Field(description="How many are free for another wave")]


class ReassignedShape(Shape):
    """Who has a cluster now."""

    cluster: Reference
    worker: Annotated[str, Field(description="Name; empty when it is in the pool")]


class WhyNotShape(Shape):
    """Why an order is not in a wave."""

    order: Reference
    wave: Annotated[str, Field(description="Or template; empty for the next one by hand")]
    why: Annotated[str, Field(description="In one sentence; empty when nothing is in its way")]


class UrgentShape(Shape):
    """What became of an order that is urgent now."""

    order: Reference
    cluster: Annotated[str, Field(description="Empty while it waits for stock")]
    words: Annotated[str, Field(description="What happened, for people")]
