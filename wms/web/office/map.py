"""The map: where stock lies, where it is picked, where work and people are, how to walk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, Response
from sqlalchemy import Connection

from wms.errors import Refused
from wms.insights import floor_now, tours
from wms.insights.floor_now import Place
from wms.insights.tours import ClusterTour
from wms.picking import standing, waves
from wms.planning.travel import Floor, Spot
from wms.text import T, Text
from wms.web.office import door, here, map_layers, map_plan
from wms.web.office.map_layers import Tile
from wms.web.office.map_plan import RACKED, UNDRAWN, Frame, boxes, frame
from wms.web.office.pages import page
from wms.web.site import now, site

MOST_BOXES = 4000
"""Of a warehouse with more places than these, all levels of a bay are one box, until a zone is
chosen: a browser draws so many at once."""

PEOPLE: Text = T("People")
DASHES = 6
"""So many walks are told apart by their lines; after them the lines begin again."""

map_pages = Blueprint("office_map", __name__)


@dataclass(frozen=True, slots=True)
class Walk:
    """One walk on the drawing: a line of one of `DASHES` styles, with numbered stops."""

    tour: ClusterTour
    style: int
    points: str
    stops: list[tuple[int, str, int, int]]


@map_pages.get("/map")
@door.let_in("worker")
def show() -> Response:
    """Show the warehouse from above with one layer, or the walks of a wave."""
    at = now()
    with site().db.read() as conn:
        warehouse = here.warehouse_id(conn)
        every = floor_now.places(conn, warehouse)
        chosen = _chosen_zone(every)
        places = [it for it in every if it.kind not in UNDRAWN and _is_shown(it, chosen)]
        begins = _day_begins(conn, warehouse)
        wave, name = here.asked("wave"), here.asked("layer")
        known = map_layers.layers(lambda at: _midnight(at, begins))
        if wave:
            facts = _of_wave(conn, warehouse, wave, places)
        elif name == "people":
            facts = _of_people(conn, warehouse, places, at)
        else:
            name = name if name in known else "stock"
            facts = _of_layer(conn, warehouse, places, known[name], chosen, at)
        running = [row.reference for row in waves.all_of(conn, warehouse) if _is_walked(row)]
    facts |= {"layers": known, "people_words": PEOPLE, "name": "" if wave else name, "wave": wave}
    facts |= {"zone": chosen, "zones": _zones(every), "waves": running[::-1][:50]}
    return page("map.html", aisles=map_plan.aisle_signs(places), **facts)


def _is_walked(row: waves.WaveRow) -> bool:
    return row.status in ("released", "closed")


def _zones(places: Sequence[Place]) -> list[str]:
    return sorted({place.zone for place in places if place.kind in RACKED and place.zone})


def _chosen_zone(places: Sequence[Place]) -> str:
    asked = here.asked("zone")
    return asked if asked in _zones(places) else ""


def _is_shown(place: Place, zone: str) -> bool:
    return not zone or place.zone == zone or place.kind not in RACKED


def _day_begins(conn: Connection, warehouse_id: int) -> ZoneInfo:
    return ZoneInfo(standing.zone_of(conn, warehouse_id) if warehouse_id else "UTC")


def _midnight(at: datetime, zone: ZoneInfo) -> datetime:
    return at.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)


def _by_bay(places: Sequence[Place], zone: str) -> bool:
    return len(places) > MOST_BOXES and not zone


def _drawn(places: Sequence[Place], zone: str = "") -> list[map_plan.Box]:
    return boxes(places, by_bay=_by_bay(places, zone))


def _plain(drawn: Sequence[map_plan.Box]) -> list[Tile]:
    return map_layers.tiles(drawn, {}, "/map?zone=")


def _of_layer(
    conn: Connection,
    warehouse_id: int,
    places: Sequence[Place],
    layer: map_layers.Layer,
    zone: str,
    at: datetime,
) -> dict[str, Any]:
    """Return what a layer shows; its table names the boxes with something, the most first."""
    shown = layer.find(conn, warehouse_id, places, at)
    drawn = _drawn(places, zone)
    into = f"/map?layer={here.asked('layer') or 'stock'}&zone="
    found = map_layers.tiles(drawn, shown, into, is_share=layer.is_share)
    rows = sorted((t for t in found if t.value), key=lambda t: (-t.value, t.box.name))
    scale = map_plan.steps(map_plan.cuts((t.value for t in found), is_share=layer.is_share))
    facts: dict[str, Any] = {"tiles": found, "rows": rows, "frame": frame(drawn), "scale": scale}
    return facts | {"layer": layer, "others": len(found) - len(rows)}


def _of_people(
    conn: Connection, warehouse_id: int, places: Sequence[Place], at: datetime
) -> dict[str, Any]:
    """Return who is where: those of one place stand beside each other."""
    people = floor_now.people(conn, warehouse_id, at=at)
    drawn = _drawn(places)
    middle = map_plan.centres(drawn)
    around = frame(drawn)
    known = [seen for seen in people if seen.place in middle]
    spots = [middle[seen.place] for seen in known]
    drawn_at = [Spot(around.across(x), around.down(y)) for x, y in spots]
    dots = [(*spot, seen) for spot, seen in zip(map_plan.apart(drawn_at), known, strict=True)]
    return {"tiles": _plain(drawn), "frame": around, "people": people, "dots": dots}


def _of_wave(
    conn: Connection, warehouse_id: int, reference: str, places: Sequence[Place]
) -> dict[str, Any]:
    """Return the walks of a wave, or of one of its clusters.

    :raises Refused: there is no such wave here, or no such cluster in it.
    """
    row = waves.wave(conn, reference)
    if row.warehouse_id != warehouse_id:
        words = T("{wave} is not of this warehouse", wave=reference)
        raise Refused("wave.elsewhere", words, T("Choose the warehouse first"))
    ground, found = tours.of_wave(conn, warehouse_id, row.id)
    only = here.asked("cluster")
    if only and only not in {tour.cluster for tour in found}:
        words = T("{cluster} is not in {wave}", cluster=only[:64], wave=reference)
        raise Refused("wave.cluster", words, T("Choose one of its clusters"))
    drawn = _drawn(places)
    around = frame(drawn, [spot for tour in found for spot in _corners(ground.floor, tour)])
    shown = [tour for tour in found if only in ("", tour.cluster)]
    walks = [
        _walk(tour, found.index(tour), n, len(shown), ground.floor, around)
        for n, tour in enumerate(shown)
    ]
    depot = (around.across(ground.depot.x_mm), around.down(ground.depot.y_mm))
    facts: dict[str, Any] = {"tiles": _plain(drawn), "frame": around, "walks": walks}
    return facts | {"tours": found, "row": row, "only": only, "depot": depot}


def _corners(floor: Floor, tour: ClusterTour) -> list[Spot]:
    return tours.path(floor, tour.spots)


def _walk(tour: ClusterTour, style: int, number: int, of: int, floor: Floor, around: Frame) -> Walk:
    """Return a walk as it is drawn: stops of one place are one, named by their numbers."""
    line = map_plan.beside(_corners(floor, tour), number, of)
    points = " ".join(f"{around.across(spot.x_mm)},{around.down(spot.y_mm)}" for spot in line)
    at: dict[Spot, list[int]] = defaultdict(list)
    for n, spot in enumerate(map_plan.beside(tour.spots[1:-1], number, of), 1):
        at[spot].append(n)
    stops = [
        (numbers[0], _numbers(numbers), around.across(spot.x_mm), around.down(spot.y_mm))
        for spot, numbers in at.items()
    ]
    return Walk(tour, style % DASHES, points, stops)


def _numbers(numbers: Sequence[int]) -> str:
    return str(numbers[0]) if len(numbers) == 1 else f"{numbers[0]}–{numbers[-1]}"
