"""The end of a walk: set the totes down at QC or at packing; of cancelled orders, at the dock.

Where the rest of a cart waits for a pick face, the screen says so; totes that need nothing more
may be set down meanwhile, and another cart be picked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wms.dialogues import identify
from wms.dialogues.get_work import finished
from wms.dialogues.home import ENTRIES, Menu, menu
from wms.dialogues.pick_view import TITLE
from wms.errors import Refused
from wms.picking import queries, totes
from wms.quality import sample
from wms.quality.sample import CartTote
from wms.terminal.machine import Said, State, View, Work, known
from wms.terminal.wire import Key, Scan
from wms.text import N, T, Words

Lines = tuple[tuple[Words, Words], ...]
SHOWN = 4


def next_drop(cluster_id: int, work: Work, place: str = "") -> End:
    """Return where the next totes of a cart go, dock, QC or packing; when all is down, the menu or
    what work comes next. `place` is where the last ones were set down."""
    on_cart = sample.on_cart(work.conn, cluster_id)
    if not on_cart:
        totes.finish(work.conn, cluster_id, at=work.at)
        return finished(work, place) or menu(work)
    return _drop(cluster_id, on_cart)


def pick_waits(cluster_id: int, work: Work) -> PickWaits:
    """Return what a cart waits for when nothing of it can be picked now."""
    waiting = queries.waiting(work.conn, cluster_id)
    rows = tuple((w.sku, w.pieces, w.face) for w in waiting)
    return PickWaits(cluster_id, rows, max((w.complete for w in waiting), default=0))


def _complete(cluster_id: int, work: Work) -> list[CartTote]:
    """Return the totes on a cart whose orders have nothing left to pick."""
    on_cart = sample.on_cart(work.conn, cluster_id)
    return [tote for tote in on_cart if not queries.open_picks(work.conn, tote.order_id)]


def _drop(cluster_id: int, on_cart: Sequence[CartTote]) -> ScanDrop:
    first = on_cart[0]
    if first.place_id is None or first.place is None:
        raise Refused(
            "layout.missing",
            T("This warehouse has no place for picked totes"),
            T("Ask a supervisor to add a QC and a packing location"),
        )
    group = tuple((t.order_id, t.tote_id, t.tote) for t in on_cart if t.place == first.place)
    return ScanDrop(cluster_id, first.place_id, first.place, group, first.is_cancelled)


@dataclass(frozen=True)
class ScanDrop(State):
    """`totes` are (order id, tote id, code) that go to `place`, `cancelled` ones to the dock."""

    cluster_id: int
    place_id: int
    place: str
    totes: tuple[tuple[int, int, str], ...]
    cancelled: bool = False

    def screen(self) -> View:
        why: Lines = (("", T("Cancelled: put away")),) if self.cancelled else ()
        return View(
            T("DROP"),
            T("Bring them to {place}. Scan {place}", place=self.place),
            lines=(*why, *((T("Tote"), code) for _, _, code in self.totes)),
            keys=("BACK",),
            expects=self.place,
        )

    def on_scan(self, scan: Scan, work: Work) -> tuple[End, Said]:
        wanted = T("Bring the totes to {place}", place=self.place)
        place = identify.location(work, scan, wanted=wanted)
        if place.id != self.place_id:
            raise Refused("drop.wrong_place", T("This is {code}", code=place.code), wanted)
        totes.drop(
            work.conn,
            cluster_id=self.cluster_id,
            totes=[(order_id, tote_id) for order_id, tote_id, _ in self.totes],
            location_id=self.place_id,
            warehouse_id=work.station.warehouse_id,
            actor=work.actor,
            at=work.at,
        )
        sample.withdraw(work.conn, [order_id for order_id, _, _ in self.totes])
        n = len(self.totes)
        said = N("{n} tote at {place}", "{n} totes at {place}", n, place=self.place)
        stop, waits = queries.outlook(work.conn, self.cluster_id)
        if waits:
            return pick_waits(self.cluster_id, work), Said(said)
        if stop:  # what waited has come meanwhile: the walk goes on, and PICK finds it again
            return menu(work), Said(said)
        return next_drop(self.cluster_id, work, self.place), Said(said)

    def on_key(self, key: Key, work: Work) -> Menu:
        known(key, self)
        return menu(work)


@dataclass(frozen=True)
class PickWaits(State):
    """What is left on the walk is not on its pick face yet, as (SKU, pieces, face).

    `complete` totes could be set down now.
    """

    cluster_id: int
    waiting: tuple[tuple[str, int, str], ...]
    complete: int = 0

    def screen(self) -> View:
        rows = self.waiting[:SHOWN]
        told: Lines = tuple((sku, T("{n} to {bin}", n=n, bin=face)) for sku, n, face in rows)
        more = len(self.waiting) - SHOWN
        rest: Lines = (("", N("{n} more", "{n} more", more)),) if more > 0 else ()
        done = (("", N("DONE: drop {n} tote", "DONE: drop {n} totes", self.complete)),)
        return View(
            TITLE,
            T("Scan PICK to look again"),
            lines=(("", T("To be replenished:")), *told, *rest, *(done if self.complete else ())),
            keys=("PICK", *(("DONE",) if self.complete else ()), "BACK"),
        )

    def on_key(self, key: Key, work: Work) -> State | tuple[State, Said]:
        known(key, self)
        complete = _complete(self.cluster_id, work) if key.name == "DONE" else []
        if complete:
            return _drop(self.cluster_id, complete)
        return menu(work) if key.name == "BACK" else ENTRIES["PICK"].begin(work)


End = ScanDrop | PickWaits | Menu
"""Where a walk leads when nothing more can be picked now."""
