"""wms user, wms station, wms api-key: secrets are shown once, or written to a file."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from sqlalchemy import Connection

from wms.channels.scope import Scope, merchant
from wms.cli.opened import database
from wms.clock import utc_now
from wms.dialogues.home import PIN_ROLES, SignIn
from wms.errors import Refused
from wms.layout import choose
from wms.people import codes, enroll, pairing, renew, teams
from wms.terminal import session
from wms.text import T


def add_user(args: argparse.Namespace) -> int:
    """Add a worker and show the badge's code, or write the badge."""
    if args.role in PIN_ROLES and not (args.pin.isdigit() and len(args.pin) >= 4):
        words = T("The role {role} needs a PIN", role=args.role)
        raise Refused("people.pin", words, T("Give one of at least 4 digits: --pin"))
    name = args.name or args.login
    facts = {"login": args.login, "name": name, "role": args.role}
    facts |= {"language": args.language, "pin": args.pin}
    for fact in (args.login, name):
        printable(fact)

    def add(conn: Connection) -> str:
        """A badge that cannot be written is no badge: the worker is not added then."""
        _, badge = enroll.worker(conn, **facts)
        return _handed_out(args.login, name, args.role, badge, args.label)

    with database() as db:
        print(db.run(add))
    return 0


def new_badge(args: argparse.Namespace) -> int:
    """Give a worker another badge; the one before opens nothing any more, nor does whoever signed
    in with it stay."""

    def give(conn: Connection) -> str:
        number, name, role, badge = renew.badge(conn, args.login)
        session.end(conn, number, SignIn(), at=utc_now())
        return _handed_out(args.login, name, role, badge, args.label)

    with database() as db:
        print(db.run(give))
    return 0


def _handed_out(login: str, name: str, role: str, badge: str, label: Path | None) -> str:
    """Return what to print: the badge's code, or the file that the badge was drawn into."""
    if label is None:
        return badge
    from labels.badge import badge_label
    from labels.pdf import to_pdf

    label.write_bytes(to_pdf([badge_label(name, role, badge)]))
    return f"badge of {login}: {label}"


def list_users(args: argparse.Namespace) -> int:
    """Show the workers."""
    with database() as db, db.read() as conn:
        rows = codes.workers(conn)
        crews = teams.of_workers(conn)
    state = {True: "active", False: "disabled"}
    told = [(r.login, r.name, r.role, r.language, state[r.is_active]) for r in rows]
    names = ("login", "name", "role", "language", "state", "teams")
    table(names, [(*row, " ".join(crews.get(row[0], ["-"]))) for row in told])
    return 0


def disable_user(args: argparse.Namespace) -> int:
    """Let a worker sign in no more, and sign them out where they are."""

    def disable(conn: Connection) -> None:
        number = renew.set_active(conn, args.login, is_active=False)
        session.end(conn, number, SignIn(), at=utc_now())

    with database() as db:
        db.run(disable)
    print(f"{args.login} cannot sign in any more")
    return 0


def enable_user(args: argparse.Namespace) -> int:
    """Let a disabled worker sign in again."""
    with database() as db:
        db.run(lambda conn: renew.set_active(conn, args.login, is_active=True))
    print(f"{args.login} can sign in")
    return 0


def add_station(args: argparse.Namespace) -> int:
    """Add a station and show its key, or write it to a file."""
    printable(args.code)

    def add(conn: Connection) -> str:
        number = choose.warehouse(conn, args.warehouse)
        _, key = enroll.station(conn, code=args.code, kind=args.kind, warehouse_id=number)
        if args.pair:
            return _offered(conn, args.code)
        return kept(key, args.key_file)

    with database() as db:
        print(db.run(add))
    return 0


def new_station_key(args: argparse.Namespace) -> int:
    """Give a station another key; the one before opens nothing any more."""
    with database() as db:
        print(db.run(lambda conn: kept(renew.station_key(conn, args.code), args.key_file)))
    return 0


def pair_station(args: argparse.Namespace) -> int:
    """Show a code that pairs a station once."""
    with database() as db:
        print(db.run(lambda conn: _offered(conn, args.code)))
    return 0


def _offered(conn: Connection, code: str) -> str:
    offered = pairing.offer(conn, station=code, at=utc_now())
    minutes = int(pairing.LASTS.total_seconds()) // 60
    how = f"wms-station --server URL --pair {offered} --key-file FILE"
    return f"{offered}\ngood once, within {minutes} minutes: {how}"


def revoke_station(args: argparse.Namespace) -> int:
    """Make a station's key void, and sign out whoever works there."""

    def revoke(conn: Connection) -> None:
        at = utc_now()
        session.clear(conn, renew.revoke_station(conn, args.code, at=at), SignIn(), at=at)

    with database() as db:
        db.run(revoke)
    print(f"{args.code} is trusted no more")
    return 0


def list_stations(args: argparse.Namespace) -> int:
    """Show the stations."""
    with database() as db, db.read() as conn:
        rows = codes.stations(conn)
    state = {True: "active", False: "revoked"}
    table(
        ("code", "kind", "state"),
        [(row.code, row.kind, state[row.revoked_at is None]) for row in rows],
    )
    return 0


def add_api_key(args: argparse.Namespace) -> int:
    """Add a key of another system and show it, or write it to a file."""
    printable(args.name)

    def add(conn: Connection) -> str:
        owner = merchant(conn, Scope("cli"), args.merchant) if args.merchant else None
        _, key = enroll.api_key(
            conn, name=args.name, merchant_id=owner, role=args.role, scopes=args.scope
        )
        return kept(key, args.key_file)

    with database() as db:
        print(db.run(add))
    return 0


def list_api_keys(args: argparse.Namespace) -> int:
    """Show the keys' names, never the keys."""
    with database() as db, db.read() as conn:
        rows = codes.api_keys(conn)
    state = {True: "active", False: "revoked"}
    table(
        ("name", "merchant", "state", "role", "scopes", "last used"),
        [
            (
                *(row.name, row.merchant or "all", state[row.revoked_at is None]),
                *(("-", row.scopes) if row.scopes else (row.role, "-")),
                f"{row.last_used_at:%Y-%m-%d %H:00Z}" if row.last_used_at else "-",
            )
            for row in rows
        ],
    )
    return 0


def revoke_api_key(args: argparse.Namespace) -> int:
    """Make a key void."""
    with database() as db:
        db.run(lambda conn: renew.revoke_api_key(conn, args.name, at=utc_now()))
    print(f"{args.name} opens nothing any more")
    return 0


def table(names: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print rows under their names, apart by tabs."""
    for row in (names, *rows):
        print("\t".join(row))


def kept(key: str, file: Path | None) -> str:
    """Return what to print: the key, or the file where only its owner can read it."""
    if file is None:
        return key
    with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as opened:
        opened.write(key + "\n")
    return f"key: {file}"


def printable(text: str) -> None:
    """Make sure that a name can be printed.

    :raises Refused: it cannot.
    """
    if not text.isprintable() or not 1 <= len(text) <= 64:
        words = T("{text} cannot be used as a name", text=ascii(text)[:60])
        raise Refused("people.name", words, T("Use 1 to 64 printable characters"))
