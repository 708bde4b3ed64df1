"""wms count plan, wms adjust."""

from __future__ import annotations

import argparse

from sqlalchemy import Connection

from wms import settings
from wms.catalog import find
from wms.cli.opened import database
from wms.clock import utc_now
from wms.counting import adjust as adjusting
from wms.counting.plan import plan
from wms.counting.rules import signed
from wms.errors import Refused
from wms.gs1.digits import shown
from wms.layout import choose
from wms.layout import queries as layout
from wms.people import codes
from wms.people.actor import SYSTEM, Actor
from wms.stock import queries as stock
from wms.text import N, T, Text


def plan_counts(args: argparse.Namespace) -> int:
    """Ask for counts of the bins that are meant."""

    def planned(conn: Connection) -> int:
        return plan(
            conn,
            warehouse_id=choose.warehouse(conn, args.warehouse),
            zones=args.zone,
            bins=args.bins,
            classes=args.classes,
            days_since=args.days_since,
            at_most=args.at_most,
            at=utc_now(),
        )

    with database() as db:
        print(N("{n} count planned", "{n} counts planned", db.run(planned)))
    return 0


def adjust(args: argparse.Namespace) -> int:
    """Put the books of a bin right, and say what they know there now."""
    pieces = signed(args.pieces)

    def put_right(conn: Connection) -> int:
        place = layout.by_code(conn, args.bin)
        if place is None:
            raise _unknown(args.bin, T("Give the bin's code"))
        item_id = _item(conn, args.sku)
        return adjusting.adjust(
            conn,
            location_id=place.id,
            item_id=item_id,
            lot_id=_lot(conn, item_id, args.lot),
            pieces=pieces,
            reason=args.reason.upper(),
            actor=_actor(conn, args.by),
            at=utc_now(),
            config=settings.load().data,
        )

    with database() as db:
        left = db.run(put_right)
    print(f"{args.bin}: {left} {args.sku} in the books now")
    return 0


def _item(conn: Connection, name: str) -> int:
    code = name.zfill(14) if name.isdecimal() and len(name) > 7 else name
    found = find.page(conn, merchant_id=None, sku=name, limit=2)
    found = found or find.page(conn, merchant_id=None, sku=code, limit=2)
    if len(found) != 1:
        raise _unknown(name, T("Give a GTIN or SKU that only one item has"))
    return int(found[0].id)


def _lot(conn: Connection, item_id: int, code: str) -> int:
    if not code:
        return 0
    found = stock.lot_by_code(conn, item_id, code)
    if found is None:
        raise _unknown(code, T("Give a lot that was received here"))
    return found[0]


def _actor(conn: Connection, login: str) -> Actor:
    """Return who says so; without a name it is the site itself, whose command line this is."""
    if not login:
        return SYSTEM
    worker_id = codes.worker_id(conn, login)
    if worker_id is None:
        raise _unknown(login, T("Look at the names that are: list"))
    return Actor(worker_id)


def _unknown(name: str, remedy: Text) -> Refused:
    return Refused("adjust.unknown", T("{name} is not known here", name=shown(name)), remedy)
