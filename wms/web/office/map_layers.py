"""What the map of a warehouse can show: for each layer what stands in a place, in words and as a
number. The drawing and the table beside it are made from the same rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote

from sqlalchemy import Connection

from wms.insights import floor_now
from wms.insights.floor_now import Busy, Place
from wms.stock import density
from wms.stock.density import Lying
from wms.text import N, T, Text, Words
from wms.web.office.map_plan import Box, cuts, step

DAY = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a layer says of one place: how much (0: nothing), and in words."""

    value: int
    words: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Tile:
    """A box of the drawing with what its layer says; `step` is how dark it is."""

    box: Box
    value: int
    step: int
    words: tuple[Words, ...]
    href: str


Find = Callable[[Connection, int, Sequence[Place], datetime], Mapping[str, Shown]]


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer: its name on the page, what its numbers count, where they come from."""

    words: Text
    counts: Text
    find: Find
    is_share: bool = False
    """Whether the numbers are percent: boxes of several places show their mean."""


def _by_code(places: Sequence[Place]) -> Mapping[int, str]:
    return {place.id: place.code for place in places}


def _pieces(lying: Lying) -> tuple[Words, ...]:
    found: list[Words] = [N("{n} piece", "{n} pieces", lying.pieces)]
    if lying.held:
        found.append(T("{n} held", n=lying.held))
    return tuple(found)


def _stock(
    conn: Connection, warehouse_id: int, places: Sequence[Place], at: datetime
) -> Mapping[str, Shown]:
    names, found = _by_code(places), density.lying(conn, warehouse_id)
    return {names[n]: Shown(it.pieces, _pieces(it)) for n, it in found.items() if n in names}


def _fill(
    conn: Connection, warehouse_id: int, places: Sequence[Place], at: datetime
) -> Mapping[str, Shown]:
    rooms = {place.id: place for place in places if place.volume_mm3}
    shown = {}
    for number, lying in density.lying(conn, warehouse_id).items():
        if number in rooms:
            percent = max(round(100 * lying.volume_mm3 / rooms[number].volume_mm3), 1)
            words = (T("{n}% full", n=percent), *_pieces(lying))
            shown[rooms[number].code] = Shown(percent, words)
    return shown


def _picks(since: Callable[[datetime], datetime]) -> Find:
    def find(
        conn: Connection, warehouse_id: int, places: Sequence[Place], at: datetime
    ) -> Mapping[str, Shown]:
        names, found = _by_code(places), density.picked(conn, warehouse_id, since(at))
        return {
            names[number]: Shown(
                times, (N("{n} pick", "{n} picks", times), N("{n} piece", "{n} pieces", pieces))
            )
            for number, (times, pieces) in found.items()
            if number in names
        }

    return find


def _work(
    conn: Connection, warehouse_id: int, places: Sequence[Place], at: datetime
) -> Mapping[str, Shown]:
    names, found = _by_code(places), floor_now.busy(conn, warehouse_id)
    return {names[n]: Shown(it.total, _busy(it)) for n, it in found.items() if n in names}


def _busy(it: Busy) -> tuple[Words, ...]:
    found: list[Words] = []
    if it.picks:
        found.append(N("{n} open pick", "{n} open picks", it.picks))
        found.append(N("{n} piece", "{n} pieces", it.pieces))
    if it.counts:
        found.append(N("{n} count", "{n} counts", it.counts))
    if it.refills:
        found.append(N("{n} replenishment", "{n} replenishments", it.refills))
    return tuple(found)


def _held(
    conn: Connection, warehouse_id: int, places: Sequence[Place], at: datetime
) -> Mapping[str, Shown]:
    names, found = _by_code(places), density.lying(conn, warehouse_id)
    return {
        names[number]: Shown(it.held, (T("{n} held", n=it.held),))
        for number, it in found.items()
        if it.held and number in names
    }


def layers(begin_of_day: Callable[[datetime], datetime]) -> Mapping[str, Layer]:
    """Return all layers by the names that addresses use."""
    pieces, picks = T("pieces"), T("picks")
    return {
        "stock": Layer(T("Stock"), pieces, _stock),
        "fill": Layer(T("Fill"), T("percent of the room of a bin"), _fill, True),
        "picks": Layer(T("Picks, 24 hours"), picks, _picks(lambda at: at - DAY)),
        "today": Layer(T("Picks today"), picks, _picks(begin_of_day)),
        "work": Layer(T("Work now"), T("open picks, counts and replenishments"), _work),
        "held": Layer(T("Held"), T("held pieces"), _held),
    }


def tiles(
    drawn: Sequence[Box], shown: Mapping[str, Shown], into: str, *, is_share: bool = False
) -> list[Tile]:
    """Return each box with what is shown of its places; boxes of several lead to `into` + zone."""
    values = [_value(box, shown, is_share) for box in drawn]
    ends = cuts(values, is_share=is_share)
    found = []
    for box, value in zip(drawn, values, strict=True):
        alone = len(box.codes) == 1
        words = shown[box.codes[0]].words if alone and box.codes[0] in shown else ()
        href = "/locations/" + quote(box.codes[0], safe="") if alone else into + quote(box.zone)
        found.append(Tile(box, value, step(value, ends), words, href))
    return found


def _value(box: Box, shown: Mapping[str, Shown], is_share: bool) -> int:
    values = [shown[code].value for code in box.codes if code in shown]
    return -(-sum(values) // len(box.codes)) if is_share else sum(values)
