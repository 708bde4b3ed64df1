"""wms export."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator

from wms import settings
from wms.channels.epcis import exporting
from wms.channels.export import EXPORTS, asked_of, moment, named, written
from wms.channels.scope import Scope, merchant
from wms.cli import columns
from wms.cli.opened import database
from wms.clock import utc_now
from wms.db import Database
from wms.errors import Refused
from wms.text import T


def export(args: argparse.Namespace) -> int:
    """Write rows, to a file if one is named.

    :raises Refused: the merchant, the time or the format makes no sense for what is asked.
    """
    if args.kind == "columns":
        return _columns()
    with database() as db:
        text = _text(db, args)
        if args.out is None:
            for part in text:
                sys.stdout.write(part)
            return 0
        with args.out.open("w", encoding="utf-8", newline="") as file:
            for part in text:
                file.write(part)
    return 0


def _text(db: Database, args: argparse.Namespace) -> Iterator[str]:
    owner = None
    if args.merchant:
        with db.read() as conn:
            owner = merchant(conn, Scope("export"), args.merchant)
    asked = asked_of(named(args.kind), owner, moment(args.since))
    if not args.format.startswith("epcis"):
        return written(db, named(args.kind), asked, args.format)
    if args.kind != "moves":
        words = T("EPCIS events are made of moves")
        raise Refused("export.epcis", words, T("Export moves, or use another format"))
    form = "jsonl" if args.format == "epcis-lines" else "json"
    gs1 = settings.load().data["gs1"]
    return exporting.written(db, asked, form, config=gs1, at=utc_now())


def _columns() -> int:
    for export in EXPORTS.values():
        since = f" (since: {export.since})" if export.since else ""
        print(f"{export.kind}: {export.about}{since}")
        columns.show(("COLUMN", "WHAT"), [(c.name, c.about) for c in export.columns])
        print()
    return 0
