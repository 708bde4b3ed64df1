"""wms user password: typed twice where nobody sees it, read from a pipe, or made and shown once."""

from __future__ import annotations

import argparse
import getpass
import sys

from sqlalchemy import Connection

from wms.cli.opened import database
from wms.errors import Refused
from wms.people import codes, secrets, sessions, sign_in
from wms.text import T


def set_password(args: argparse.Namespace) -> int:
    """Give a worker another password.

    :raises Refused: nobody has this login, or the password is too short.
    """
    given = "" if args.none else secrets.token(20) if args.generate else _asked()
    with database() as db:
        db.run(lambda conn: _set(conn, args.login, given, is_none=args.none))
    if args.none:
        print(f"{args.login} cannot sign in at the office pages")
    elif args.generate:
        print(given)
    else:
        print(f"{args.login} has a new password")
    return 0


def _set(conn: Connection, login: str, password: str, *, is_none: bool) -> None:
    number = codes.worker_id(conn, login)
    if number is None:
        words = T("{name} is not known here", name=login)
        raise Refused("people.unknown", words, T("Look at the names that are: list"))
    if not is_none:
        sign_in.check_length(password)
    sign_in.set_password(conn, worker_id=number, password=password)
    sessions.end_all(conn, number)


def _asked() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass("New password: ")
    if getpass.getpass("Once more: ") != first:
        raise Refused("people.password", T("The two are not the same"), T("Type it again"))
    return first
