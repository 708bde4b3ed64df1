"""What a station's page shows beside the screen: order and parcel, and documents as pictures."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from wms.channels import show_bench
from wms.channels.shapes_bench import Bench
from wms.shipping import carrier_labels
from wms.web.described import STATION, File, described
from wms.web.site import site
from wms.web.stations import own_document, proved, uploaded

bench = Blueprint("bench", __name__, url_prefix="/api/v1/stations/<code>")


@bench.get("/bench")
@described("Show what a station's screen is about", scope=STATION, answers={200: Bench})
def about(code: str) -> Response:
    """Answer with the order and the parcel on the bench and the last documents; by its own key."""
    post = proved(code)
    with site().db.read() as conn:
        fill_percent = site().config["packing"]["fill_percent"]
        return jsonify(show_bench.bench(conn, post, fill_percent=fill_percent))


@bench.get("/documents/<int:number>/preview.png")
@described(
    "Draw a station's document as a picture",
    scope=STATION,
    answers={200: File(("image/png",))},
    refusals=(422,),
)
def picture(code: str, number: int) -> Response:
    """Answer with a document as a PNG of 203 dpi, its first page; by the station's own key."""
    from wms.web import preview  # slow to load, and not needed to start

    found = own_document(proved(code), number)
    drawn = uploaded(found) if found.kind == carrier_labels.KIND else None
    if drawn is not None:
        data = preview.of_carrier(*drawn)
    else:
        data = preview.of_own(found.kind, found.data, found.copy_no)
    response = Response(data, mimetype=preview.PNG)
    response.headers["X-Copy"] = str(found.copy_no)
    return response
