"""API: what a supervisor decides about orders and walks: why not, urgent, to whom.

The answers name who walks where: for keys of the site.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify
from sqlalchemy import Connection

from wms.channels.faults import read
from wms.channels.forms_waves import Nothing, WorkerForm
from wms.channels.shapes_waves import ReassignedShape, UrgentShape, WhyNotShape
from wms.errors import Refused
from wms.gs1.digits import shown
from wms.picking import plan_wave as planning
from wms.picking import waves as queries
from wms.picking.rules import cart_of
from wms.picking.urgent import make_urgent
from wms.web import clients, given, named_order
from wms.web.described import Parameter, described
from wms.web.problems import Problem
from wms.web.site import now, site
from wms.web.taken_away import reassign as give

MAX_BODY_BYTES = 4096
LOOK = "Look at its wave: GET /api/v1/waves/{reference}"

hurrying = Blueprint("hurrying", __name__, url_prefix="/api/v1")


@hurrying.get("/orders/<path:reference>/why-not")
@described(
    "Ask why an order is in no wave",
    scope="waves:read",
    answers={200: WhyNotShape},
    query=(
        Parameter("wave", "A wave's reference, or a template's name; without, the next by hand"),
    ),
)
def why_not(reference: str) -> Response:
    """Say in one sentence why an order is not in a wave, or would not be in the next one."""
    clients.only_site()
    config, name = site().config, given.text("wave")
    with site().db.read() as conn:
        order = named_order.in_path(conn, reference)
        if name and name not in config["waves"]:
            words = queries.why_not_in_wave(conn, order.id, queries.wave(conn, name))
        else:
            given_ = (conn, order.warehouse_id, config, name)
            wanted = planning.wanted(*given_, at=now())
            words = queries.why_not_next(conn, order.id, order.warehouse_id, wanted)
    return jsonify({"order": order.reference, "wave": name, "why": str(words)})


@hurrying.post("/orders/<path:reference>/urgent")
@described(
    "Make an order urgent",
    scope="waves:write",
    answers={200: UrgentShape},
    body=Nothing,
    once=True,
)
def urgent(reference: str) -> Response:
    """Put an order before all others: onto a cart that is walked, or first in the queue."""
    clients.only_site()
    read(Nothing, given.json_object(MAX_BODY_BYTES))

    def work(conn: Connection) -> tuple[int, dict[str, Any]]:
        order = named_order.in_path(conn, reference)
        done = make_urgent(conn, order_id=order.id, cart=cart_of(site().config), at=now())
        told = {"order": order.reference, "cluster": done.cluster}
        return 200, told | {"words": str(done.words)}

    return clients.once(work)


@hurrying.post("/clusters/<reference>/reassign")
@described(
    "Reassign a cluster",
    scope="waves:write",
    answers={200: ReassignedShape},
    body=WorkerForm,
    once=True,
)
def reassign(reference: str) -> Response:
    """Give a cluster to somebody else, or back to the pool; whoever had it is told."""
    clients.only_site()
    name = given.in_path(reference)
    login = read(WorkerForm, given.json_object(MAX_BODY_BYTES)).worker

    def work(conn: Connection) -> tuple[int, dict[str, Any]]:
        try:
            done = give(conn, cluster=name, login=login, at=now())
        except Refused as refusal:
            if refusal.code != "cluster.unknown":
                raise
            words = f"{shown(name)} is not known here"
            raise Problem(404, refusal.code, "Not found", words, remedy=LOOK) from None
        return 200, {"cluster": name, "worker": done.name}

    return clients.once(work)
