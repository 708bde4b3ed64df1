"""Page through parcels in the order in which they were closed or left.

A parcel that was begun early may be closed late, so its number is no cursor. It is shown at the
change that made it what it is: once when it is closed, and once more when it has left.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from wms.changes import feed
from wms.changes.feed import Changed, Cursor, Only
from wms.channels.show_documents import Plain
from wms.channels.show_documents import shipment as plain
from wms.shipping import queries as shipping
from wms.stock import plates

FOLLOWED = ("closed", "shipped")


def page(
    conn: Connection, merchant_id: int | None, *, status: str = "", after: Cursor, limit: int
) -> tuple[list[Plain], Cursor]:
    """Return parcels that are closed or have left, or of one `status`, after a cursor; and the
    cursor to go on from.

    :raises Refused: the cursor is of another database.
    """
    types = [f"shipment.{name}" for name in ((status,) if status else FOLLOWED)]
    rows: list[Plain] = []
    while True:
        wanted = limit - len(rows)
        found = feed.read(conn, after, Only(merchant_id, types), most=wanted)
        rows += _standing(conn, found.changes)
        after = found.following
        if len(found.changes) < wanted or len(rows) == limit:
            return rows, after


def _standing(conn: Connection, changes: Sequence[Changed]) -> list[Plain]:
    """Return the parcels that still are what changes made of them."""
    order_ids = sorted({int(change.about["order_id"]) for change in changes})
    known = {p.parcel_id: p for p in shipping.of_orders(conn, order_ids)} if order_ids else {}
    codes = plates.codes(conn, {int(change.about["lpn_id"]) for change in changes})
    shown = []
    for change in changes:
        parcel = known.get(change.subject_id)
        if parcel is None or parcel.status != change.about["status"]:
            continue
        if parcel.sscc == codes[int(change.about["lpn_id"])]:
            shown.append(plain(parcel))
    return shown
