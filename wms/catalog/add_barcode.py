"""Teach the catalog one more barcode of an item that is on file."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, insert, select

from wms.catalog import queries
from wms.catalog.models import ItemBarcode
from wms.catalog.register import only_codes
from wms.errors import Refused
from wms.gs1.digits import shown
from wms.terminal.wire import COMMAND_PREFIX
from wms.text import T
from wms.units import quantity

MAX_CODE = 64
_KNOWN = select(ItemBarcode.pieces).where(
    ItemBarcode.item_id == bindparam("item_id"), ItemBarcode.code == bindparam("code")
)
_INSERT = insert(ItemBarcode)


def add_barcode(conn: Connection, *, item_id: int, code: str, pieces: int = 1) -> None:
    """Let `code`, as a scan reads it, mean `pieces` pieces of an item; again changes nothing.

    :raises Refused: no code, or it is on another item of the merchant, or stands for another
        number of pieces.
    """
    if not 0 < len(code) <= MAX_CODE or not code.isprintable() or code.startswith(COMMAND_PREFIX):
        words = T("{code} cannot be a barcode", code=shown(code))
        raise Refused("item.barcode", words, T("Use 1 to {n} characters", n=MAX_CODE))
    quantity(pieces, field="pieces")
    known = conn.execute(_KNOWN, {"item_id": item_id, "code": code}).scalar()
    if known not in (None, pieces):
        words = T("{code} stands for {n} pieces already", code=code, n=known)
        raise Refused("item.barcode_twice", words, T("Each pack level has its own code"))
    if known is None:
        merchant_id = queries.item(conn, item_id).merchant_id
        only_codes(conn, item_id, merchant_id, {code: pieces})
        conn.execute(_INSERT, {"item_id": item_id, "code": code, "pieces": pieces})
