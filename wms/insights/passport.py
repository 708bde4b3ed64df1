"""Who had an order or a parcel in their hands: what was picked where by whom, who looked at it,
who packed it, what it weighs and what it should weigh."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select

from wms.insights import trace_moves
from wms.insights.traced import Thing
from wms.packing import queries as packing
from wms.packing.queries import ParcelRow
from wms.people.models import Worker
from wms.quality.models import QcCheck
from wms.stock import timeline
from wms.stock.timeline import About, MoveLine

MOST = 200


@dataclass(frozen=True, slots=True)
class Checked:
    """The check of an order; `by` is "" until somebody did it."""

    status: str
    by: str
    done_at: datetime | None


@dataclass(frozen=True, slots=True)
class Packed:
    """A parcel, who put the pieces in, and who let an odd weight through."""

    parcel: ParcelRow
    by: tuple[str, ...]
    let_through_by: str


@dataclass(frozen=True, slots=True)
class Passport:
    """Everything on one page; `is_cut` tells that there are more picks than are shown."""

    picks: list[MoveLine]
    check: Checked | None
    parcels: list[Packed]
    is_cut: bool


_CHECK: Select[*tuple[Any, ...]] = (
    select(QcCheck.status, Worker.name, QcCheck.done_at)
    .outerjoin(Worker, Worker.id == QcCheck.worker_id)
    .where(QcCheck.order_id == bindparam("order_id"))
)
_NAMES = select(Worker.id, Worker.name).where(Worker.id.in_(bindparam("ids", expanding=True)))


def of(conn: Connection, thing: Thing) -> Passport | None:
    """Return the passport of an order or parcel, None for anything else.

    Of a parcel it holds the picks of the items that were packed in it.
    """
    if thing.kind not in ("order", "parcel"):
        return None
    order = Thing("order", thing.order_id, "", order_id=thing.order_id)
    about = trace_moves.about(conn, order)
    picks = timeline.lines(conn, about, [timeline.KIND == "pick"], most=MOST + 1)
    parcels = packing.parcels_of(conn, [thing.order_id])
    if thing.kind == "parcel":
        parcels = [parcel for parcel in parcels if parcel.id == thing.id]
    packs = _packs(conn, [parcel.id for parcel in parcels])
    if thing.kind == "parcel":
        inside = {(line.item_id, line.lot_id) for line in packs}
        picks = [line for line in picks if (line.item_id, line.lot_id) in inside]
    row = conn.execute(_CHECK, {"order_id": thing.order_id}).first()
    check = Checked(row[0], row[1] or "", row[2]) if row else None
    return Passport(picks[:MOST], check, _packed(conn, parcels, packs), len(picks) > MOST)


def _packs(conn: Connection, parcel_ids: list[int]) -> list[MoveLine]:
    if not parcel_ids:
        return []
    about = About(documents=(("parcel", parcel_ids),))
    return timeline.lines(conn, about, [timeline.KIND == "pack"], most=MOST)


def _packed(conn: Connection, parcels: list[ParcelRow], packs: list[MoveLine]) -> list[Packed]:
    ids = sorted({p.override_by_id for p in parcels if p.override_by_id is not None})
    rows = conn.execute(_NAMES, {"ids": ids}) if ids else ()
    names = {row.id: row.name for row in rows}
    found = []
    for parcel in parcels:
        by = {line.worker for line in packs if line.for_id == parcel.id and line.worker}
        found.append(Packed(parcel, tuple(sorted(by)), names.get(parcel.override_by_id or 0, "")))
    return found
