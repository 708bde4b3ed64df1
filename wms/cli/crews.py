"""wms team: who works together, and what a team is limited to; wms user team: who is in which."""

from __future__ import annotations

import argparse

from sqlalchemy import Connection

from wms.cli.opened import database
from wms.cli.people import printable, table
from wms.dialogues import home, registry
from wms.layout import codes as layout
from wms.people import teams


def add_team(args: argparse.Namespace) -> int:
    """Add a team; its zones and kinds of work must be known here, so that no slip locks it out."""
    printable(args.code)
    registry.load()

    def add(conn: Connection) -> None:
        teams.check_known(args.zones, {row.zone for row in layout.all_inside(conn)}, "zone")
        teams.check_known(args.work, set(home.ENTRIES), "work")
        teams.team(conn, code=args.code, zones=args.zones, kinds=args.work)

    with database() as db:
        db.run(add)
    print(f"{args.code} is a team; put people into it: wms user team LOGIN {args.code}")
    return 0


def list_teams(args: argparse.Namespace) -> int:
    """Show the teams and what they are limited to."""
    with database() as db, db.read() as conn:
        rows = teams.listed(conn)
    told = [(c, str(n), " ".join(z) or "all", " ".join(k) or "all") for c, n, z, k in rows]
    table(("team", "members", "zones", "work"), told)
    return 0


def put_in_teams(args: argparse.Namespace) -> int:
    """Let a worker be in these teams and no other."""
    with database() as db:
        db.run(lambda conn: teams.join(conn, login=args.login, codes=args.codes))
    print(f"{args.login}: {' '.join(args.codes) or 'in no team'}")
    return 0
