"""Moves as people read them: what, from where, to where, who, at which station, by which event.

Read backwards, newest first, from any place in time; the codes of all things are joined in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, false, or_, select
from sqlalchemy.orm import aliased

from wms.catalog.models import Item
from wms.layout.models import Location
from wms.people.models import Station, Worker
from wms.stock.models import LOOSE, Lot, Lpn, StockMove


@dataclass(frozen=True, slots=True)
class MoveLine:
    """A move with the names of all it is about; an LPN's code is "" for loose pieces."""

    id: int
    recorded_at: datetime
    kind: str
    item_id: int
    sku: str
    lot_id: int
    lot: str
    quantity: int
    source_id: int
    source: str
    source_lpn: str
    source_status: str
    target_id: int
    target: str
    target_lpn: str
    target_status: str
    worker_id: int | None
    worker: str | None
    station_id: int | None
    station: str | None
    event_id: str | None
    for_kind: str
    for_id: int
    reason: str
    corrects_id: int | None


@dataclass(frozen=True, slots=True)
class About:
    """Which moves are asked for: those that touch any of these. `documents` are (kind, ids)."""

    item_id: int | None = None
    lot_id: int | None = None
    location_id: int | None = None
    lpn_ids: Sequence[int] = ()
    worker_id: int | None = None
    station_id: int | None = None
    documents: Sequence[tuple[str, Sequence[int]]] = ()
    event: tuple[int, str] | None = None


_SOURCE, _TARGET = aliased(Location), aliased(Location)
_FROM_LPN, _TO_LPN = aliased(Lpn), aliased(Lpn)
_M = StockMove
LINES: Select[*tuple[Any, ...]] = (
    select(
        _M.id,
        _M.recorded_at,
        _M.kind,
        _M.item_id,
        Item.sku,
        _M.lot_id,
        Lot.code,
        _M.quantity,
        _M.source_location_id,
        _SOURCE.code,
        _FROM_LPN.code,
        _M.source_status,
        _M.target_location_id,
        _TARGET.code,
        _TO_LPN.code,
        _M.target_status,
        _M.worker_id,
        Worker.name,
        _M.station_id,
        Station.code,
        _M.event_id,
        _M.for_kind,
        _M.for_id,
        _M.reason,
        _M.corrects_id,
    )
    .join(Item, Item.id == _M.item_id)
    .join(Lot, Lot.id == _M.lot_id)
    .join(_SOURCE, _SOURCE.id == _M.source_location_id)
    .join(_TARGET, _TARGET.id == _M.target_location_id)
    .join(_FROM_LPN, _FROM_LPN.id == _M.source_lpn_id)
    .join(_TO_LPN, _TO_LPN.id == _M.target_lpn_id)
    .outerjoin(Worker, Worker.id == _M.worker_id)
    .outerjoin(Station, Station.id == _M.station_id)
)
_LOOSE_IN_BIN = LINES.where(
    or_(
        (_M.source_location_id == bindparam("place")) & (_M.source_lpn_id == LOOSE),
        (_M.target_location_id == bindparam("place")) & (_M.target_lpn_id == LOOSE),
    ),
    _M.source_location_id != _M.target_location_id,
    _M.item_id == bindparam("item"),
    _M.lot_id == bindparam("lot"),
    _M.recorded_at > bindparam("since"),
    _M.recorded_at <= bindparam("until"),
)
_WITHIN = (
    _LOOSE_IN_BIN.where(_M.kind.not_in(("count", "hold", "free")))
    .order_by(_M.id.desc())
    .limit(bindparam("most"))
)

AT, NUMBER, KIND = _M.recorded_at, _M.id, _M.kind
"""What a page is cut by: the columns of conditions."""


def lines(conn: Connection, about: About, older: Sequence[Any], *, most: int) -> list[MoveLine]:
    """Return moves about something for which the conditions `older` hold, newest first."""
    asked = LINES.where(or_(false(), *_touching(about)), *older)
    rows = conn.execute(asked.order_by(_M.recorded_at.desc(), _M.id.desc()).limit(most))
    return [_line(row) for row in rows]


def of_event(conn: Connection, station_id: int, event_id: str) -> list[MoveLine]:
    """Return what one event of a station moved, in the order of the ledger."""
    asked = LINES.where(_M.event_id == event_id, _M.station_id == station_id).order_by(_M.id)
    return [_line(row) for row in conn.execute(asked)]


def within(
    conn: Connection,
    *,
    location_id: int,
    item_id: int,
    lot_id: int,
    since: datetime,
    until: datetime,
    most: int,
) -> list[MoveLine]:
    """Return the moves of loose pieces into and out of a bin after `since`, newest first.

    Counts, holds and frees are left out: they tell what was found, and move nothing.
    """
    given = {"place": location_id, "item": item_id, "lot": lot_id}
    given |= {"most": most}
    rows = conn.execute(_WITHIN, {**given, "since": since, "until": until})
    return [_line(row) for row in rows]


def _line(row: Any) -> MoveLine:
    values = list(row)
    names = MoveLine.__slots__
    for name in ("source_lpn", "target_lpn"):
        index = names.index(name)
        values[index] = "" if values[index] == NO_LPN else values[index]
    lot = names.index("lot")
    values[lot] = values[lot] if row.lot_id else ""
    return MoveLine(*values)


NO_LPN = "-"
"""What the LPN of loose pieces is called in the database."""


def _touching(about: About) -> list[Any]:
    """Return the conditions of which any makes a move one that is asked for."""
    found: list[Any] = []
    if about.lot_id is not None:
        found.append(_M.lot_id == about.lot_id)
    elif about.item_id is not None:
        found.append(_M.item_id == about.item_id)
    if about.location_id is not None:
        found += [c == about.location_id for c in (_M.source_location_id, _M.target_location_id)]
    if about.lpn_ids:
        found += [c.in_(about.lpn_ids) for c in (_M.source_lpn_id, _M.target_lpn_id)]
    if about.worker_id is not None:
        found.append(_M.worker_id == about.worker_id)
    if about.station_id is not None:
        found.append(_M.station_id == about.station_id)
    for kind, ids in about.documents:
        if ids:
            found.append((_M.for_kind == kind) & _M.for_id.in_(ids))
    return found


def plates_of(conn: Connection, for_kind: str, for_ids: Sequence[int]) -> tuple[int, ...]:
    """Return the LPNs onto which goods of these documents were booked."""
    if not for_ids:
        return ()
    asked = select(_M.target_lpn_id).where(_M.for_kind == for_kind, _M.for_id.in_(for_ids))
    rows = conn.execute(asked.where(_M.target_lpn_id != LOOSE).distinct())
    return tuple(sorted(rows.scalars()))


def lot_code(conn: Connection, lot_id: int) -> str:
    """Return what a lot is called, "" for no lot."""
    return conn.execute(select(Lot.code).where(Lot.id == lot_id)).scalar_one() if lot_id else ""
