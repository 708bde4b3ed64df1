"""What is said of a label that is void, wherever it is scanned: that it is, and what to do."""

from __future__ import annotations

from wms.errors import Refused
from wms.orders import queries as orders
from wms.packing import queries
from wms.terminal.machine import Work
from wms.text import T, Text

RELABEL, AGAIN, PUT_BACK, PAPER = "relabel", "again", "put_back", "paper"
"""What a void label is on: a parcel that needs another label, pieces that are to be packed again
or to be put back into bins, nothing."""

ALL = (RELABEL, AGAIN, PUT_BACK, PAPER)

_REMEDIES = {
    RELABEL: T("Take it to a bench for a new label"),
    AGAIN: T("Take it to a bench and pack it again"),
    PUT_BACK: T("Put the goods aside for put away"),
    PAPER: T("Throw the label away"),
}


def meaning(work: Work, lpn_id: int) -> str:
    """Return what a void label is on; "" where the label is not void."""
    found = queries.void_label(work.conn, lpn_id)
    if found is None:
        return ""
    parcel = queries.parcel(work.conn, found[0])
    if parcel.lpn_id != lpn_id:
        return PAPER
    if parcel.status != "void":
        return RELABEL
    if parcel.location_id is None:
        return PAPER
    order = orders.order(work.conn, parcel.order_id)
    return PUT_BACK if order.status == "cancelled" else AGAIN


def remedy(said: str) -> Text:
    """Return what to do with what a void label is on."""
    return _REMEDIES[said]


def refusal(work: Work, lpn_id: int) -> Refused | None:
    """Return what is said of a void label where another code is wanted; None if it is not void."""
    said = meaning(work, lpn_id)
    return Refused("label.void", T("This label is void"), remedy(said)) if said else None
