"""Book what goes on and into a parcel: its shipping label and its packing slip."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select, update

from wms.layout.models import Warehouse
from wms.orders import queries as orders
from wms.orders.queries import LineRow, OrderRow
from wms.packing import queries, ready
from wms.packing.models import Parcel
from wms.packing.queries import ParcelRow
from wms.packing.relabel import renew
from wms.packing.rules import Content, spread
from wms.people.models import Merchant
from wms.shipping import carrier_labels, join
from wms.shipping.carrier_labels import LabelRow
from wms.shipping.queries import carrier_of
from wms.terminal import documents
from wms.terminal.machine import Work

SHORT_REASON = "Not available"

_LABELLED = update(Parcel).where(Parcel.id == bindparam("parcel_id")).values(status="labelled")
_MERCHANT = select(Merchant.name).where(Merchant.id == bindparam("merchant_id"))
_ZONE = select(Warehouse.timezone).where(Warehouse.id == bindparam("warehouse_id"))


def label(work: Work, *, parcel_id: int) -> bool:
    """Book the shipping label and the packing slip of a weighed parcel, once; tell whether it was
    done. It is not while the parcel waits for its carrier's label.

    Where its label was voided, the parcel gets a new SSCC first.

    :raises Refused: the parcel is not weighed, or no carrier takes the order.
    """
    parcel = ready.parcel_ready(work.conn, parcel_id, work.actor, "weighed")
    if queries.void_label(work.conn, parcel.lpn_id) is not None:
        prefix = work.config["gs1"]["company_prefix"]
        given = {"company_prefix": prefix, "actor": work.actor, "at": work.at}
        parcel = renew(work.conn, work.station.warehouse_id, parcel, **given)
        join.leave(work.conn, parcel_id=parcel_id)
    order = orders.order(work.conn, parcel.order_id)
    key: dict[str, Any] = {"for_kind": "parcel", "for_id": parcel_id}
    count = _count(work, parcel)
    if carrier_labels.is_awaited(work.config, carrier_of(work.conn, order)):
        known = carrier_labels.of_parcel(work.conn, parcel_id)
        if known is None:
            return False
        _book_carriers(work, known)
    else:
        documents.book(work, kind="shipping", data=_label(work, order, parcel, count), **key)
    slip = _slip(work, order, parcel, count)
    documents.book(work, kind="slip", data=slip, device="document", **key)
    work.conn.execute(_LABELLED, {"parcel_id": parcel_id})
    return True


def _book_carriers(work: Work, known: LabelRow) -> None:
    """Book the label that the carrier drew; label printers take no PDF, document printers do."""
    documents.book(
        work,
        kind=carrier_labels.KIND,
        data={"parcel_id": known.parcel_id, "tracking_number": known.tracking_number},
        for_kind="parcel",
        for_id=known.parcel_id,
        device="document" if known.media == "pdf" else "label",
    )


def _count(work: Work, parcel: ParcelRow) -> int | None:
    """Return how many parcels the order has, or None while more will follow."""
    whole = queries.is_whole(work.conn, parcel.order_id)
    return queries.count(work.conn, parcel.order_id) if whole else None


def _label(work: Work, order: OrderRow, parcel: ParcelRow, count: int | None) -> dict[str, Any]:
    carrier = carrier_of(work.conn, order)
    return {
        "sender_lines": list(work.config["sender"]["lines"]),
        "recipient": _address(order),
        "carrier": carrier.name,
        "service": carrier.service,
        "routing_code": carrier.lane,
        "parcel_no": parcel.number,
        "parcel_count": count,
        "weight_grams": parcel.weight_grams,
        "order_reference": order.reference,
        "sscc": parcel.sscc,
    }


def _slip(work: Work, order: OrderRow, parcel: ParcelRow, count: int | None) -> dict[str, Any]:
    lines = orders.lines(work.conn, [order.id])
    inside = queries.inside(work.conn, parcel.lpn_id)
    zone = ZoneInfo(work.conn.execute(_ZONE, {"warehouse_id": order.warehouse_id}).scalar_one())
    return {
        "merchant_lines": _merchant_lines(work, order),
        "recipient_lines": _address_lines(order),
        "order_reference": order.reference,
        "parcel_no": parcel.number,
        "parcel_count": count,
        "lines": slip_lines(lines, inside),
        "packed_on": work.at.astimezone(zone).date().isoformat(),
        "message": f"Your order number: {order.external_ref}",
    }


def slip_lines(lines: Sequence[LineRow], inside: Sequence[Content]) -> list[dict[str, Any]]:
    """Return an order's lines with how much of each is in this parcel, the newest one.

    Lines of the same item are packed in their order, so this parcel holds the last of them.
    """
    shares: dict[int, int] = {}
    for content in inside:
        rooms = [(x.id, x.packed) for x in reversed(lines) if x.item_id == content.item_id]
        shares |= dict(spread(content.quantity, rooms))
    return [
        {
            "sku": line.sku,
            "name": line.name,
            "ordered": line.ordered,
            "in_this_parcel": shares.get(line.id, 0),
            "short": line.short,
            "short_reason": SHORT_REASON if line.short else "",
        }
        for line in lines
        if line.ordered
    ]


def _address(order: OrderRow) -> dict[str, Any]:
    """Return what a label needs of the recipient: no telephone, no e-mail."""
    known = order.recipient
    words = ("name", "postal_code", "city", "region", "country")
    address = {word: str(known.get(word) or "") for word in words}
    return address | {"street": [str(part) for part in known.get("street") or ()]}


def _address_lines(order: OrderRow) -> list[str]:
    to = _address(order)
    town = f"{to['postal_code']} {to['city']}".strip()
    return [x for x in (to["name"], *to["street"], town, to["region"], to["country"]) if x]


def _merchant_lines(work: Work, order: OrderRow) -> list[str]:
    """Return who sends: the merchant by way of this house, or the house where there are several."""
    house = [str(line) for line in work.config["sender"]["lines"]]
    if order.merchant_id is None:
        return house
    name = work.conn.execute(_MERCHANT, {"merchant_id": order.merchant_id}).scalar_one()
    return [name, *house]
