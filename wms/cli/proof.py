"""wms audit, wms replay: the stock and its ledger say the same, or where not."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from dataclasses import asdict

from wms.cli import names
from wms.cli.opened import database
from wms.clock import utc_now
from wms.errors import Refused
from wms.stock import audited
from wms.stock.audit import Account, Audit, audit, fold, last_move
from wms.text import T


def prove(args: argparse.Namespace) -> int:
    """Compare stock and ledger; 1 if they differ."""
    with database() as db:
        with db.read(snapshot=True) as conn:
            found = audit(conn)
            accounts = [d.where for d in found.differences if isinstance(d.where, tuple)]
            named = names.names(conn, accounts)
        db.run(lambda conn: audited.note(conn, found, at=utc_now()))
    if args.json:
        print(json.dumps(asdict(found)))
    else:
        _say(found, named)
    return 1 if found.differences or found.total else 0


def replay(args: argparse.Namespace) -> int:
    """Print the balances after a move; without one, compare the last with the stock.

    :raises Refused: there is no such move yet.
    """
    with database() as db, db.read(snapshot=True) as conn:
        _check_reached(args.to, last_move(conn))
        balances = fold(conn, args.to)
        named = names.names(conn, balances)
        found = audit(conn) if args.to is None else None
    if not args.json:
        print("\t".join((*names.COLUMNS, "quantity")))
    for account in sorted(balances):
        plain = {**named[account], "quantity": balances[account]}
        print(json.dumps(plain) if args.json else "\t".join(map(str, plain.values())))
    if found is not None and not args.json:
        _say(found, named)
    return 1 if found and (found.differences or found.total) else 0


def _check_reached(to: int | None, last: int) -> None:
    if to is not None and to > last:
        words = T("There is no move {to}", to=to)
        raise Refused("replay.move", words, T("The last move is {last}", last=last))


def _say(found: Audit, named: Mapping[Account, Mapping[str, str]]) -> None:
    for difference in found.differences:
        print(
            f"{difference.what} at {_place(difference.where, named)}:"
            f" the ledger says {difference.expected}, the stock {difference.found}"
        )
    if found.total:
        print(f"the total over all places is {found.total}, not 0")
    count = len(found.differences)
    print(f"{found.moves} moves, {found.pieces} pieces, {count} differences, total {found.total}")


def _place(where: Account | int, named: Mapping[Account, Mapping[str, str]]) -> str:
    if isinstance(where, int):
        return f"quant {where}"
    told = named.get(where)
    return " ".join(filter(None, told.values())) if told else str(where)
