"""wms unknown: what came with a code that nobody knew, until the office has named it."""

from __future__ import annotations

import argparse

from sqlalchemy import Connection

from wms import settings
from wms.catalog import find
from wms.catalog import queries as catalog
from wms.channels.scope import Scope, merchant
from wms.cli.opened import database
from wms.clock import utc_now
from wms.errors import Refused
from wms.gs1.digits import shown
from wms.inbound import resolve as verbs
from wms.inbound import unknown
from wms.people.actor import SYSTEM
from wms.text import T

COLUMNS = ("id", "code", "quantity", "lpn", "came_with", "found_at", "scanned")


def list_unknown(args: argparse.Namespace) -> int:
    """Show what waits to be named."""
    with database() as db, db.read() as conn:
        rows = unknown.open_ones(conn)
    print("\t".join(COLUMNS))
    for row in rows:
        found_at = row.found_at.isoformat(timespec="minutes")
        facts = (row.id, row.code, row.quantity, row.lpn, row.asn or "-", found_at)
        print("\t".join(map(str, (*facts, shown(row.scanned)))))
    return 0


def resolve(args: argparse.Namespace) -> int:
    """Say which item it is, and receive the goods onto their LPN."""
    config = settings.load().data

    def act(conn: Connection) -> verbs.Resolved:
        return verbs.resolve(
            conn,
            unknown_id=args.id,
            item_id=_item(conn, args.sku, args.merchant),
            pieces_each=args.pieces,
            lot=args.lot,
            expires_on=args.expires,
            actor=SYSTEM,
            at=utc_now(),
            config=config,
        )

    with database() as db:
        done = db.run(act)
    print(f"{done.pieces} {done.sku} on {done.lpn}, booked with {done.asn}: to be put away")
    return 0


def drop(args: argparse.Namespace) -> int:
    """End it without an item."""
    with database() as db:
        row = db.run(
            lambda conn: verbs.drop(conn, unknown_id=args.id, reason=args.reason, at=utc_now())
        )
    print(f"{row.code} on {row.lpn} is no item of ours")
    return 0


def _item(conn: Connection, sku: str, merchant_code: str) -> int:
    """Return the id of the item that is meant.

    :raises Refused: no item has the SKU, or items of several merchants do.
    """
    if merchant_code:
        owner = merchant(conn, Scope("cli"), merchant_code)
        found = find.by_sku(conn, owner, sku)
        mine = [found] if found is not None else []
        owners: list[str] = []
    else:
        rows = [row for row, _ in catalog.by_code(conn, sku) if row.sku == sku]
        mine, owners = [row.id for row in rows], [row.merchant for row in rows]
    if len(mine) == 1:
        return mine[0]
    if mine:
        words = T("Several merchants have {sku}", sku=shown(sku))
        raise Refused("item.several", words, T("Name one: {codes}", codes=", ".join(owners)))
    words = T("The item {sku} is not known", sku=shown(sku))
    raise Refused("item.unknown", words, T("Register it first: wms import items"))
