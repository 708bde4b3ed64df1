"""Lots of an item and their expiry."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, insert, select

from wms.catalog.models import Item
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


def of_code(conn: Connection, code: str, *, most: int) -> list[tuple[int, int, str]]:
    """Return (lot id, item id, sku) of the lots that say `code`, of any item, newest first."""
    asked = select(Lot.id, Lot.item_id, Item.sku).join(Item, Item.id == Lot.item_id)
    found = asked.where(Lot.code == code, Lot.id > 0).order_by(Lot.id.desc()).limit(most)
    return [(row[0], row[1] or 0, row[2]) for row in conn.execute(found)]
