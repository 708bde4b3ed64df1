"""API: counts, planned, found, approved. A bin mixes merchants: for keys of the site."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response
from sqlalchemy import Connection

from wms.channels import show_counts
from wms.channels.faults import read
from wms.channels.forms_stock import CountForm
from wms.channels.forms_waves import Nothing
from wms.channels.shapes_counts import (
    ApprovedShape,
    CountPage,
    CountsPlannedShape,
    OneCountShape,
)
from wms.counting import approve as approving
from wms.counting import plan as planning
from wms.counting import queries
from wms.counting.models import STATUSES
from wms.layout import choose
from wms.people.actor import SYSTEM
from wms.web import clients, given, site_lists
from wms.web.described import Parameter, chosen, described
from wms.web.parameters import SITE_PAGE, WAREHOUSE
from wms.web.site import now

MAX_BODY_BYTES = 128 * 1024
TRUTH = ("true", "false")
FILTERS = ("warehouse", "status", "location", "waits_for_approval")

counting = Blueprint("counting", __name__, url_prefix="/api/v1")


@counting.get("/counts")
@described(
    "List counts",
    scope="counts:read",
    answers={200: CountPage},
    query=(
        *SITE_PAGE,
        WAREHOUSE,
        chosen("status", "Only of this status", STATUSES),
        Parameter("location", "Only of this bin"),
        chosen("waits_for_approval", "Only those that do, or do not", TRUTH),
    ),
    refusals=(404,),
)
def counts() -> Response:
    """Answer with a page of counts."""
    given.one_of("waits_for_approval", TRUTH)
    return site_lists.listed(show_counts.counts, FILTERS, STATUSES)


@counting.get("/counts/<number>")
@described(
    "Read a count",
    scope="counts:read",
    answers={200: OneCountShape},
)
def count(number: str) -> Response:
    """Answer with one count."""
    name = str(given.number_in_path(number))
    return site_lists.one(show_counts.count, "count.unknown", number=name)


@counting.post("/counts")
@described(
    "Plan counts",
    scope="counts:write",
    answers={200: CountsPlannedShape},
    body=CountForm,
    once=True,
)
def plan() -> Response:
    """Have bins counted that all conditions choose, those not counted longest first.

    Bins that wait for a count already are left out.
    """
    clients.only_site()
    form = read(CountForm, given.json_object(MAX_BODY_BYTES))

    def work(conn: Connection) -> tuple[int, dict[str, Any]]:
        warehouse_id = choose.warehouse(conn, form.warehouse)
        conditions = form.model_dump(exclude={"warehouse"})
        planned = planning.plan(conn, warehouse_id=warehouse_id, **conditions, at=now())
        return 200, {"planned": planned, "unfinished": queries.unfinished(conn, warehouse_id)}

    return clients.once(work)


@counting.post("/counts/<number>/approve")
@described(
    "Approve a count",
    scope="counts:write",
    answers={200: ApprovedShape},
    body=Nothing,
    once=True,
)
def approve(number: str) -> Response:
    """Book the differences that wait for approval, instead of having them counted again."""
    clients.only_site()
    task_id = given.number_in_path(number)
    read(Nothing, given.json_object(MAX_BODY_BYTES))

    def work(conn: Connection) -> tuple[int, dict[str, Any]]:
        _shown(conn, task_id)
        done = approving.approve(conn, task_id=task_id, actor=SYSTEM, at=now())
        numbers = ("missing", "surplus", "freed", "left")
        told = {name: getattr(done, name) for name in numbers}
        return 200, {"count": _shown(conn, task_id)} | told

    return clients.once(work)


def _shown(conn: Connection, task_id: int) -> dict[str, Any]:
    rows = show_counts.count(conn, number=str(task_id))
    return site_lists.found(rows, "count.unknown", str(task_id))
