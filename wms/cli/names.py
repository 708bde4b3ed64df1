"""Name the accounts of the ledger by the codes that hang on things, not by internal numbers."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection

from wms.catalog import queries as catalog
from wms.layout import codes as layout
from wms.layout.models import OUTSIDE
from wms.stock import plates
from wms.stock.audit import Account

COLUMNS = ("location", "lpn", "merchant", "sku", "lot", "status")


def names(conn: Connection, accounts: Iterable[Account]) -> dict[Account, dict[str, str]]:
    """Return the codes of each account, by `COLUMNS`; "" where there is no LPN or lot."""
    found = list(accounts)
    places = layout.by_id(conn) | OUTSIDE
    items = catalog.items(conn, sorted({account[3] for account in found}))
    lpns = plates.codes(conn, {account[2] for account in found})
    lots = plates.lots(conn, {account[4] for account in found})
    return {
        account: {
            "location": places[account[1]],
            "lpn": lpns.get(account[2], ""),
            "merchant": items[account[3]].merchant,
            "sku": items[account[3]].sku,
            "lot": lots.get(account[4], ""),
            "status": account[5],
        }
        for account in found
    }
