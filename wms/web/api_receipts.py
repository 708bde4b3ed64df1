"""API: receipts, what came of each delivery beside what was announced."""

from __future__ import annotations

from flask import Blueprint, Response

from wms.channels import show_receipts
from wms.channels.shapes_receipts import ReceiptPage, ReceiptShape
from wms.inbound.models import STATUSES
from wms.web import given
from wms.web.described import PAGE, chosen, described
from wms.web.lists import listed, one
from wms.web.parameters import REFERENCE

receiving = Blueprint("receiving", __name__, url_prefix="/api/v1")


@receiving.get("/receipts")
@described(
    "List receipts",
    scope="asns:read",
    answers={200: ReceiptPage},
    query=(
        *PAGE,
        chosen("status", "Only of this status", STATUSES),
        REFERENCE,
    ),
)
def receipts() -> Response:
    """Answer with a page of what came of deliveries, line by line, beside what was announced."""
    return listed(show_receipts.receipts, ("status", "reference"), STATUSES)


@receiving.get("/receipts/<path:reference>")
@described(
    "Read a receipt",
    scope="asns:read",
    answers={200: ReceiptShape},
)
def receipt(reference: str) -> Response:
    """Answer with what came of one delivery, by its ASN's reference or the sender's."""
    return one(show_receipts.receipts, "asn.unknown", reference=given.in_path(reference))
