"""API: the label that a carrier drew for a parcel, sent as the body as it is."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response
from sqlalchemy import Connection

from wms.channels import show_documents
from wms.channels.shapes_documents import ShipmentShape
from wms.gs1.digits import shown
from wms.shipping.upload_label import upload_label
from wms.web import clients, given
from wms.web.described import File, Parameter, described
from wms.web.lists import LOOK
from wms.web.problems import Problem
from wms.web.site import now

MAX_BODY_BYTES = 1024 * 1024
MEDIA = {
    "application/pdf": "pdf",
    "image/png": "png",
    "application/zpl": "zpl",
    "application/x-zpl": "zpl",
}
STATUSES = ("open", "weighed", "labelled", "closed", "shipped")

_CARRIER = {"type": "string", "minLength": 1, "maxLength": 64}
_NUMBER = {"type": "string", "minLength": 1, "maxLength": 128}

labelling = Blueprint("labelling", __name__, url_prefix="/api/v1")


@labelling.post("/shipments/<sscc>/label")
@described(
    "Upload a carrier's label",
    scope="shipments:write",
    body=File(tuple(MEDIA), "The label as the carrier drew it: one page"),
    answers={200: ShipmentShape, 201: ShipmentShape},
    query=(
        Parameter("carrier", "Code of the carrier", _CARRIER, required=True),
        Parameter("tracking_number", "As its label says", _NUMBER, required=True),
    ),
    once=True,
)
def upload(sscc: str) -> Response:
    """Take a parcel's label of its carrier: PDF, PNG or ZPL; ?carrier=CODE&tracking_number=NO.

    The bench waits for it where the settings say that this carrier draws its own labels. The
    parcel's SSCC is found at `GET /shipments?status=weighed`.
    """
    client = clients.client()
    carrier, number = given.text("carrier", longest=64), given.text("tracking_number")
    kind, content = given.file_body(MEDIA, MAX_BODY_BYTES)
    wanted = given.in_path(sscc)

    def work(conn: Connection) -> tuple[int, dict[str, Any]]:
        rows = _parcel(conn, client.merchant_id, wanted)
        if not rows:
            words = f"{shown(wanted)} is not known here"
            raise Problem(404, "shipment.unknown", "Not found", words, remedy=LOOK)
        is_new = upload_label(
            conn,
            parcel_id=rows[0]["id"],
            carrier_code=carrier,
            tracking_number=number,
            media=MEDIA[kind],
            data=content,
            uploaded_by=client.name,
            at=now(),
        )
        return 201 if is_new else 200, _parcel(conn, client.merchant_id, wanted)[0]

    return clients.once(work)


def _parcel(conn: Connection, merchant_id: int | None, sscc: str) -> list[dict[str, Any]]:
    return show_documents.shipments(conn, merchant_id, sscc=sscc, statuses=STATUSES)
