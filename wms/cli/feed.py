"""wms feed: what happened, row by row, for whoever reads on where they stopped."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Connection

from wms.changes import feed as changes
from wms.changes.show import shown
from wms.cli.opened import database
from wms.shipping import feed as shipping
from wms.stock import feed as stock

Plain = Mapping[str, object]
Rows = Sequence[tuple[object, Plain]]
"""Cursors, and what was read up to each."""


def feed(args: argparse.Namespace) -> int:
    """Print the rows after a cursor as JSON lines, each with the cursor to go on from.

    :raises Refused: the cursor makes no sense.
    """
    with database() as db, db.read() as conn:
        rows = FEEDS[args.what](conn, args.after, args.limit)
    for cursor, plain in rows:
        print(json.dumps({"cursor": str(cursor), **plain}, default=datetime.isoformat))
    return 0


def _moves(conn: Connection, after: str, most: int) -> Rows:
    found = stock.moves(conn, stock.cursor(after), most=most)
    return [(m.cursor, {"id": m.cursor.move_id} | _without_cursor(asdict(m))) for m in found]


def _without_cursor(plain: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in plain.items() if name != "cursor"}


def _shipments(conn: Connection, after: str, most: int) -> Rows:
    found = shipping.shipments(conn, stock.cursor(after), most=most)
    return [(cursor, asdict(s)) for cursor, s in found]


def _changes(conn: Connection, after: str, most: int) -> Rows:
    found = changes.read(conn, changes.cursor(after), most=most).changes
    return [(c.cursor, plain) for c, plain in zip(found, shown(conn, found), strict=True)]


FEEDS: Mapping[str, Callable[[Connection, str, int], Rows]] = {
    "moves": _moves,
    "shipments": _shipments,
    "changes": _changes,
}
