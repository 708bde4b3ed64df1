"""Set aside pieces with a code that nobody knows: remembered, and no part of the stock yet."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert

from wms.catalog import queries as catalog
from wms.errors import Refused
from wms.gs1.digits import shown
from wms.inbound import unknown
from wms.inbound.models import UnknownItem
from wms.people.actor import Actor
from wms.stock import loads, lpn
from wms.text import T
from wms.units import quantity as sensible

MAX_CODE = 64
MAX_SCANNED = 256
_INSERT = insert(UnknownItem).returning(UnknownItem.id)


def set_aside(
    conn: Connection,
    *,
    warehouse_id: int,
    asn_id: int | None,
    scanned: str,
    symbology: str,
    code: str,
    quantity: int,
    lpn_id: int,
    actor: Actor,
    at: datetime,
) -> int:
    """Remember `quantity` pieces of an unknown `code` on an empty LPN; return the task's id.

    The LPN stands at no location until the pieces are an item: it is nobody's to put away.

    :raises Refused: the code is known by now, or too long; the LPN is not empty.
    """
    check_unknown(conn, code)
    if len(code) > MAX_CODE or len(scanned) > MAX_SCANNED:
        words = T("{code} is too long for a barcode", code=shown(code))
        raise Refused("unknown.code", words, T("Scan another code of it"))
    check_lpn(conn, lpn_id)
    row: dict[str, Any] = {"warehouse_id": warehouse_id, "asn_id": asn_id, "scanned": scanned}
    row |= {"symbology": symbology, "code": code, "quantity": sensible(quantity), "lpn_id": lpn_id}
    row |= {"status": "open", "reason": "", "found_at": at, "found_by_id": actor.worker_id}
    lpn.put(conn, lpn_id, location_id=None)
    return int(conn.execute(_INSERT, row).scalar_one())


def check_unknown(conn: Connection, code: str) -> None:
    """Make sure that nobody knows a code.

    :raises Refused: an item carries it.
    """
    known = catalog.by_code(conn, code)
    if known:
        words = T("This is {sku}", sku=known[0][0].sku)
        raise Refused("unknown.known", words, T("Scan BACK, then receive it"))


def check_lpn(conn: Connection, lpn_id: int) -> None:
    """Lock an LPN and make sure that it is empty.

    :raises Refused: it is no LPN, or something is on it.
    """
    plate = loads.lpn_now(conn, lpn_id)
    if plate.kind != "lpn":
        raise Refused("lpn.kind", T("{code} is no LPN", code=plate.code), T("Scan an LPN label"))
    if loads.contents(conn, lpn_id) or unknown.on_lpn(conn, lpn_id) is not None:
        words = T("LPN {code} is not empty", code=plate.code)
        raise Refused("lpn.mixed", words, T("Scan DONE for a new LPN"))
