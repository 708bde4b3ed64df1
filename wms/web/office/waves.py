"""Waves: what they will be before they are released, how far they are, and taking them back."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, Response, redirect, request, url_for
from sqlalchemy import Connection
from werkzeug.wrappers import Response as AnyResponse

from wms.errors import Refused
from wms.people import codes
from wms.picking import plan_wave as planning
from wms.picking import progress, waves
from wms.picking.plan_wave import Asked
from wms.picking.progress import Progress
from wms.picking.release_wave import cancel_wave, release_as_planned
from wms.picking.rules import cart_of
from wms.picking.unrelease import unrelease
from wms.text import N, T, Text
from wms.web import remedies, taken_away
from wms.web.office import door, here
from wms.web.office.home import STATUSES as ORDER_STATUSES
from wms.web.office.pages import page
from wms.web.office.preview import Preview, preview
from wms.web.site import now, site, write

MOST_BY_HAND = 500
STATUSES: dict[str, Text] = {
    "planned": T("planned"),
    "released": T("released"),
    "closed": T("closed"),
    "cancelled": T("cancelled"),
    "open": T("waits for a picker"),
    "claimed": T("being picked"),
    "done": T("done"),
}

wave_pages = Blueprint("office_waves", __name__, url_prefix="/waves")


@wave_pages.get("")
@door.let_in("worker")
def listed() -> Response:
    """Show all waves, the newest first."""
    with site().db.read() as conn:
        warehouse = here.warehouse_id(conn)
        rows = list(reversed(waves.all_of(conn, warehouse)))
        running = _running(conn, warehouse)
    return page("waves.html", rows=rows[:200], running=running, statuses=STATUSES)


def _running(conn: Connection, warehouse_id: int) -> dict[str, Progress]:
    """Return how far each released wave is, by its reference."""
    pace = progress.pick_pace(conn, warehouse_id, at=now())
    return {p.name: p for p in progress.waves(conn, warehouse_id, pace, at=now())}


@wave_pages.get("/plan")
@door.let_in("supervisor")
def plan() -> Response:
    """Show two ways to make a wave beside each other, before anything is written."""
    names = sorted(site().config["waves"])
    by_hand = [name for name in here.asked("orders").split(",") if name]
    chosen = [here.asked("a") or (names[0] if names else ""), here.asked("b")]
    with site().db.read() as conn:
        drawn = [_preview(conn, chosen[0], by_hand)]
        if chosen[1] and not by_hand:
            drawn.append(_preview(conn, chosen[1], []))
    facts = {"names": names, "a": chosen[0], "b": chosen[1], "orders": ",".join(by_hand)}
    return page("wave_plan.html", drawn=drawn, mode=site().config["release"]["mode"], **facts)


def _preview(conn: Connection, template: str, references: Sequence[str]) -> Preview:
    """Return what a wave would be; why there can be none stands in it."""
    warehouse, asked = here.warehouse_id(conn), _asked(template, references)
    try:
        draft = planning.preview(conn, warehouse, asked, at=now())
    except Refused as refusal:
        remedy = remedies.on_page(refusal)
        return Preview(template, refusal=Refused(refusal.code, refusal.text, remedy))
    return preview(conn, warehouse, draft, config=site().config, template=template, at=now())


def _asked(template: str, references: Sequence[str]) -> Asked:
    """Return what is asked for; orders that are named by hand need no template."""
    if not references:
        return Asked(site().config, template)
    return Asked(site().config, orders=references[:MOST_BY_HAND])


@wave_pages.post("")
@door.let_in("supervisor")
def make() -> AnyResponse:
    """Make the wave that was previewed, and release it if that is asked."""
    template = here.field("template", 32)
    references = [name for name in here.field("orders", 8000).split(",") if name]
    at, number = now(), door.person().worker_id

    def work(conn: Connection) -> tuple[str, Text]:
        warehouse, asked = here.warehouse_id(conn), _asked(template, references)
        reference, draft = planning.plan(conn, warehouse, asked, made_by=number, at=at)
        if request.form.get("release"):
            release_as_planned(conn, waves.wave(conn, reference), site().config, at=at)
            return reference, T("{wave} is released: pickers can begin", wave=reference)
        n, named = len(draft.orders), {"wave": reference}
        return reference, N(
            "{wave} is planned: {n} order", "{wave} is planned: {n} orders", n, **named
        )

    reference, words = write(work)
    return door.done("office_waves.one", words, reference=reference)


@wave_pages.get("/<reference>")
@door.let_in("worker")
def one(reference: str) -> Response:
    """Show a wave with its clusters and how far each is."""
    with site().db.read() as conn:
        wave = waves.wave(conn, reference)
        clusters = waves.clusters(conn, wave.id)
        running = _running(conn, wave.warehouse_id)
        left = waves.members(conn, wave.id)
        people = [row for row in codes.workers(conn) if row.is_active]
    facts = {"wave": wave, "clusters": clusters, "members": left, "people": people}
    facts |= {"statuses": STATUSES, "order_statuses": ORDER_STATUSES}
    return page("wave.html", progress=running.get(reference), **facts)


@wave_pages.post("/<reference>/release")
@door.let_in("supervisor")
def release(reference: str) -> AnyResponse:
    """Let the pickers begin."""
    config, at = site().config, now()

    def work(conn: Connection) -> int:
        return len(release_as_planned(conn, waves.wave(conn, reference), config, at=at).left)

    left = write(work)
    told = N("{n} order left it: no stock", "{n} orders left it: no stock", left) if left else ""
    words = T("{wave} is released: pickers can begin", wave=reference)
    return door.done("office_waves.one", words, told, reference=reference)


@wave_pages.post("/<reference>/unrelease")
@door.let_in("supervisor")
def take_back(reference: str) -> AnyResponse:
    """Take back what nobody has begun."""
    cart, at = cart_of(site().config), now()
    done = write(lambda c: unrelease(c, wave_id=waves.wave(c, reference).id, cart=cart, at=at))
    n = done.orders
    words = N(
        "{n} order waits in {wave} again", "{n} orders wait in {wave} again", n, wave=reference
    )
    kept = ", ".join(f"{k.cluster} {k.worker}".strip() for k in done.kept)
    told = T("Goes on: {clusters}", clusters=kept) if kept else ""
    return door.done("office_waves.one", words, told, reference=reference)


@wave_pages.post("/<reference>/cancel")
@door.let_in("supervisor")
def dissolve(reference: str) -> AnyResponse:
    """Dissolve a wave that is not released."""
    at = now()
    write(lambda conn: cancel_wave(conn, wave_id=waves.wave(conn, reference).id, at=at))
    words = T("{wave} is cancelled, its orders are free", wave=reference)
    return door.done("office_waves.listed", words)


@wave_pages.post("/clusters/<cluster>/give")
@door.let_in("supervisor")
def give(cluster: str) -> AnyResponse:
    """Give a cluster to somebody else, or back to the pool; whoever had it is told."""
    login, at = here.field("login", 64), now()

    done = write(lambda conn: taken_away.reassign(conn, cluster=cluster, login=login, at=at))
    words = T("{cluster} is in the pool", cluster=cluster)
    if done.name:
        words = T("{cluster} is with {name}", cluster=cluster, name=done.name)
    door.tell(words)
    return redirect(door.came_from() or url_for("office_waves.listed"), 303)
