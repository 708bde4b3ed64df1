"""What is wrong with a batch's tote: a piece that nobody ordered, pieces that are not there."""

from __future__ import annotations

from dataclasses import dataclass

from wms.dialogues import identify, sort, sort_item, sort_out
from wms.dialogues.identify import ItemScan
from wms.errors import Refused
from wms.layout import queries as layout
from wms.picking import missing
from wms.stock import queries as stock
from wms.stock.ledger import Goods
from wms.terminal.machine import Said, State, View, Work, known
from wms.terminal.wire import Key, Scan, Tone
from wms.text import N, T


def nobody(work: Work, found: ItemScan, cluster_id: int = 0) -> SortSurplus:
    """Return the screen for a piece that no order of the batch (0: no longer known) wants."""
    place = layout.first(work.conn, work.station.warehouse_id, "hold")
    lot = stock.lot_by_code(work.conn, found.item.id, found.lot) if found.lot else None
    goods = (found.item.id, lot[0] if lot else 0, found.item.merchant_id)
    return SortSurplus(cluster_id, goods, found.item.sku, found.pieces, place.code)


@dataclass(frozen=True)
class SortSurplus(State):
    """A piece that nobody ordered goes where held goods stand; `goods` is (item, lot, merchant)."""

    cluster_id: int
    goods: tuple[int, ...]
    sku: str
    pieces: int
    hold: str

    def screen(self) -> View:
        return View(
            T("NOT ORDERED"),
            T("Put it on {place}. Scan {place}", place=self.hold),
            lines=((T("Item"), self.sku), (T("Pieces"), str(self.pieces))),
            keys=("BACK",),
            expects=self.hold,
        )

    def on_scan(
        self, scan: Scan, work: Work
    ) -> tuple[sort_item.SortItem | sort.SortTote | sort_out.SlotOut | sort_out.SortDrop, Said]:
        wanted = self.screen().prompt
        place = identify.location(work, scan, wanted=wanted)
        if place.kind != "hold":
            raise Refused("sort.wrong_place", T("This is {place}", place=place.code), wanted)
        missing.surplus(
            work.conn,
            cluster_id=self.cluster_id,
            goods=Goods(*self.goods),
            quantity=self.pieces,
            hold_id=place.id,
            warehouse_id=work.station.warehouse_id,
            actor=work.actor,
            at=work.at,
        )
        said = T("{n} x {sku} held at {place}", n=self.pieces, sku=self.sku, place=place.code)
        return sort.resume(work, skips=True), Said(said, Tone.ATTENTION)

    def on_key(
        self, key: Key, work: Work
    ) -> sort_item.SortItem | sort.SortTote | sort_out.SlotOut | sort_out.SortDrop:
        known(key, self)
        return sort.resume(work, skips=True)


@dataclass(frozen=True)
class SortMissing(State):
    """What the books still have in the tote is not there: said twice, then written off."""

    tote_id: int
    tote: str
    pieces: int

    def confirms(self) -> bool:
        return True

    def screen(self) -> View:
        return View(
            sort.TITLE,
            T("{tote} is empty? Scan SHORT again", tote=self.tote),
            lines=(("", N("{n} piece is missing", "{n} pieces are missing", self.pieces)),),
            keys=("SHORT", "BACK"),
        )

    def on_key(
        self, key: Key, work: Work
    ) -> (
        sort_item.SortItem
        | sort.SortTote
        | sort_out.SlotOut
        | sort_out.SortDrop
        | tuple[sort_item.SortItem | sort.SortTote | sort_out.SlotOut | sort_out.SortDrop, Said]
    ):
        known(key, self)
        if key.name == "BACK":
            return sort.resume(work, skips=True)
        lost = missing.missing(
            work.conn,
            tote=sort_item.now(work, self.tote_id, self.tote),
            warehouse_id=work.station.warehouse_id,
            actor=work.actor,
            at=work.at,
        )
        return sort.resume(work), _told(lost)


def _told(lost: missing.Lost) -> Said:
    if lost.is_short:
        return Said(T("No other piece is free: the order is short"), Tone.ATTENTION)
    words = N("{n} other will be picked", "{n} others will be picked", lost.replaced)
    return Said(words if lost.replaced else T("Written off"), Tone.ATTENTION)
