"""Stations as the office looks after them: who is there, when heard, what does not come out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, func, or_, select

from wms.people.models import Station, Worker
from wms.terminal.models import Document, Terminal
from wms.terminal.presence import HEARD
from wms.terminal.reprint import STUCK

SLOW = timedelta(minutes=5)
"""A document that waits longer than this does so for a reason that somebody should see."""


@dataclass(frozen=True, slots=True)
class PostRow:
    """A station; `title` is what its screen says, `stuck` how many documents do not come out."""

    id: int
    code: str
    kind: str
    worker_id: int | None
    worker: str
    title: str
    heard_at: datetime | None
    revoked_at: datetime | None
    stuck: int


@dataclass(frozen=True, slots=True)
class Unprinted:
    """A document that did not come out, or waits for long; `detail` is what the station said."""

    id: int
    station: str
    kind: str
    device: str
    copy_no: int
    state: str
    detail: str
    booked_at: datetime

    @property
    def is_stuck(self) -> bool:
        """Tell whether it failed, or nobody knows whether it came out."""
        return self.state in STUCK


_STUCK = (
    select(func.count())
    .select_from(Document)
    .where(Document.station_id == Station.id, Document.state.in_(STUCK))
    .correlate(Station)
    .scalar_subquery()
)


def stations(conn: Connection, warehouse_id: int) -> list[PostRow]:
    """Return all stations of a warehouse, those that are revoked last."""
    asked: Select[*tuple[Any, ...]] = (
        select(
            Station.id,
            Station.code,
            Station.kind,
            Terminal.worker_id,
            func.coalesce(Worker.name, ""),
            Terminal.screen,
            HEARD,
            Station.revoked_at,
            _STUCK,
        )
        .outerjoin(Terminal, Terminal.station_id == Station.id)
        .outerjoin(Worker, Worker.id == Terminal.worker_id)
        .where(Station.warehouse_id == warehouse_id)
        .order_by(Station.revoked_at.is_not(None), Station.code)
    )
    return [
        PostRow(*(*row[:5], str((row[5] or {}).get("title", "")), *row[6:]))
        for row in conn.execute(asked)
    ]


def unprinted(
    conn: Connection, warehouse_id: int, *, at: datetime, most: int = 100
) -> list[Unprinted]:
    """Return the documents that did not come out, the oldest first."""
    waits = Document.state.in_(("booked", "sending")) & (Document.booked_at < at - SLOW)
    asked: Select[*tuple[Any, ...]] = (
        select(
            Document.id,
            Station.code,
            Document.kind,
            Document.device,
            Document.copy_no,
            Document.state,
            Document.detail,
            Document.booked_at,
        )
        .join(Station, Station.id == Document.station_id)
        .where(Station.warehouse_id == warehouse_id, Station.revoked_at.is_(None))
        .where(or_(Document.state.in_(STUCK), waits))
        .order_by(Document.id)
        .limit(most)
    )
    return [Unprinted(*row) for row in conn.execute(asked)]
