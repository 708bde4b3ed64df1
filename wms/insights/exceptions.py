"""What goes wrong now: ranked, each with whose it is, what to do, and where.

Nothing is stored: an exception is there as long as its cause is, and goes with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from wms.insights import shelves, troubles
from wms.terminal import presence
from wms.text import N, T, Text, Words
from wms.webhooks import queries as webhooks
from wms.webhooks.models import OFF

NOW, TODAY, WATCH = 1, 2, 3
"""Ranks: customers wait or work stands still; must be done today; good to know."""

SILENT = timedelta(minutes=20)
"""So long a station with somebody signed in may say nothing."""

STALE_HOLD = timedelta(days=1)
MOST = 200


@dataclass(frozen=True, slots=True)
class Trouble:
    """One exception. `owner` is a person's name, or whose job it is; `href` where it is mended."""

    rank: int
    kind: str
    words: Text
    owner: Words
    remedy: Text
    href: str
    since: datetime | None = None


Find = Callable[[Connection, int, datetime], Iterator[Trouble]]


def ranked(conn: Connection, warehouse_id: int, *, at: datetime) -> list[Trouble]:
    """Return the exceptions of a warehouse: the worst rank first, in it the oldest."""
    found = [trouble for find in FINDERS for trouble in find(conn, warehouse_id, at)]
    return sorted(found, key=lambda t: (t.rank, t.since is None, t.since or at))[:MOST]


def _late_orders(conn: Connection, warehouse_id: int, at: datetime) -> Iterator[Trouble]:
    for row in troubles.overdue(conn, warehouse_id, at):
        words = T("{order} should have left", order=row.reference)
        remedy = T("Make it urgent, or tell the customer")
        yield Trouble(NOW, "late", words, _SUPERVISOR, remedy, f"/orders/{row.reference}", row.due)


def _shorts(conn: Connection, warehouse_id: int, at: datetime) -> Iterator[Trouble]:
    for row in troubles.short_orders(conn, warehouse_id):
        words = T("{order} waits: {sku} was not found", order=row.reference, sku=row.sku)
        remedy = T("Let the bin be counted, or order more")
        href = f"/orders/{row.reference}"
        yield Trouble(NOW, "short", words, _SUPERVISOR, remedy, href, row.accepted_at)


def _counts(conn: Connection, warehouse_id: int, at: datetime) -> Iterator[Trouble]:
    for row in shelves.counts(conn, warehouse_id, most=troubles.MOST):
        owner: Words = row.worker or T("whoever counts")
        if row.why == "recount":
            words = T("Counts of {bin} do not agree with the books", bin=row.location)
            remedy = T("Approve it, or let it be counted again")
            yield Trouble(NOW, "count", words, _SUPERVISOR, remedy, "/counts", row.made_at)
        elif row.why == "short":
            words = T("Bin {bin} is to be counted after a short", bin=row.location)
            remedy = T("Send somebody: the rest of it is held until then")
            yield Trouble(TODAY, "count", words, owner, remedy, "/counts", row.made_at)


def _held(conn: Connection, warehouse_id: int, at: datetime) -> Iterator[Trouble]:
    for row in troubles.old_holds(conn, warehouse_id, at - STALE_HOLD):
        words = N(
            "{n} piece of {sku} is held in {bin}: {why}",
            "{n} pieces of {sku} are held in {bin}: {why}",
            row.quantity,
            sku=row.sku,
            bin=row.location,
            why=row.reason,
        )
        remedy = T("Free it, or take it out of the stock")
        yield Trouble(WATCH, "hold", words, _SUPERVISOR, remedy, "/holds", row.held_at)


def _receipts(conn: Connection, warehouse_id: int, at: datetime) -> Iterator[Trouble]:
    for row in troubles.late_asns(conn, warehouse_id, at.date()):
        words = T("Delivery {asn} is late", asn=row.reference)
        remedy = T("Ask the supplier; orders that wait for it are on its page")
        href = f"/receipts/{row.reference}"
        yield Trouble(TODAY, "receipt", words, T("whoever buys"), remedy, href)
    for it in troubles.unknown_goods(conn, warehouse_id):
        words = T("Nobody knows the code {code} on {lpn}", code=it.code, lpn=it.lpn)
        remedy = T("Say which item it is, or drop it")
        yield Trouble(TODAY, "unknown", words, _SUPERVISOR, remedy, "/receipts", it.found_at)


def _parcels(conn: Connection, warehouse_id: int, at: datetime) -> Iterator[Trouble]:
    for row in troubles.odd_weights(conn, warehouse_id, at - timedelta(hours=12)):
        href = f"/trace?code={row.sscc}"
        if row.unweighed:
            words = T("A parcel of {order} was not weighed", order=row.reference)
        else:
            given = {"is": row.weight_grams, "expected": row.expected_grams}
            words = T(
                "A parcel of {order} weighs {is} g instead of {expected} g",
                order=row.reference,
                **given,
            )
        remedy = T("It was let through: {why}", why=row.reason or "-")
        yield Trouble(WATCH, "weight", words, row.by or _SUPERVISOR, remedy, href, row.closed_at)


def _printers(conn: Connection, warehouse_id: int, at: datetime) -> Iterator[Trouble]:
    for row in troubles.stuck_prints(conn, warehouse_id):
        words = N(
            "{n} document does not come out at {station}",
            "{n} documents do not come out at {station}",
            row.n,
            station=row.station,
        )
        remedy = T("Look at its printer: {detail}", detail=row.detail or "-")
        owner: Words = row.worker or T("whoever is there")
        yield Trouble(NOW, "printer", words, owner, remedy, "/stations", row.booked_at)


def _silent(conn: Connection, warehouse_id: int, at: datetime) -> Iterator[Trouble]:
    for row in presence.stations(conn, warehouse_id):
        if not row.worker or row.heard_at is None or row.heard_at >= at - SILENT:
            continue
        words = T("{station} is silent, {name} is signed in", station=row.station, name=row.worker)
        remedy = T("Ask them; their work can be given to somebody else")
        yield Trouble(WATCH, "silent", words, row.worker, remedy, "/stations", row.heard_at)


def _jobs(conn: Connection, warehouse_id: int, at: datetime) -> Iterator[Trouble]:
    dead = troubles.dead_jobs(conn)
    if dead:
        words = N("{n} task of the system failed", "{n} tasks of the system failed", dead)
        remedy = T("See why: wms doctor")
        yield Trouble(NOW, "job", words, T("whoever runs the server"), remedy, "/")


def _webhooks(conn: Connection, warehouse_id: int, at: datetime) -> Iterator[Trouble]:
    owner = T("whoever connects shops")
    for hook in webhooks.webhooks(conn):
        href = f"/webhooks/{hook.id}"
        if not hook.is_active and hook.stopped_why != OFF:
            named = {"n": hook.id, "url": hook.url}
            words = T("Webhook {n} is stopped: {url} does not take its letters", **named)
            remedy = T("Mend the receiver, then start it: nothing is lost")
            yield Trouble(TODAY, "webhook", words, owner, remedy, href, hook.next_at)
        elif hook.dead:
            words = N(
                "{n} letter was not taken by {url}",
                "{n} letters were not taken by {url}",
                hook.dead,
                url=hook.url,
            )
            remedy = T("Mend the receiver, then send them again")
            yield Trouble(WATCH, "letter", words, owner, remedy, href)


_SUPERVISOR = T("supervisor")
FINDERS: tuple[Find, ...] = (
    _late_orders,
    _shorts,
    _counts,
    _printers,
    _receipts,
    _parcels,
    _held,
    _silent,
    _jobs,
    _webhooks,
)
