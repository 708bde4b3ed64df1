"""The counts', holds', prints' and scans' parts of a timeline."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Select, and_, func, select

from wms.catalog.models import Item
from wms.counting.models import CountLine, CountTask
from wms.insights.entries import COUNTS, PRINTS, SCANS, Entry, Mark, older
from wms.insights.traced import Thing
from wms.layout.models import Location
from wms.packing.models import Parcel
from wms.people.models import Station, Worker
from wms.terminal.models import Document, StationEvent
from wms.text import T, Words

_COUNTED_AT = func.coalesce(CountTask.done_at, CountTask.made_at)
_COUNTS: Select[*tuple[Any, ...]] = (
    select(
        _COUNTED_AT,
        CountLine.id,
        Location.code,
        Item.sku,
        CountLine.expected,
        CountLine.found,
        CountLine.difference,
        CountTask.status,
        Worker.name,
    )
    .join(CountTask, CountTask.id == CountLine.task_id)
    .join(Location, Location.id == CountTask.location_id)
    .join(Item, Item.id == CountLine.item_id)
    .outerjoin(Worker, Worker.id == CountTask.counted_by_id)
    .order_by(_COUNTED_AT.desc(), CountLine.id.desc())
)
_PRINTS: Select[*tuple[Any, ...]] = (
    select(
        Document.booked_at,
        Document.id,
        Document.kind,
        Document.copy_no,
        Document.state,
        Document.detail,
        Station.code,
        Worker.name,
    )
    .join(Station, Station.id == Document.station_id)
    .outerjoin(Worker, Worker.id == Document.worker_id)
    .order_by(Document.booked_at.desc(), Document.id.desc())
)
_KEY = StationEvent.id
_SCANS: Select[*tuple[Any, ...]] = (
    select(
        StationEvent.recorded_at,
        StationEvent.id,
        StationEvent.state,
        StationEvent.input,
        StationEvent.outcome,
        StationEvent.code,
        Station.code,
        Worker.name,
    )
    .join(Station, Station.id == StationEvent.station_id)
    .outerjoin(Worker, Worker.id == StationEvent.worker_id)
    .order_by(StationEvent.recorded_at.desc(), StationEvent.id.desc())
)


def counts(conn: Connection, thing: Thing, mark: Mark | None, most: int) -> list[Entry]:
    """Return the counts of a place, or of an item or lot wherever it was counted."""
    where = {
        "bin": CountTask.location_id == thing.id,
        "item": CountLine.item_id == thing.id,
        "lot": CountLine.lot_id == thing.id,
        "person": CountTask.counted_by_id == thing.id,
    }.get(thing.kind)
    if where is None:
        return []
    asked = _COUNTS.where(where, *older(mark, COUNTS, _COUNTED_AT, CountLine.id)).limit(most)
    return [_count(row) for row in conn.execute(asked)]


def _count(row: Any) -> Entry:
    at, number, place, sku, expected, found, difference, status, who = row
    links = ((place, f"/locations/{place}"),)
    if status != "done":
        words: Words = T("a count is under way")
        return Entry(at, COUNTS, number, words, sku, who=who or "", links=links)
    words = (
        T("counted, agrees")
        if difference == 0
        else T("counted, differs by {n}", n=f"{difference or 0:+}")
    )
    if difference is None:
        words = T("counted, and moved meanwhile: nobody can say")
    detail = T("{found} found, {expected} in the books", found=found, expected=expected)
    more: dict[str, Any] = {"detail": detail, "who": who or "", "links": links}
    return Entry(at, COUNTS, number, words, sku, **more)


def prints(conn: Connection, thing: Thing, mark: Mark | None, most: int) -> list[Entry]:
    """Return what was printed for an order's parcels, a parcel, an LPN, or at a station."""
    where = _printed_for(thing)
    if where is None:
        return []
    asked = _PRINTS.where(where, *older(mark, PRINTS, Document.booked_at, Document.id))
    return [_print(row) for row in conn.execute(asked.limit(most))]


def _printed_for(thing: Thing) -> Any:
    if thing.kind == "order":
        mine = select(Parcel.id).where(Parcel.order_id == thing.id)
        return and_(Document.for_kind == "parcel", Document.for_id.in_(mine))
    if thing.kind == "parcel":
        return and_(Document.for_kind == "parcel", Document.for_id == thing.id)
    if thing.kind == "lpn":
        return and_(Document.for_kind == "lpn", Document.for_id == thing.id)
    if thing.kind == "manifest":
        return and_(Document.for_kind == "manifest", Document.for_id == thing.id)
    return None


def _print(row: Any) -> Entry:
    at, number, kind, copy_no, state, detail, station, who = row
    words = T("print {kind}: {state}", kind=kind, state=state)
    if copy_no > 1:
        words = T("print {kind}, copy {n}: {state}", kind=kind, n=copy_no, state=state)
    given: dict[str, Any] = {"station": station, "who": who or "", "detail": detail}
    return Entry(at, PRINTS, number, words, **given)


def scans(conn: Connection, thing: Thing, mark: Mark | None, most: int) -> list[Entry]:
    """Return what a person did at stations, what a station was told, or who scanned a place."""
    where = {
        "person": StationEvent.worker_id == thing.id,
        "station": StationEvent.station_id == thing.id,
    }.get(thing.kind)
    if where is None:
        return []
    asked = _SCANS.where(where, *older(mark, SCANS, StationEvent.recorded_at, _KEY))
    return [_scan(row) for row in conn.execute(asked.limit(most))]


def _scan(row: Any) -> Entry:
    at, key, state, given, outcome, code, station, who = row
    words: Words = T("taken at {state}", state=state)
    if outcome != "applied":
        words = T("{outcome} at {state}: {code}", outcome=outcome, state=state, code=code or "-")
    more: dict[str, Any] = {"station": station, "who": who or "", "event_id": key}
    return Entry(at, SCANS, key, words, detail=said(given), **more)


def said(given: dict[str, Any]) -> str:
    """Return an input as it is kept: what was scanned, keyed in or weighed; secrets are starred."""
    if given.get("kind") == "weight":
        return f"{given.get('grams')} g"
    if given.get("kind") == "key":
        return f"[{given.get('name')}] {given.get('value') or ''}".strip()
    return str(given.get("text", ""))
