"""Draw a station's documents: the plain data that was booked becomes ZPL or PDF."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from labels.canvas import Drawing
from labels.errors import LabelError
from labels.foreign import png_to_zpl
from labels.lpn import LpnLabel, lpn_label
from labels.manifest import Manifest, ManifestParcel, manifest
from labels.packing_slip import PackingSlip, SlipLine, SlipWords, packing_slip
from labels.pdf import to_pdf
from labels.shipping import Recipient, ShippingLabel, shipping_label
from labels.zpl import to_zpl
from wms.web.problems import Problem

ZPL, PDF = "application/zpl", "application/pdf"
REMEDY = "Report it as failed; tell whoever runs the server"


def draw(kind: str, device: str, data: Mapping[str, Any], copy_no: int) -> tuple[str, bytes]:
    """Return (media type, bytes) of a document for the printer `device`.

    :raises Problem: 422 when it cannot be drawn; says why.
    """
    try:
        if kind == "slip":
            return PDF, packing_slip(_slip(data, copy_no))
        if kind == "manifest":
            return PDF, manifest(of_manifest(data, copy_no))
        drawing = label(kind, data, copy_no)
        return (PDF, to_pdf([drawing])) if device == "document" else (ZPL, to_zpl(drawing))
    except LabelError as error:
        words = str(error)
    except (KeyError, TypeError, ValueError) as error:
        words = f"its data is not what a {kind} needs: {error!r}"
    raise Problem(422, "document.drawing", "This document cannot be drawn", words, remedy=REMEDY)


def of_carrier(media: str, content: bytes) -> tuple[str, bytes]:
    """Return (media type, bytes) of a label that a carrier drew, as its printer takes it.

    :raises Problem: 422 when it cannot be printed; says why.
    """
    try:
        return (PDF, content) if media == "pdf" else (ZPL, _as_zpl(media, content))
    except LabelError as error:
        words = str(error)
    raise Problem(422, "document.drawing", "This document cannot be drawn", words, remedy=REMEDY)


def _as_zpl(media: str, content: bytes) -> bytes:
    return png_to_zpl(content) if media == "png" else content


def of_manifest(data: Mapping[str, Any], copy_no: int = 1) -> Manifest:
    """Return a manifest's plain data as its drawing takes it."""
    plain = {**data, "copy_no": copy_no, "sender_lines": tuple(data["sender_lines"])}
    return Manifest(**plain | {"parcels": tuple(ManifestParcel(**p) for p in data["parcels"])})


def label(kind: str, data: Mapping[str, Any], copy_no: int) -> Drawing:
    """Return a label as it is drawn, before it becomes a printer's language.

    :raises LabelError: it cannot be drawn; its data may lack something too.
    """
    match kind:
        case "lpn":
            return lpn_label(_lpn(data, copy_no))
        case "shipping":
            return shipping_label(_shipping(data, copy_no))
    raise LabelError(f"{kind} is no kind of document")


def _lpn(data: Mapping[str, Any], copy_no: int) -> LpnLabel:
    expires = data.get("expires_on")
    return LpnLabel(
        copy_no=copy_no,
        sscc=data["sscc"],
        sku=data["sku"],
        name=data["name"],
        quantity=data["quantity"],
        lot=data.get("lot") or "",
        expires_on=date.fromisoformat(expires) if expires else None,
        reference=data.get("reference") or "",
    )


def _shipping(data: Mapping[str, Any], copy_no: int) -> ShippingLabel:
    to = data["recipient"]
    town = " ".join(part for part in (to["city"], to.get("region")) if part)
    recipient = Recipient(
        to["name"], tuple(to["street"]), to["postal_code"], town, to.get("country") or ""
    )
    return ShippingLabel(
        sender_lines=tuple(data["sender_lines"]),
        recipient=recipient,
        carrier=data["carrier"],
        service=data["service"],
        routing_code=data["routing_code"],
        parcel_no=data["parcel_no"],
        parcel_count=data["parcel_count"],
        weight_grams=data["weight_grams"],
        order_reference=data["order_reference"],
        sscc=data["sscc"],
        copy_no=copy_no,
    )


def _slip(data: Mapping[str, Any], copy_no: int) -> PackingSlip:
    """While it is not known how many parcels follow, only the parcel's number is printed."""
    count = data["parcel_count"]
    return PackingSlip(
        merchant_lines=tuple(data["merchant_lines"]),
        recipient_lines=tuple(data["recipient_lines"]),
        order_reference=data["order_reference"],
        parcel_no=data["parcel_no"],
        parcel_count=count or data["parcel_no"],
        lines=tuple(SlipLine(**line) for line in data["lines"]),
        packed_on=data.get("packed_on") or "",
        message=data.get("message") or "",
        copy_no=copy_no,
        words=SlipWords() if count else SlipWords(parcel="Parcel {number}"),
    )
