"""What a picker is sent to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from wms.stock.queries import lpn_codes

TOTES = lpn_codes("tote")


@dataclass(frozen=True, slots=True)
class Stop:
    """The next pick of a walk: where, what, how many, into which tote.

    `tote_id` is None while the order at this place of the cart has no tote to fill. In a batch a
    stop is for `wanting` orders at once (else 0), and `order` names the batch.
    """

    pick_id: int
    order_id: int
    order: str
    position: int
    orders: int
    location: str
    item_id: int
    sku: str
    name: str
    lot: str
    expires_on: date | None
    open: int
    tote_id: int | None
    tote: str
    cart_id: int
    done: int
    total: int
    priority: int = 0
    wanting: int = 0
