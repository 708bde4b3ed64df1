"""What may be packed here and now, and why not: asked before every step at the bench."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, select

from wms.errors import Refused
from wms.orders import cancelled
from wms.orders import queries as orders
from wms.orders.models import Order
from wms.orders.queries import OrderRow
from wms.packing import queries
from wms.packing.models import Parcel
from wms.packing.queries import ParcelRow
from wms.people.actor import Actor
from wms.quality.models import QcCheck
from wms.stock.queries import LpnRow
from wms.text import N, T, Words

_LOCK_ORDER = select(Order.id).where(Order.id == bindparam("order_id")).with_for_update()
_LOCK_PARCEL = (
    select(Parcel.id)
    .join(Order, Order.id == Parcel.order_id)
    .where(Parcel.id == bindparam("parcel_id"))
    .with_for_update()
)
_CHECK = select(QcCheck.id).where(
    QcCheck.order_id == bindparam("order_id"), QcCheck.status == "due"
)


def order_in_tote(conn: Connection, tote: LpnRow) -> OrderRow:
    """Return the order whose pieces a tote carries, its row locked, if it may be packed.

    :raises Refused: the tote is free or still on the cart, or the order is not ready.
    """
    tied = queries.tote(conn, tote.id) or queries.opened(conn, tote.id)
    if tied is None:
        raise Refused(
            "packing.empty_tote",
            T("Tote {tote} carries no order", tote=tote.code),
            T("Scan another tote"),
        )
    order_id, status = tied
    order = order_ready(conn, order_id, tote.code)
    if status != "dropped":
        raise Refused(
            "packing.on_cart",
            T("Tote {tote} was not dropped yet", tote=tote.code),
            T("Its picker must finish the walk"),
        )
    return order


def order_ready(conn: Connection, order_id: int, tote: Words) -> OrderRow:
    """Return an order, its row locked, if all that can be picked of it is and QC let it go.

    :raises Refused: it is not ready, or has ended.
    """
    conn.execute(_LOCK_ORDER, {"order_id": order_id})
    order = orders.order(conn, order_id)
    if order.status == "cancelled":
        raise cancelled.refusal(order.reference)
    to_come = queries.to_come(conn, order_id)
    if order.status == "released" or to_come:
        raise _not_picked(order.reference, to_come)
    if order.status != "picked":
        raise Refused(
            "packing.order_status",
            T("{order} is {status}", order=order.reference, status=_status(order.status)),
            T("Take {tote} to a supervisor", tote=tote),
        )
    if conn.execute(_CHECK, {"order_id": order_id}).first():
        raise Refused(
            "packing.qc_due",
            T("{order} waits for QC", order=order.reference),
            T("Take {tote} to QC", tote=tote),
        )
    return order


def parcel_ready(conn: Connection, parcel_id: int, actor: Actor, status: str) -> ParcelRow:
    """Return a parcel, its row and its order's locked, if this station may work on it.

    :raises Refused: another station took it over, or it is further than `status`.
    """
    conn.execute(_LOCK_PARCEL, {"parcel_id": parcel_id})
    parcel = queries.parcel(conn, parcel_id)
    if parcel.status == "void":
        raise void_refusal(conn, parcel)
    if parcel.station_id != actor.station_id:
        raise Refused(
            "packing.elsewhere",
            T("Parcel {n} of {order} went to {station}", **_named(parcel), station=parcel.station),
            T("Scan BACK and take another tote"),
        )
    if status in queries.LABELLED:
        _check_label(conn, parcel)
    if parcel.status != status:
        raise Refused(
            "packing.other_step",
            T("Parcel {n} of {order} is at another step", **_named(parcel)),
            T("Scan BACK, then its tote or label"),
        )
    return parcel


def void_refusal(conn: Connection, parcel: ParcelRow) -> Refused:
    """Return what is said of a void parcel: why it is void, and what becomes of its pieces."""
    if orders.order(conn, parcel.order_id).status == "cancelled":
        return cancelled.refusal(parcel.order)
    return Refused(
        "packing.void",
        T("This parcel of {order} is void", order=parcel.order),
        T("Scan BACK, then its label: pack it again"),
    )


def _check_label(conn: Connection, parcel: ParcelRow) -> None:
    """Say that the label was voided after it was printed, where it was."""
    found = queries.void_label(conn, parcel.lpn_id)
    if found is None:
        return
    words = T("The address changed: this label is void")
    if found[1] == "carrier":
        words = T("The carrier changed: this label is void")
    raise Refused("packing.relabel", words, T("Scan BACK, then this label"))


def _named(parcel: ParcelRow) -> dict[str, object]:
    return {"n": parcel.number, "order": parcel.order}


def _not_picked(order: str, to_come: int) -> Refused:
    if not to_come:
        words = T("{order} is still being picked", order=order)
    else:
        words = N(
            "{n} piece of {order} is still to come",
            "{n} pieces of {order} are still to come",
            to_come,
            order=order,
        )
    return Refused("packing.not_picked", words, T("Put the tote aside and take another"))


def _status(status: str) -> object:
    known = {
        "packed": T("packed already"),
        "shipped": T("shipped already"),
    }
    return known.get(status, T("not picked yet"))
