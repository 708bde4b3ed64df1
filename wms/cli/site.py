"""wms init, wms migrate."""

from __future__ import annotations

import argparse

from wms import migrate as migrations
from wms import outfit
from wms.cli.opened import database


def init(args: argparse.Namespace) -> int:
    """Make the database and lay out the warehouse of a plan."""
    plan = outfit.read_plan(args.layout)
    sizes = {"aisles": args.aisles, "bays": args.bays, "levels": args.levels}
    with database(must_be_current=False) as db:
        migrations.upgrade(db)
        done = db.run(lambda conn: outfit.fit_out(conn, plan, **sizes))
    print(
        f"{done.locations} locations ({done.added} new), {done.totes} totes,"
        f" {done.carriers} carriers, {done.cartons} carton types"
    )
    return 0


def migrate(args: argparse.Namespace) -> int:
    """Bring the database to the newest form."""
    with database(must_be_current=False) as db:
        migrations.upgrade(db)
    print("The database is of this release's form")
    return 0
