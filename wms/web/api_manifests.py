"""API: manifests. A carrier takes several merchants' parcels along: for keys of the site."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response
from sqlalchemy import Connection

from wms.channels import show_manifests
from wms.channels.faults import read
from wms.channels.forms_manifests import CloseOutForm
from wms.channels.shapes_manifests import ClosedOutShape, ManifestPage, OneManifestShape
from wms.people.actor import SYSTEM
from wms.shipping.close_out import close_out
from wms.shipping.models import MANIFEST_STATUSES
from wms.web import clients, given, site_lists
from wms.web.described import Parameter, chosen, described
from wms.web.parameters import SITE_PAGE, WAREHOUSE
from wms.web.site import now

MAX_BODY_BYTES = 4096
FILTERS = ("warehouse", "status", "carrier")

listing = Blueprint("listing", __name__, url_prefix="/api/v1")


@listing.get("/manifests")
@described(
    "List manifests",
    scope="shipments:read",
    answers={200: ManifestPage},
    query=(
        *SITE_PAGE,
        WAREHOUSE,
        chosen("status", "Only of this status", MANIFEST_STATUSES),
        Parameter("carrier", "Only of this carrier, by its code"),
    ),
    refusals=(404,),
)
def manifests() -> Response:
    """Answer with a page of manifests."""
    return site_lists.listed(show_manifests.manifests, FILTERS, MANIFEST_STATUSES)


@listing.get("/manifests/<reference>")
@described(
    "Read a manifest",
    scope="shipments:read",
    answers={200: OneManifestShape},
)
def manifest(reference: str) -> Response:
    """Answer with one manifest."""
    name = given.in_path(reference)
    return site_lists.one(show_manifests.manifest, "manifest.unknown", reference=name)


@listing.post("/manifests/<reference>/close")
@described(
    "Close a manifest",
    scope="shipments:write",
    answers={200: ClosedOutShape},
    body=CloseOutForm,
    once=True,
)
def close(reference: str) -> Response:
    """Close a manifest: the carrier has what is on it; its parcels that are still here depart."""
    clients.only_site()
    name = given.in_path(reference)
    form = read(CloseOutForm, given.json_object(MAX_BODY_BYTES))

    def shown(conn: Connection) -> dict[str, Any]:
        rows = show_manifests.manifest(conn, reference=name)
        return site_lists.found(rows, "manifest.unknown", name)

    def work(conn: Connection) -> tuple[int, dict[str, Any]]:
        known = {"manifest_id": shown(conn)["id"], "only_loaded": form.only_loaded}
        done = close_out(conn, **known, actor=SYSTEM, at=now())
        return 200, {"manifest": shown(conn), "left": done.left}

    return clients.once(work)
