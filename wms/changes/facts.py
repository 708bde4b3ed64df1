"""What the `data` of a change holds, by its type: whoever follows the feed may rely on it. Pure."""

from __future__ import annotations

from collections.abc import Mapping

_ORDER = {"status": "How far it is", "reason": "Why it waits or ended, as a code"}
_PARCEL = {
    "status": "How far the parcel is",
    "order": "Our reference of its order",
    "order_external_ref": "The sender's reference of its order",
    "parcel_no": "Of its order, from 1",
    "sscc": "The number on its label",
    "tracking": "The carrier's number; without one the SSCC",
    "carrier": "Code",
}
_ASN = {"status": "How far it is", "kind": "announced, or blind: nobody had announced it"}
_RETURN = {
    "status": "How far it is",
    "order": "Our reference of the order",
    "order_external_ref": "The sender's reference of the order",
}
_BARCODE = {
    "barcode": "The code that was added or dropped, where it is that",
    "pieces": "Pieces in the pack of that code",
}
_COUNTED = {
    "pieces": "More, or below 0 fewer",
    "location": "Code of the bin",
    "reason": "Why, as it was said",
}
_WAVE = {"status": "How far it is"}

FACTS: Mapping[str, Mapping[str, str]] = {
    **{
        f"order.{status}": _ORDER
        for status in ("accepted", "waiting", "allocated", "released", "picked", "packed")
    },
    "order.shipped": _ORDER | {"parcels": "List of parcel_no, sscc, tracking, carrier"},
    "order.cancelled": _ORDER,
    "order.changed": {"status": "How far it is", "changed": "What was changed"},
    **{f"shipment.{what}": _PARCEL for what in ("closed", "shipped", "reopened", "voided")},
    "asn.announced": _ASN,
    "asn.received": {
        "sku": "What came",
        "line_no": "Line of the delivery",
        "pieces": "That came now, on hold or not; below 0: taken back",
        "received": "Pieces of the line so far",
        "expected": "Pieces that were announced",
    },
    "asn.closed": _ASN,
    "return.announced": _RETURN,
    "return.disposed": {
        "sku": "What came back",
        "pieces": "How many",
        "condition": "good, opened, damaged, wrong or not_ours",
        "disposition": "restock, hold or scrap; the first two stay in the building",
    },
    "return.received": _RETURN,
    "item.registered": {},
    "item.changed": _BARCODE,
    "stock.changed": {
        "on_hand": "Pieces in the building when this is read, not when it happened",
        "reserved": "Of them promised",
        "held": "Of them blocked",
        "available": "May be promised now",
    },
    "count.booked": _COUNTED,
    "count.adjusted": _COUNTED,
    "count.done": {"why": "Why it was counted"},
    **{f"wave.{what}": _WAVE for what in ("planned", "released", "closed", "cancelled")},
}
"""Name and meaning of each field of `data`; a field that does not apply may be left out."""
