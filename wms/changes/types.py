"""The types of changes: what each tells, and of which kind its subject is. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from wms.errors import Refused
from wms.gs1.digits import shown
from wms.text import T

TYPES: Mapping[str, tuple[str, str]] = {
    "order.accepted": ("order", "An order was accepted, or its stock was taken back"),
    "order.waiting": ("order", "It waits for stock; said again when the reason is another"),
    "order.allocated": ("order", "All its stock is promised, or its wave was taken back"),
    "order.released": ("order", "It is being picked, or is to be picked on"),
    "order.picked": ("order", "All of it is picked, or a parcel of it was unpacked"),
    "order.packed": ("order", "All of it is in parcels"),
    "order.shipped": ("order", "All its parcels have left"),
    "order.cancelled": ("order", "Nothing more happens to it"),
    "order.changed": ("order", "What it says was changed: fields, lines"),
    "shipment.closed": ("shipment", "A parcel is labelled and closed"),
    "shipment.shipped": ("shipment", "A parcel has left"),
    "shipment.reopened": ("shipment", "A closed parcel needs another label"),
    "shipment.voided": ("shipment", "A parcel is no more; its goods are packed again or go back"),
    "asn.announced": ("asn", "A delivery is expected, or came unannounced"),
    "asn.received": ("asn", "Pieces of a line of it came"),
    "asn.closed": ("asn", "It is settled: what has not come is missing"),
    "return.announced": ("return", "A return is expected, or came unannounced"),
    "return.disposed": ("return", "Pieces came back, and it was decided what becomes of them"),
    "return.received": ("return", "All of a return was looked at"),
    "item.registered": ("item", "An item is new"),
    "item.changed": ("item", "Its name, sizes, weight or barcodes are others"),
    "stock.changed": ("item", "How much there is of it, or may be promised, may be another"),
    "count.booked": ("item", "A count found more of it, or less, than the books said"),
    "count.adjusted": ("item", "The books were put right without a count"),
    "count.done": ("location", "A place was counted"),
    "wave.planned": ("wave", "A wave was planned, or all of it was taken back"),
    "wave.released": ("wave", "Its orders are being picked"),
    "wave.closed": ("wave", "Nothing of it is left to do"),
    "wave.cancelled": ("wave", "It was dissolved before it was released"),
}
"""Kind of the subject and what it tells, by type."""

KINDS = tuple(dict.fromkeys(kind for kind, _ in TYPES.values()))


def check(types: Collection[str], *, field: str = "types") -> tuple[str, ...]:
    """Return types in the order of `TYPES`, each once; "order.*" stands for all of its area.

    :raises Refused: `changes.type`, one is not known.
    """
    wanted: set[str] = set()
    for name in types:
        area = name.removesuffix("*") if name.endswith(".*") else ""
        found = [t for t in TYPES if t == name or (area and t.startswith(area))]
        if not found:
            words = T("{name} is no type of changes", name=shown(name))
            some = ", ".join(list(TYPES)[:3])
            raise Refused("changes.type", words, T("Such as {some}", some=some), field=field)
        wanted.update(found)
    return tuple(name for name in TYPES if name in wanted)
