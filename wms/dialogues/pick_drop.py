"""The end of a walk: set the totes down at QC or at packing; of cancelled orders, at the dock."""

from __future__ import annotations

from dataclasses import dataclass

from wms.dialogues import identify
from wms.dialogues.get_work import finished
from wms.dialogues.home import Menu, menu
from wms.errors import Refused
from wms.picking import totes
from wms.quality import sample
from wms.terminal.machine import Said, State, View, Work, known
from wms.terminal.wire import Key, Scan
from wms.text import N, T, Words

Lines = tuple[tuple[Words, Words], ...]


def next_drop(cluster_id: int, work: Work, place: str = "") -> ScanDrop | Menu:
    """Return where the next totes of a cart go, dock, QC or packing; when all is down, the menu or
    what work comes next. `place` is where the last ones were set down."""
    on_cart = sample.on_cart(work.conn, cluster_id)
    if not on_cart:
        totes.finish(work.conn, cluster_id, at=work.at)
        return finished(work, place) or menu(work)
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

    def on_scan(self, scan: Scan, work: Work) -> tuple[ScanDrop | Menu, Said]:
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
        return next_drop(self.cluster_id, work, self.place), Said(said)

    def on_key(self, key: Key, work: Work) -> Menu:
        known(key, self)
        return menu(work)
