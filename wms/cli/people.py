"""wms user add, wms station add, wms api-key add: secrets are shown once, or written to a file."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from sqlalchemy import Connection

from wms.channels.scope import Scope, merchant
from wms.cli.opened import database
from wms.dialogues.home import PIN_ROLES
from wms.errors import Refused
from wms.layout import choose
from wms.people import enroll
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
        _printable(fact)

    def add(conn: Connection) -> str:
        """A badge that cannot be written is no badge: the worker is not added then."""
        _, badge = enroll.worker(conn, **facts)
        if args.label:
            from labels.badge import badge_label
            from labels.pdf import to_pdf

            args.label.write_bytes(to_pdf([badge_label(name, args.role, badge)]))
        return badge

    with database() as db:
        badge = db.run(add)
    print(f"badge of {args.login}: {args.label}" if args.label else badge)
    return 0


def add_station(args: argparse.Namespace) -> int:
    """Add a station and show its key, or write it to a file."""
    _printable(args.code)

    def add(conn: Connection) -> str:
        number = choose.warehouse(conn, args.warehouse)
        _, key = enroll.station(conn, code=args.code, kind=args.kind, warehouse_id=number)
        return _kept(key, args.key_file)

    with database() as db:
        print(db.run(add))
    return 0


def add_api_key(args: argparse.Namespace) -> int:
    """Add a key of another system and show it, or write it to a file."""
    _printable(args.name)

    def add(conn: Connection) -> str:
        owner = merchant(conn, Scope("cli"), args.merchant) if args.merchant else None
        _, key = enroll.api_key(conn, name=args.name, merchant_id=owner)
        return _kept(key, args.key_file)

    with database() as db:
        print(db.run(add))
    return 0


def _kept(key: str, file: Path | None) -> str:
    """Return what to print: the key, or the file where only its owner can read it."""
    if file is None:
        return key
    with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as opened:
        opened.write(key + "\n")
    return f"key: {file}"


def _printable(text: str) -> None:
    if not text.isprintable() or not 1 <= len(text) <= 64:
        words = T("{text} cannot be used as a name", text=ascii(text)[:60])
        raise Refused("people.name", words, T("Use 1 to 64 printable characters"))
