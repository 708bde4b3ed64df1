"""Lots of an item and their expiry."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, insert

from wms.errors import Refused
from wms.stock import queries
from wms.stock.models import Lot
from wms.text import T

_INSERT = insert(Lot).returning(Lot.id)


def known(conn: Connection, *, item_id: int, code: str, expires_on: date | None) -> int:
    """Return the id of an item's lot, made when it is new.

    :raises Refused: `lot.contradiction` when it is known with another expiry.
    """
    found = queries.lot_by_code(conn, item_id, code)
    if found is None:
        row = {"item_id": item_id, "code": code, "expires_on": expires_on}
        return conn.execute(_INSERT, row).scalar_one()
    lot_id, on_file = found
    if expires_on is not None and on_file is not None and on_file != expires_on:
        raise Refused(
            "lot.contradiction",
            T("Lot {lot} is on file with expiry {on_file}", lot=code, on_file=on_file.isoformat()),
            T("Compare the label; ask a supervisor if it differs"),
            field="expires_on",
        )
    return lot_id
