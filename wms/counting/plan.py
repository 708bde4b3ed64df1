"""Plan cycle counts: which bins, those that were not counted for longest first."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import Connection

from wms.counting import queries, rules
from wms.counting.ask import ask
from wms.errors import Refused
from wms.gs1.digits import shown
from wms.layout import queries as layout
from wms.layout.queries import LocationRow
from wms.people import rights
from wms.people.actor import SYSTEM, Actor
from wms.stock import turnover
from wms.text import T

WHY = "cycle"
CLASS_DAYS = 90
"""Picks of so many days make an item's class."""


def plan(
    conn: Connection,
    *,
    warehouse_id: int,
    at: datetime,
    zones: Collection[str] = (),
    bins: Collection[str] = (),
    classes: Collection[str] = (),
    days_since: int | None = None,
    at_most: int | None = None,
    actor: Actor = SYSTEM,
) -> int:
    """Ask for a count of each bin that all given conditions choose, and return how many are new.

    :raises Refused: the actor is no supervisor; a zone or a bin is not known here.
    """
    rights.check(conn, actor, "PLAN")
    everywhere = layout.bins(conn, warehouse_id)
    chosen = _named(everywhere, zones, bins)
    if classes:
        chosen = _of_classes(conn, warehouse_id, chosen, classes, at)
    counted = queries.last_counted(conn, warehouse_id)
    if days_since is not None:
        until = at - timedelta(days=days_since)
        chosen = [b for b in chosen if b.id not in counted or counted[b.id] <= until]
    waiting = queries.bins_waiting(conn, warehouse_id)
    chosen = [b for b in chosen if b.id not in waiting]
    # A stable sort: bins that were never counted come first, in walking order.
    chosen.sort(key=lambda b: (b.id in counted, counted.get(b.id, at)))
    chosen = chosen[:at_most]
    for bin_ in chosen:
        ask(conn, warehouse_id=warehouse_id, location_id=bin_.id, why=WHY, at=at)
    return len(chosen)


def _named(
    everywhere: list[LocationRow], zones: Collection[str], bins: Collection[str]
) -> list[LocationRow]:
    known = {bin_.zone for bin_ in everywhere} | {bin_.code for bin_ in everywhere}
    for name in (*zones, *bins):
        if name not in known:
            words = T("{name} is not known here", name=shown(name))
            raise Refused("count.place", words, T("Name bins or zones where goods are kept"))
    return [
        bin_
        for bin_ in everywhere
        if (not zones or bin_.zone in zones) and (not bins or bin_.code in bins)
    ]


def _of_classes(
    conn: Connection,
    warehouse_id: int,
    chosen: list[LocationRow],
    classes: Collection[str],
    at: datetime,
) -> list[LocationRow]:
    """Keep the bins in which goods of these classes lie; what was never picked is `C`."""
    since = at - timedelta(days=CLASS_DAYS)
    known = rules.classes(turnover.picks_since(conn, warehouse_id, since))
    inside = turnover.items_by_bin(conn, warehouse_id, {bin_.id for bin_ in chosen})
    return [
        bin_
        for bin_ in chosen
        if {known.get(item, "C") for item in inside.get(bin_.id, ())} & set(classes)
    ]
