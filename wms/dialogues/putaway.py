"""Put away: scan an LPN, go to the bin that is kept for it, scan that bin.

Another bin that takes the goods must be scanned twice; one that does not says why.
"""

from __future__ import annotations

from dataclasses import dataclass

from wms.dialogues import identify
from wms.dialogues.home import Menu, entry, menu
from wms.dialogues.receive_goods import refuse
from wms.errors import Refused
from wms.inbound import putaway, queries
from wms.layout.queries import LocationRow
from wms.terminal import documents
from wms.terminal.machine import Said, State, View, Work
from wms.terminal.wire import Key, Scan
from wms.text import N, T, Words

TITLE = T("PUTAWAY")
SHOWN = 4
Goods = tuple[tuple[str, str], ...]


def _waiting(work: Work) -> int:
    return queries.waiting_lpns(work.conn, work.station.warehouse_id)


@entry("PUTAWAY", T("Put away"), waiting=_waiting)
def begin(work: Work) -> ScanLpn:
    """Ask for the LPN; one that was under way leads to the same bin again."""
    return ScanLpn(_waiting(work))


@dataclass(frozen=True)
class ScanLpn(State):
    waiting: int = 0

    def screen(self) -> View:
        lines = ((T("At the dock"), str(self.waiting)),)
        return View(TITLE, T("Scan an LPN"), lines=lines, keys=("BACK",))

    def on_scan(self, scan: Scan, work: Work) -> StoreIn:
        plate = identify.lpn(work, scan, wanted=T("Scan an LPN"), kinds=("lpn",))
        found = putaway.suggest(
            work.conn,
            lpn_id=plate.id,
            warehouse_id=work.station.warehouse_id,
            config=work.config,
        )
        # The label is on the goods, whether or not it was scanned back when it was printed.
        documents.end(work.conn, for_kind="lpn", for_id=plate.id, state="seen")
        goods = tuple((sku, str(pieces)) for sku, pieces in found.contents)
        return StoreIn(plate.id, found.code, goods)

    def on_key(self, key: Key, work: Work) -> Menu:
        if key.name != "BACK":
            refuse(self, key, work)
        return menu(work)


@dataclass(frozen=True)
class StoreIn(State):
    """On the way to `bin`, which is kept for these goods as (SKU, pieces)."""

    lpn_id: int
    bin: str
    goods: Goods

    def screen(self) -> View:
        return View(
            TITLE,
            T("Scan bin {bin}", bin=self.bin),
            lines=((T("Go to bin"), self.bin), *_shown(self.goods)),
            keys=("BACK",),
            expects=self.bin,
        )

    def on_scan(self, scan: Scan, work: Work) -> ConfirmBin | tuple[ScanLpn, Said]:
        place = _bin(self, scan, work)
        if place.code == self.bin:
            return _stored(work, self.lpn_id, place)
        return _instead(self, work, place)

    def on_key(self, key: Key, work: Work) -> ScanLpn:
        if key.name != "BACK":
            refuse(self, key, work)
        return begin(work)


@dataclass(frozen=True)
class ConfirmBin(State):
    """Another bin than the suggested one was scanned, and it takes the goods."""

    lpn_id: int
    bin: str
    goods: Goods
    other: str

    def screen(self) -> View:
        words = T("Scan {other} again, or {bin}", other=self.other, bin=self.bin)
        lines = ((T("Suggested"), self.bin), (T("Scanned"), self.other), *_shown(self.goods))
        return View(TITLE, words, lines=lines, keys=("BACK",))

    def on_scan(self, scan: Scan, work: Work) -> ConfirmBin | tuple[ScanLpn, Said]:
        place = _bin(self, scan, work)
        if place.code in (self.bin, self.other):
            return _stored(work, self.lpn_id, place)
        return _instead(self, work, place)

    def on_key(self, key: Key, work: Work) -> StoreIn:
        if key.name != "BACK":
            refuse(self, key, work)
        return StoreIn(self.lpn_id, self.bin, self.goods)


def _shown(goods: Goods) -> tuple[tuple[Words, Words], ...]:
    more = len(goods) - SHOWN
    rest: tuple[tuple[Words, Words], ...] = (("", N("{n} more", "{n} more", more)),)
    return (*goods[:SHOWN], *rest[: max(more, 0)])


def _bin(state: StoreIn | ConfirmBin, scan: Scan, work: Work) -> LocationRow:
    return identify.location(work, scan, wanted=T("Scan bin {bin}", bin=state.bin))


def _instead(state: StoreIn | ConfirmBin, work: Work, place: LocationRow) -> ConfirmBin:
    """Ask for the second scan of a bin that takes the goods.

    :raises Refused: it does not; says why, and where to go.
    """
    try:
        putaway.check(work.conn, lpn_id=state.lpn_id, location_id=place.id, config=work.config)
    except Refused as no:
        if no.code != "putaway.bin":
            raise
        raise Refused(no.code, no.text, T("Go to {bin}", bin=state.bin)) from None
    return ConfirmBin(state.lpn_id, state.bin, state.goods, place.code)


def _stored(work: Work, lpn_id: int, place: LocationRow) -> tuple[ScanLpn, Said]:
    stored = putaway.put_away(
        work.conn,
        lpn_id=lpn_id,
        location_id=place.id,
        actor=work.actor,
        at=work.at,
        config=work.config,
    )
    return begin(work), Said(T("Stored in {bin}", bin=stored.code))
