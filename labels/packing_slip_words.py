"""The words printed on a packing slip, to be translated."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SlipWords:
    """Captions; those with braces are filled in."""

    title: str = "Packing slip"
    copy: str = "COPY {number}"
    order: str = "Order"
    packed_on: str = "Packed on"
    ship_to: str = "Ship to"
    parcel: str = "Parcel {number} of {count}"
    page: str = "Page {number} of {count}"
    sku: str = "Item no."
    name: str = "Item"
    ordered: str = "Ordered"
    in_this_parcel: str = "In this parcel"
    short: str = "Not delivered"
    total: str = "Pieces in this parcel"
