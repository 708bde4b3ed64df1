"""Orders as the supervisor works through them: each with why it waits, and what mends it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from flask import Blueprint, Response, redirect, request, url_for
from sqlalchemy import Connection
from werkzeug.wrappers import Response as AnyResponse

from wms.orders import queries, reasons
from wms.people import views
from wms.picking import board
from wms.picking.board import BoardRow, Narrowed
from wms.picking.eligible import Standing, Wanted, why_not
from wms.picking.rules import cart_of
from wms.picking.urgent import make_urgent
from wms.shipping import cancel as cancelling
from wms.text import T, Text, Words
from wms.web.office import door, here
from wms.web.office.home import STATUSES
from wms.web.office.pages import page
from wms.web.site import now, site, write

MOST = 50
PAGE = "orders"
DUE = {"2h": timedelta(hours=2), "today": timedelta(hours=12), "tomorrow": timedelta(hours=36)}
VIEWS: dict[str, Text] = {
    "waiting": T("Not released"),
    "ready": T("Ready to release"),
    "blocked": T("Cannot be released"),
    "running": T("Running"),
    "unfinished": T("Unfinished"),
    "all": T("All"),
}

orders = Blueprint("office_orders", __name__)


@dataclass(frozen=True, slots=True)
class Mend:
    """What takes an obstacle away: a page to go to."""

    words: Text
    href: str


@orders.get("/orders")
@door.let_in("worker")
def listed() -> Response:
    """Show the orders of a view."""
    view = here.asked("view") or "waiting"
    skip = here.number("after")
    wanted = narrowed(view if view in VIEWS else "waiting", now())
    with site().db.read() as conn:
        warehouse = here.warehouse_id(conn)
        rows = board.orders(conn, warehouse, wanted, skip=skip, most=MOST + 1)
        choices = {
            "carriers": board.carriers(conn),
            "merchants": board.merchants(conn),
            "zones": board.zones(conn, warehouse),
        }
        saved = views.of_page(conn, door.person().worker_id, PAGE)
        total = board.count(conn, warehouse, wanted)
    shown = [(row, obstacle(row), mend(row.stands)) for row in rows[:MOST]]
    return page(
        "orders.html",
        rows=shown,
        total=total,
        following=skip + MOST if len(rows) > MOST else None,
        view=view,
        views=VIEWS,
        statuses=STATUSES,
        saved=saved,
        query=_query(),
        **choices,
    )


def narrowed(view: str, at: datetime) -> Narrowed:
    """Return what the query narrows the board to."""
    due = DUE.get(here.asked("due"))
    return Narrowed(
        statuses=board.VIEWS[view],
        carrier=here.asked("carrier"),
        merchant=here.asked("merchant"),
        zone=here.asked("zone"),
        urgency=here.number("urgency"),
        due_before=at + due if due else None,
        single_line=here.asked("single") == "1",
        text=here.asked("text"),
    )


def obstacle(row: BoardRow) -> Words:
    """Return why an order is not released, in one sentence; "" when it can be."""
    return why_not(row.stands, Wanted())


def mend(order: Standing) -> Mend | None:
    """Return the way to what mends the obstacle of an order, None where it only takes time."""
    code, _, about = order.reason.partition(" ") if order.status == "waiting" else ("", "", "")
    if code in ("no_stock", "short") and about:
        return Mend(T("See the stock of {sku}", sku=about), f"/stock?{urlencode({'text': about})}")
    if code == reasons.FAR:
        face = about.partition(" ")[0]
        return Mend(T("See bin {bin}", bin=face), f"/locations/{face}")
    if order.status == "allocated" and not order.wave:
        return Mend(T("Plan a wave"), f"/waves/plan?{urlencode({'orders': order.reference})}")
    if order.wave:
        return Mend(T("See wave {wave}", wave=order.wave), f"/waves/{order.wave}")
    return None


@orders.get("/orders/<reference>")
@door.let_in("worker")
def one(reference: str) -> Response:
    """Show an order: its lines, how far they are, and what may be done."""
    with site().db.read() as conn:
        order = here.order(conn, reference)
        [row] = board.by_ids(conn, [order.id])
        lines = queries.lines(conn, [order.id])
        notes = queries.notes(conn, order.id)
    facts = {"order": order, "row": row, "lines": lines, "notes": notes}
    return page("order.html", why=obstacle(row), mend=mend(row.stands), statuses=STATUSES, **facts)


@orders.post("/orders/<reference>/urgent")
@door.let_in("supervisor")
def urgent(reference: str) -> AnyResponse:
    """Put an order before all others."""
    cart, at = cart_of(site().config), now()

    def work(conn: Connection) -> Words:
        order = here.order(conn, reference)
        return make_urgent(conn, order_id=order.id, cart=cart, at=at).words

    told = write(work)
    door.tell(T("{order} is urgent", order=reference), told)
    return redirect(door.came_from(), 303)


@orders.post("/orders/<reference>/cancel")
@door.let_in("supervisor")
def cancel(reference: str) -> AnyResponse:
    """Cancel an order, however far it is."""
    why, at, actor = here.field("why", 40), now(), door.actor()

    def work(conn: Connection) -> Words:
        order = here.order(conn, reference)
        return cancelling.cancel(conn, order_id=order.id, reason=why, actor=actor, at=at).words

    return door.done("office_orders.one", write(work), reference=reference)


@orders.post("/orders/views")
@door.let_in("worker")
def save_view() -> AnyResponse:
    """Save what narrows the page now under a name, or forget a view."""
    name, query, number = here.field("name", 200), here.field("query", 500), door.person().worker_id
    if request.form.get("forget"):
        write(lambda conn: views.forget(conn, worker_id=number, page=PAGE, name=name))
        return redirect(url_for("office_orders.listed"), 303)
    write(lambda conn: views.save(conn, worker_id=number, page=PAGE, name=name, query=query))
    return redirect(f"{url_for('office_orders.listed')}?{query}", 303)


def _query() -> str:
    kept = {n: v for n, v in request.args.to_dict().items() if v and n != "after"}
    return urlencode(kept)
