"""Free pieces on a face go to those who wait for pieces elsewhere: nobody waits for what is there.

So whatever brings pieces to a face (a replenisher, a putaway, a count, a cancelled order), the
picks that waited are walked at once, and no older lot keeps a newer one from the face for ever.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Connection

from wms.layout import faces
from wms.picking import follow
from wms.replenishment import demand
from wms.replenishment.demand import Wanted
from wms.stock import freed, reserve
from wms.stock import queries as stock
from wms.stock.queries import Pieces


def serve(conn: Connection, warehouse_id: int, item_id: int, *, at: datetime) -> int:
    """Let orders that wait for an item have what is free on its faces, and return the pieces.

    All picks of the item whose pieces are on a face by now wait no longer.
    """
    near = [face.location_id for face in faces.of_item(conn, warehouse_id, item_id)]
    waiting = demand.wanted(conn, warehouse_id, item_id, near)
    free = _free(stock.free_in_bins(conn, warehouse_id, [item_id]), near, at.date())
    served = _given(conn, waiting, free)
    follow.follow(conn, follow.waiting_for(conn, warehouse_id, item_id))
    if served:
        freed.tell(conn, warehouse_id, at=at)  # what was promised elsewhere is free now
    return served


def _free(found: Sequence[Pieces], near: Sequence[int], today: date) -> list[Pieces]:
    fresh = [p for p in found if p.expires_on is None or p.expires_on > today]
    mine = [p for p in fresh if p.location_id in near and not p.lpn_id]
    return sorted(mine, key=lambda p: (p.expires_on or date.max, p.quant_id))


def _given(conn: Connection, waiting: Sequence[Wanted], free: Sequence[Pieces]) -> int:
    """Repromise as much as there is, and return the pieces."""
    left = {p.quant_id: p.free for p in free}
    served = 0
    for wanted in waiting:
        open_quantity = wanted.promised.quantity
        for quant_id in [n for n, pieces in left.items() if pieces]:
            n = min(left[quant_id], open_quantity)
            if not n:
                break
            number: int | None = wanted.promised.reservation_id
            if n < open_quantity:
                number = demand.part(conn, wanted, n)
            if number is None or not reserve.repromise(conn, number, quant_id=quant_id):
                break  # somebody was quicker; the next look finds what is left
            served += n
            open_quantity -= n
            left[quant_id] -= n
    return served
