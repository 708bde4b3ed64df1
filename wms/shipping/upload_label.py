"""Take the label that a carrier drew for a parcel, and the carrier's tracking number."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, insert, select

from wms.errors import Refused
from wms.gs1.digits import shown
from wms.orders import queries as orders
from wms.orders.models import Order
from wms.packing import queries as packing
from wms.packing.models import Parcel
from wms.packing.queries import ParcelRow
from wms.shipping import carrier_labels, content
from wms.shipping.models import CarrierLabel
from wms.shipping.queries import CarrierRow, by_tracking, carrier_of
from wms.stock import queries as stock
from wms.terminal.wire import COMMAND_PREFIX
from wms.text import T

SHORTEST, LONGEST = 4, 64
UNPRINTED = ("open", "weighed")
PRINTED = ("labelled", "closed", "shipped")

_LOCK = (
    select(Parcel.id)
    .join(Order, Order.id == Parcel.order_id)
    .where(Parcel.id == bindparam("parcel_id"))
    .with_for_update()
)
_FORGET = delete(CarrierLabel).where(CarrierLabel.lpn_id == bindparam("of_lpn"))
_KEEP = insert(CarrierLabel)


def upload_label(
    conn: Connection,
    *,
    parcel_id: int,
    carrier_code: str,
    tracking_number: str,
    media: str,
    data: bytes,
    uploaded_by: str,
    at: datetime,
) -> bool:
    """Keep a carrier's label for a parcel and tell whether it is new; the same again changes
    nothing, another one replaces it until it was printed.

    :raises Refused: it is no label, not that carrier's parcel, its number is taken, or a label is
        on the parcel already.
    """
    content.checked(media, data)
    number = _checked_number(tracking_number)
    conn.execute(_LOCK, {"parcel_id": parcel_id})
    parcel = packing.parcel(conn, parcel_id)
    carrier = _checked_carrier(conn, parcel, carrier_code)
    if _is_known(conn, parcel_id, number, media, data):
        return False
    _check_unprinted(conn, parcel)
    _check_free(conn, parcel, number)
    conn.execute(_FORGET, {"of_lpn": parcel.lpn_id})
    row = {"lpn_id": parcel.lpn_id, "carrier_id": carrier.id, "tracking_number": number}
    row |= {"media": media, "content": data, "uploaded_at": at, "uploaded_by": uploaded_by}
    conn.execute(_KEEP, row)
    return True


def forget_unprinted(conn: Connection, order_id: int) -> None:
    """Forget the labels that were uploaded for an order's parcels and never printed: they say what
    is no longer so. The caller has locked the parcels."""
    for parcel in packing.parcels_of(conn, [order_id]):
        is_void = packing.void_label(conn, parcel.lpn_id) is not None
        if parcel.status in UNPRINTED and not is_void:
            conn.execute(_FORGET, {"of_lpn": parcel.lpn_id})


def _checked_number(number: str) -> str:
    plain = number.isascii() and number.isprintable() and number == number.strip()
    if plain and SHORTEST <= len(number) <= LONGEST and not number.startswith(COMMAND_PREFIX):
        return number
    words = T("{number} is no tracking number", number=shown(number) or "–")
    remedy = T("Use {least} to {most} ASCII characters", least=SHORTEST, most=LONGEST)
    raise Refused("label.tracking", words, remedy, field="tracking_number")


def _checked_carrier(conn: Connection, parcel: ParcelRow, code: str) -> CarrierRow:
    carrier = carrier_of(conn, orders.order(conn, parcel.order_id))
    if carrier.code != code:
        words = T("{order} goes with {carrier}", order=parcel.order, carrier=carrier.code)
        remedy = T("Send a label of that carrier")
        raise Refused("label.carrier", words, remedy, field="carrier")
    return carrier


def _is_known(conn: Connection, parcel_id: int, number: str, media: str, data: bytes) -> bool:
    known = carrier_labels.of_parcel(conn, parcel_id)
    same = known is not None and (known.tracking_number, known.media) == (number, media)
    return same and carrier_labels.content(conn, parcel_id) == (media, data)


def _check_unprinted(conn: Connection, parcel: ParcelRow) -> None:
    if parcel.status == "void":
        words = T("Parcel {n} of {order} is void", n=parcel.number, order=parcel.order)
        raise Refused("label.void", words, T("Send no label for it"))
    if parcel.status in PRINTED:
        words = T("Parcel {n} of {order} has its label", n=parcel.number, order=parcel.order)
        raise Refused("label.printed", words, T("Ask the warehouse to void the parcel first"))
    if packing.void_label(conn, parcel.lpn_id) is not None:
        words = T("The label of parcel {n} of {order} is void", **_named(parcel))
        remedy = T("Wait until it has a new SSCC, and send a label for that")
        raise Refused("label.void", words, remedy)


def _named(parcel: ParcelRow) -> dict[str, object]:
    return {"n": parcel.number, "order": parcel.order}


def _check_free(conn: Connection, parcel: ParcelRow, number: str) -> None:
    """A number that is scanned must mean this parcel and nothing else."""
    others = [other for other in by_tracking(conn, number) if other != parcel.lpn_id]
    plate = stock.lpn_by_code(conn, number)
    if others or (plate is not None and plate.id != parcel.lpn_id):
        words = T("{number} is on another parcel", number=shown(number))
        raise Refused(
            "label.tracking_taken", words, T("Send its own number"), field="tracking_number"
        )
