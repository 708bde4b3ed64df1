"""wms wave, wms cluster, wms order: what a supervisor decides about picking."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from sqlalchemy import Connection

from wms import settings
from wms.cli.columns import show as table
from wms.cli.opened import database
from wms.clock import utc_now
from wms.layout import choose
from wms.orders import find
from wms.picking import plan_wave as planning
from wms.picking import standing, waves
from wms.picking.eligible import shown
from wms.picking.plan_wave import Asked, Draft
from wms.picking.release_wave import cancel_wave, release_as_planned
from wms.picking.rules import cart_of
from wms.picking.unrelease import unrelease as take_back
from wms.picking.urgent import make_urgent
from wms.planning.bound import gap_percent
from wms.text import T
from wms.units import kilograms, metres
from wms.web.taken_away import reassign as give

MOST_SHOWN = 20


def plan(args: argparse.Namespace) -> int:
    """Plan a wave and show it; with --dry-run show it only."""
    names = None if args.orders is None else [name.strip() for name in args.orders.split(",")]
    asked = Asked(settings.load().data, args.template or "", names)

    def warehouse(conn: Connection) -> int:
        return choose.warehouse(conn, args.warehouse)

    with database() as db:
        if args.dry_run:
            with db.read() as conn:
                reference, draft = "", planning.preview(conn, warehouse(conn), asked, at=utc_now())
        else:
            reference, draft = db.run(
                lambda conn: planning.plan(conn, warehouse(conn), asked, at=utc_now())
            )
    _preview(draft)
    print(f"{reference} is planned" if reference else "Nothing was written (--dry-run)")
    return 0


def _preview(draft: Draft) -> None:
    known = {order.id: order for order in draft.orders}
    rows = []
    all_lines = all_totes = 0
    for n, walk in enumerate(draft.plan.batches, 1):
        members = [draft.plan.orders[order_id] for order_id in walk.orders]
        lines = sum(known[order.id].lines for order in members)
        totes = sum(order.totes for order in members)
        all_lines, all_totes = all_lines + lines, all_totes + totes
        weight = kilograms(sum(order.weight_grams for order in members))
        named = ",".join(known[order.id].reference for order in members)
        rows.append((n, len(members), lines, totes, weight, metres(walk.tour.length_mm), named))
    table(("walk", "orders", "lines", "totes", "weight", "distance", "orders on it"), rows)
    print(f"{len(known)} orders, {all_lines} lines, {all_totes} totes, {len(rows)} clusters")
    _distance(draft.plan.planned_mm, draft.plan.least_mm)
    for order, why in draft.left_out[:MOST_SHOWN]:
        print(f"not in it: {order.reference}: {why}")
    if len(draft.left_out) > MOST_SHOWN:
        print(f"and {len(draft.left_out) - MOST_SHOWN} more: wms wave why ORDER")


def _distance(planned_mm: int, least_mm: int) -> None:
    gap = gap_percent(planned_mm, least_mm)
    print(f"distance {metres(planned_mm)}, lower bound {metres(least_mm)}, gap {gap}%")


def release(args: argparse.Namespace) -> int:
    """Release a wave and show its clusters."""
    config, at = settings.load().data, utc_now()

    def go(conn: Connection) -> Sequence[str]:
        done = release_as_planned(conn, waves.wave(conn, args.wave), config, at=at)
        return [order.reference for order in done.left]

    with database() as db:
        left = db.run(go)
        with db.read() as conn:
            _clusters(conn, args.wave)
    for reference in left:
        print(f"{reference} left the wave: wms wave why {reference} {args.wave}")
    return 0


def _clusters(conn: Connection, reference: str) -> None:
    wave = waves.wave(conn, reference)
    rows = [
        (c.reference, c.status, c.worker or "-", c.orders, c.lines, c.open, metres(c.planned_mm))
        for c in waves.clusters(conn, wave.id)
    ]
    table(("cluster", "status", "worker", "orders", "lines", "open", "distance"), rows)
    print(f"{wave.reference} is {wave.status}: {wave.orders} orders")
    _distance(wave.planned_mm, wave.least_mm)


def unrelease(args: argparse.Namespace) -> int:
    """Take back what nobody has begun, and say what goes on."""
    cart, at = cart_of(settings.load().data), utc_now()
    with database() as db:
        done = db.run(lambda c: take_back(c, wave_id=waves.wave(c, args.wave).id, cart=cart, at=at))
    print(f"taken back: {', '.join(done.clusters)} ({done.orders} orders wait in {args.wave})")
    for kept in done.kept:
        print(f"goes on: {kept.cluster}, {kept.status} {kept.worker}".rstrip())
    return 0


def cancel(args: argparse.Namespace) -> int:
    """Dissolve a wave that is not released."""
    with database() as db:
        freed = db.run(lambda c: cancel_wave(c, wave_id=waves.wave(c, args.wave).id, at=utc_now()))
    print(f"{args.wave} is cancelled, {freed} orders are free for another")
    return 0


def show(args: argparse.Namespace) -> int:
    """Show all waves, or the clusters of one."""
    with database() as db, db.read() as conn:
        if args.wave:
            _clusters(conn, args.wave)
            return 0
        warehouse_id = choose.warehouse(conn, args.warehouse)
        zone = standing.zone_of(conn, warehouse_id)
        rows = [
            (
                w.reference,
                w.status,
                w.template or "-",
                w.carrier_code or "-",
                shown(w.cut_off_at, zone) if w.cut_off_at else "-",
                w.orders,
                metres(w.planned_mm),
                metres(w.least_mm),
                f"{gap_percent(w.planned_mm, w.least_mm)}%",
            )
            for w in waves.all_of(conn, warehouse_id)
        ]
    names = ("wave", "status", "template", "carrier", "cut-off", "orders")
    table((*names, "distance", "bound", "gap"), rows)
    return 0


def why(args: argparse.Namespace) -> int:
    """Say why an order is not in a wave, or would not be in the next one."""
    config = settings.load().data
    with database() as db, db.read() as conn:
        order = find.order(conn, args.order)
        if args.wave and args.wave not in config["waves"]:
            words = waves.why_not_in_wave(conn, order.id, waves.wave(conn, args.wave))
        else:
            given = (conn, order.warehouse_id, config, args.wave)
            wanted = planning.wanted(*given, at=utc_now())
            words = waves.why_not_next(conn, order.id, order.warehouse_id, wanted)
    print(f"{order.reference}: {words or T('Nothing is in its way')}")
    return 0


def reassign(args: argparse.Namespace) -> int:
    """Give a cluster to somebody else, and tell whoever had it."""

    given = {"cluster": args.cluster, "login": args.to, "at": utc_now()}
    with database() as db:
        name = db.run(lambda c: give(c, **given)).name
    print(f"{args.cluster} is with {name}" if name else f"{args.cluster} is in the pool")
    return 0


def urgent(args: argparse.Namespace) -> int:
    """Put an order before all others."""
    cart, at = cart_of(settings.load().data), utc_now()
    with database() as db:
        done = db.run(
            lambda c: make_urgent(c, order_id=find.order(c, args.order).id, cart=cart, at=at)
        )
    print(f"{args.order} is urgent. {done.words}")
    return 0
