"""wms audit, wms replay: the stock and its ledger say the same, or where not."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict

from wms.catalog import queries as catalog
from wms.cli.opened import database
from wms.layout import queries as layout
from wms.layout.models import OUTSIDE
from wms.stock.audit import Account, Audit, audit, fold


def prove(args: argparse.Namespace) -> int:
    """Compare stock and ledger; 1 if they differ."""
    with database() as db, db.read(snapshot=True) as conn:
        found = audit(conn)
    if args.json:
        print(json.dumps(asdict(found)))
    else:
        _say(found)
    return 1 if found.differences or found.total else 0


def replay(args: argparse.Namespace) -> int:
    """Print the balances after a move; without one, compare the last with the stock."""
    with database() as db, db.read(snapshot=True) as conn:
        balances = fold(conn, args.to)
        rows = [(account, balances[account]) for account in sorted(balances)]
        skus = catalog.items(conn, sorted({account[3] for account, _ in rows}))
        codes = {n: layout.location(conn, n).code for n in {a[1] for a, _ in rows} if n > 0}
        found = audit(conn) if args.to is None else None
    for account, quantity in rows:
        place = codes.get(account[1]) or OUTSIDE[account[1]]
        _row(account, place, skus[account[3]].sku, quantity, as_json=args.json)
    if found is None or args.json:
        return 1 if found and (found.differences or found.total) else 0
    _say(found)
    return 1 if found.differences or found.total else 0


def _row(account: Account, place: str, sku: str, quantity: int, *, as_json: bool) -> None:
    _, _, lpn_id, _, lot_id, status, merchant_id = account
    plain = {"location": place, "lpn_id": lpn_id, "sku": sku, "lot_id": lot_id}
    plain |= {"status": status, "merchant_id": merchant_id, "quantity": quantity}
    print(json.dumps(plain) if as_json else "\t".join(str(value) for value in plain.values()))


def _say(found: Audit) -> None:
    for difference in found.differences:
        print(
            f"{difference.what} at {difference.where}:"
            f" the ledger says {difference.expected}, the stock {difference.found}"
        )
    if found.total:
        print(f"the total over all places is {found.total}, not 0")
    count = len(found.differences)
    print(f"{found.moves} moves, {found.pieces} pieces, {count} differences, total {found.total}")
