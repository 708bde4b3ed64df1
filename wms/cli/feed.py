"""wms feed: what happened, row by row, for whoever reads on where they stopped."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Connection

from wms.cli.opened import database
from wms.shipping import feed as shipping
from wms.stock import feed as stock
from wms.stock.feed import Cursor

Plain = Mapping[str, object]


def feed(args: argparse.Namespace) -> int:
    """Print the rows after a cursor as JSON lines, each with the cursor to go on from.

    :raises Refused: the cursor makes no sense.
    """
    after = stock.cursor(args.after)
    with database() as db, db.read() as conn:
        rows = FEEDS[args.what](conn, after, args.limit)
    for cursor, plain in rows:
        print(json.dumps({"cursor": str(cursor), **plain}, default=datetime.isoformat))
    return 0


def _moves(conn: Connection, after: Cursor, most: int) -> list[tuple[Cursor, Plain]]:
    found = stock.moves(conn, after, most=most)
    return [(m.cursor, {"id": m.cursor.move_id} | _without_cursor(asdict(m))) for m in found]


def _without_cursor(plain: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in plain.items() if name != "cursor"}


def _shipments(conn: Connection, after: Cursor, most: int) -> list[tuple[Cursor, Plain]]:
    return [(cursor, asdict(s)) for cursor, s in shipping.shipments(conn, after, most=most)]


FEEDS: Mapping[str, Callable[[Connection, Cursor, int], list[tuple[Cursor, Plain]]]] = {
    "moves": _moves,
    "shipments": _shipments,
}
