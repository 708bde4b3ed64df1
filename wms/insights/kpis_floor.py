"""Figures of the floor: what was done at stations, what was refused there and why."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, case, func, select

from wms.insights.kpis import SINCE, UNTIL, WAREHOUSE, Figure
from wms.people.models import Station, Worker
from wms.terminal.models import StationEvent
from wms.text import T

STOP = ("pick_stop.ScanBin", "pick_stop.ScanItem", "pick_stop.PutInTote")
"""Screens at a stop of a pick: bin, pieces, tote."""

IDLE = ("pick.NoWork", "pick_drop.PickWaits", "replenish_take.NoTrip")
"""Looking whether there is work by now is no work: it depends on how long people wait."""

WRONG = ("pick.wrong_bin", "pick.wrong_lot", "pick.wrong_tote", "scan.wrong_item")
"""Refusals that kept a wrong pick from being made."""

_FACTS = (
    ("said", T("Input")),
    ("code", T("Refusal")),
    ("who", T("Person")),
    ("station", T("Station")),
    ("event", T("Event")),
)
_DIALOGUE = case(
    (StationEvent.state.like("pick%"), "pick"),
    (StationEvent.state.like("pack%"), "pack"),
    (StationEvent.state.like("receive%"), "receive"),
    (StationEvent.state.like("putaway%"), "putaway"),
    (StationEvent.state.like("replenish%"), "replenish"),
    (StationEvent.state.like("count%"), "count"),
    (StationEvent.state.like("sort%"), "sort"),
    (StationEvent.state.like("qc%"), "qc"),
    (StationEvent.state.like("load%"), "load"),
    (StationEvent.state.like("return%"), "return"),
    else_="other",
)


def _events(part: Any, *where: Any) -> Select[*tuple[Any, ...]]:
    return (
        select(
            StationEvent.recorded_at.label("at"),
            StationEvent.id.label("key"),
            part.label("part"),
            func.coalesce(StationEvent.input["text"].as_string(), "").label("said"),
            StationEvent.code,
            func.coalesce(Worker.name, "").label("who"),
            Station.code.label("station"),
            StationEvent.id.label("event"),
        )
        .join(Station, Station.id == StationEvent.station_id)
        .outerjoin(Worker, Worker.id == StationEvent.worker_id)
        .where(
            Station.warehouse_id == WAREHOUSE,
            StationEvent.recorded_at >= SINCE,
            StationEvent.recorded_at < UNTIL,
            *where,
        )
    )


TOUCHES = Figure(
    "touches",
    T("Touches"),
    T("Scans, keys and weights at stations, refused ones too, but for asking whether work waits"),
    _events(_DIALOGUE, StationEvent.state.not_in(IDLE)),
    T("Work"),
    _FACTS,
)
STOP_SCANS = Figure(
    "pick-scans",
    T("Scans at pick stops"),
    T("Scans and keys at the stops of picks: of bins, pieces, quantities, totes; refused ones too"),
    _events(StationEvent.outcome, StationEvent.state.in_(STOP)),
    T("Outcome"),
    _FACTS,
)
REFUSALS = Figure(
    "refusals",
    T("Refusals"),
    T("What stations refused: by the rule that said no, or stale where the screen had changed"),
    _events(
        case((StationEvent.code == "", StationEvent.outcome), else_=StationEvent.code),
        StationEvent.outcome != "applied",
    ),
    T("Rule"),
    _FACTS,
)
WRONG_SCANS = Figure(
    "wrong-scans",
    T("Wrong scans at picks"),
    T(
        "A wrong place, item or tote that was scanned at a pick, and refused: an error that was"
        " kept from being made"
    ),
    _events(
        StationEvent.code, StationEvent.code.in_(WRONG), StationEvent.state.like("pick_stop.%")
    ),
    T("Rule"),
    _FACTS,
)
