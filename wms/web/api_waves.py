"""API: waves, planned, released, taken back. They mix merchants: for keys of the site."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, jsonify
from sqlalchemy import Connection

from wms.channels import show_waves
from wms.channels.faults import read
from wms.channels.forms_waves import Nothing, WaveForm
from wms.channels.shapes_waves import (
    DraftShape,
    OneWaveShape,
    PlannedShape,
    ReleasedShape,
    UnreleasedShape,
    WaveCancelledShape,
    WavePage,
)
from wms.layout import choose
from wms.picking import plan_wave as planning
from wms.picking import waves as queries
from wms.picking.eligible import why_not
from wms.picking.models import WAVE_STATUSES
from wms.picking.plan_wave import Asked
from wms.picking.release_wave import cancel_wave, release_as_planned
from wms.picking.rules import cart_of
from wms.picking.unrelease import unrelease as take_back
from wms.picking.waves import WaveRow
from wms.web import clients, given, site_lists
from wms.web.described import chosen, described
from wms.web.parameters import SITE_PAGE, WAREHOUSE
from wms.web.site import now, site

MAX_BODY_BYTES = 64 * 1024
Plain = dict[str, Any]

waving = Blueprint("waving", __name__, url_prefix="/api/v1")


@waving.get("/waves")
@described(
    "List waves",
    scope="waves:read",
    answers={200: WavePage},
    query=(*SITE_PAGE, WAREHOUSE, chosen("status", "Only of this status", WAVE_STATUSES)),
    refusals=(404,),
)
def waves() -> Response:
    """Answer with a page of waves: how far each is, its walking, the lower bound and the gap."""
    return site_lists.listed(show_waves.waves, ("warehouse", "status"), WAVE_STATUSES)


@waving.get("/waves/<reference>")
@described(
    "Read a wave",
    scope="waves:read",
    answers={200: OneWaveShape},
)
def wave(reference: str) -> Response:
    """Answer with one wave, its walks and its orders."""
    name = given.in_path(reference)
    return site_lists.one(show_waves.wave, "wave.unknown", reference=name)


@waving.post("/waves/preview")
@described(
    "Preview a wave",
    scope="waves:read",
    answers={200: DraftShape},
    body=WaveForm,
    refusals=(422,),
)
def preview() -> Response:
    """Answer with a wave as it would be now; nothing is written."""
    form = _form()
    with site().db.read() as conn:
        draft = planning.preview(conn, *_asked(conn, form), at=now())
    return jsonify(show_waves.draft(draft))


@waving.post("/waves")
@described(
    "Plan a wave",
    scope="waves:write",
    answers={201: PlannedShape},
    body=WaveForm,
    once=True,
)
def plan() -> Response:
    """Make a wave: its orders go with it alone from now on, when it is released."""
    form = _form()

    def work(conn: Connection) -> tuple[int, Plain]:
        reference, draft = planning.plan(conn, *_asked(conn, form), at=now())
        return 201, {"wave": _shown(conn, reference), "draft": show_waves.draft(draft)}

    return clients.once(work)


@waving.post("/waves/<reference>/release")
@described(
    "Release a wave",
    scope="waves:write",
    answers={200: ReleasedShape},
    body=Nothing,
    once=True,
)
def release(reference: str) -> Response:
    """Release a wave: its orders become walks that pickers can begin.

    Released again, what was taken back of it goes.
    """

    def act(conn: Connection, wave: WaveRow) -> Plain:
        done = release_as_planned(conn, wave, site().config, at=now())
        wanted = queries.of_wave(conn, wave)
        return {"left": show_waves.left_out([(o.reference, why_not(o, wanted)) for o in done.left])}

    return _changed(reference, act)


@waving.post("/waves/<reference>/unrelease")
@described(
    "Un-release a wave",
    scope="waves:write",
    answers={200: UnreleasedShape},
    body=Nothing,
    once=True,
)
def unrelease(reference: str) -> Response:
    """Take back what nobody has begun of a wave; what has begun goes on."""

    def act(conn: Connection, wave: WaveRow) -> Plain:
        done = take_back(conn, wave_id=wave.id, cart=cart_of(site().config), at=now())
        kept = [{"cluster": k.cluster, "status": k.status, "worker": k.worker} for k in done.kept]
        return {"orders": done.orders, "clusters": list(done.clusters), "kept": kept}

    return _changed(reference, act)


@waving.post("/waves/<reference>/cancel")
@described(
    "Cancel a wave",
    scope="waves:write",
    answers={200: WaveCancelledShape},
    body=Nothing,
    once=True,
)
def cancel(reference: str) -> Response:
    """Dissolve a wave that is not released; its orders are free for another."""

    def act(conn: Connection, wave: WaveRow) -> Plain:
        return {"orders": cancel_wave(conn, wave_id=wave.id, at=now())}

    return _changed(reference, act)


def _form() -> WaveForm:
    clients.only_site()
    return read(WaveForm, given.json_object(MAX_BODY_BYTES))


def _asked(conn: Connection, form: WaveForm) -> tuple[int, Asked]:
    names = None if form.orders is None else list(form.orders)
    return choose.warehouse(conn, form.warehouse), Asked(site().config, form.template, names)


def _changed(reference: str, act: Callable[[Connection, WaveRow], Plain]) -> Response:
    """Do something with the wave that the path names, once, and answer with it as it is then."""
    clients.only_site()
    name = given.in_path(reference)
    read(Nothing, given.json_object(MAX_BODY_BYTES))

    def work(conn: Connection) -> tuple[int, Plain]:
        _shown(conn, name)
        told = act(conn, queries.wave(conn, name))
        return 200, {"wave": _shown(conn, name)} | told

    return clients.once(work)


def _shown(conn: Connection, reference: str) -> Plain:
    rows = show_waves.wave(conn, reference=reference)
    return site_lists.found(rows, "wave.unknown", reference)
