"""Sort, piece by piece: the item is scanned, the screen names the slot, the slot is scanned."""

from __future__ import annotations

from dataclasses import dataclass, replace

from wms.dialogues import identify, sort, sort_out, sort_wrong
from wms.dialogues.home import Menu, menu
from wms.errors import Refused
from wms.gs1.digits import is_digits
from wms.layout import queries as layout
from wms.picking import sort as verbs
from wms.picking import wall
from wms.picking.wall import BatchTote
from wms.quality import sample
from wms.stock import queries as stock
from wms.terminal.machine import Said, State, View, Work, known
from wms.terminal.wire import Accepts, Key, Scan, Typed
from wms.text import N, T, Words


def sorting(work: Work, tote: BatchTote) -> SortItem:
    """Return the screen of a tote that is being sorted."""
    left = sum(pieces.on_hand for pieces in stock.in_lpn(work.conn, tote.lpn_id))
    brings = bool(sample.from_wall(work.conn, work.person.id))
    progress = wall.progress(work.conn, tote.cluster_id)
    return SortItem(tote.lpn_id, tote.code, tote.cluster_id, left, *progress, brings)


def now(work: Work, tote_id: int, code: str) -> BatchTote:
    """Return a tote that is being sorted, as it is now.

    :raises Refused: it was sorted meanwhile.
    """
    return verbs.at_wall(work.conn, lpn_id=tote_id, code=code)


@dataclass(frozen=True)
class SortItem(State):
    """`left` pieces are in the tote; `brings` tells that filled totes wait to be brought on."""

    tote_id: int
    tote: str
    cluster_id: int
    left: int
    done: int
    total: int
    brings: bool = False

    def screen(self) -> View:
        return View(
            sort.TITLE,
            T("Scan a piece"),
            lines=((T("Tote"), self.tote), (T("Left in it"), str(self.left))),
            keys=("SHORT", *(("DONE",) if self.brings else ()), "BACK"),
            progress=(self.done, self.total),
        )

    def on_scan(
        self, scan: Scan, work: Work
    ) -> (
        SortSlot
        | SortLot
        | SortItem
        | sort.ConfirmSorter
        | sort.SortTote
        | sort_out.SlotOut
        | sort_out.SortDrop
        | sort_wrong.SortSurplus
    ):
        place = layout.by_code(work.conn, scan.text)
        if place is not None and place.kind == "slot":
            return sort_out.asked(work, place)
        plate = stock.lpn_by_code(work.conn, scan.text)
        if plate is not None and plate.kind == "tote":
            return sort.opened(scan, work)
        verbs.own(work.conn, tote_id=self.tote_id, actor=work.actor)
        here = wall.inside(work.conn, self.cluster_id, first=self.tote_id)
        among = {pieces.item_id for pieces in here}
        wanted = self.screen().prompt
        try:
            found = identify.item(work, scan, among=among, wanted=wanted)
        except Refused as refusal:
            if refusal.code != "scan.wrong_item":
                raise
            stray = identify.item(work, scan, wanted=wanted)
            return sort_wrong.nobody(work, stray, self.cluster_id)
        lots = dict.fromkeys(p.lot for p in here if p.item_id == found.item.id)
        lot = found.lot if found.lot in lots else next(iter(lots))
        if len(lots) > 1 and found.lot not in lots:
            which = (found.item.id, found.item.sku, found.pieces)
            return SortLot(self.tote_id, self.tote, *which, tuple(lots))
        return named(work, now(work, self.tote_id, self.tote), found.item.id, lot, found.pieces)

    def on_key(
        self, key: Key, work: Work
    ) -> sort_wrong.SortMissing | sort_out.SortDrop | SortItem | Menu:
        known(key, self)
        match key.name:
            case "SHORT":
                return sort_wrong.SortMissing(self.tote_id, self.tote, self.left)
            case "DONE":
                return sort_out.next_drop(work) or replace(self, brings=False)
        return menu(work)


def named(work: Work, tote: BatchTote, item_id: int, lot: str, taken: int) -> SortSlot:
    """Return the screen that names the slot for a piece in hand."""
    here = wall.inside(work.conn, tote.cluster_id, first=tote.lpn_id)
    mine = [p for p in here if p.item_id == item_id and p.lot == lot]
    given = verbs.give_slot(
        work.conn,
        tote=tote,
        item_id=item_id,
        lot_id=mine[0].lot_id if mine else 0,
        warehouse_id=work.station.warehouse_id,
        actor=work.actor,
        at=work.at,
    )
    if given is None or not mine:
        words = T("This was sorted meanwhile")
        raise Refused("sort.changed", words, T("Scan BACK, then the piece"))
    inside = sum(p.on_hand for p in mine if p.lpn_id == tote.lpn_id) or given.pieces
    want = min(given.pieces, inside)
    state = SortSlot(
        *(tote.lpn_id, tote.code, item_id, mine[0].lot_id, mine[0].sku, mine[0].lot),
        *(given.order_id, given.order, given.slot_id, given.slot, want),
        *wall.progress(work.conn, tote.cluster_id),
    )
    return state.counted(min(taken, want))


@dataclass(frozen=True)
class SortSlot(State):
    """`taken` of `want` pieces are in hand for the order's slot."""

    tote_id: int
    tote: str
    item_id: int
    lot_id: int
    sku: str
    lot: str
    order_id: int
    order: str
    slot_id: int
    slot: str
    want: int
    done: int
    total: int
    taken: int = 0

    def screen(self) -> View:
        lot: tuple[tuple[Words, Words], ...] = ((T("Lot"), self.lot),) if self.lot_id else ()
        count = ((T("Put"), f"{self.taken}/{self.want}"), (T("Item"), self.sku))
        return View(
            sort.TITLE,
            T("Put into {slot}. Scan it", slot=self.slot),
            lines=(*count, *lot, (T("Order"), self.order)),
            keys=(*(("QTY",) if self.want > 1 else ()), "FULL", "BACK"),
            accepts=(Accepts.SCAN, Accepts.TEXT),
            expects=self.slot,
            progress=(self.done, self.total),
            counts_repeats=True,
        )

    def on_scan(
        self, scan: Scan, work: Work
    ) -> SortSlot | tuple[SortItem | sort.SortTote | sort_out.SlotOut | sort_out.SortDrop, Said]:
        place = layout.by_code(work.conn, scan.text)
        wanted = T("Put it into {slot}", slot=self.slot)
        if place is not None and place.code != self.slot:
            raise Refused("sort.wrong_slot", T("This is {code}", code=place.code), wanted)
        if place is not None:
            return self._put(work)
        found = identify.item(work, scan, among=(self.item_id,), wanted=wanted)
        if found.lot and self.lot_id and found.lot != self.lot:
            raise Refused("sort.wrong_lot", T("This is lot {lot}", lot=found.lot), wanted)
        return self.counted(self.taken + found.pieces)

    def on_text(self, typed: Typed, work: Work) -> SortSlot:
        return self._quantity(typed.text)

    def on_key(
        self, key: Key, work: Work
    ) -> SortSlot | SortItem | sort.SortTote | sort_out.SlotOut | sort_out.SortDrop:
        known(key, self)
        match key.name:
            case "QTY":
                return self._quantity(key.value or str(self.want))
            case "FULL":
                return sort_out.full(work, self)
        return sort.resume(work, skips=True)

    def counted(self, taken: int) -> SortSlot:
        """Return this screen with so many pieces in hand.

        :raises Refused: the slot gets fewer.
        """
        if not 0 < taken <= self.want:
            words = N("Only {n} piece goes there", "Only {n} pieces go there", self.want)
            raise Refused("sort.too_many", words, T("Put the others back into the tote"))
        return replace(self, taken=taken)

    def _quantity(self, text: str) -> SortSlot:
        if not is_digits(text) or len(text) > 6:
            raise Refused("sort.quantity", T("Enter a number"), T("Or scan each piece"))
        return self.counted(int(text))

    def _put(
        self, work: Work
    ) -> tuple[SortItem | sort.SortTote | sort_out.SlotOut | sort_out.SortDrop, Said]:
        slot = verbs.put(
            work.conn,
            tote=now(work, self.tote_id, self.tote),
            order_id=self.order_id,
            slot_id=self.slot_id,
            item_id=self.item_id,
            lot_id=self.lot_id,
            quantity=self.taken,
            warehouse_id=work.station.warehouse_id,
            actor=work.actor,
            at=work.at,
        )
        words = T("{n} x {sku} in {slot}", n=self.taken, sku=self.sku, slot=self.slot)
        return sort.resume(work, skips=not slot.is_complete), Said(words)


@dataclass(frozen=True)
class SortLot(State):
    """The batch holds several lots of an item and its code names none of them."""

    tote_id: int
    tote: str
    item_id: int
    sku: str
    pieces: int
    lots: tuple[str, ...]

    def screen(self) -> View:
        return View(
            T("WHICH LOT"),
            T("Scan or type the lot of {sku}", sku=self.sku),
            lines=tuple((T("Lot"), lot) for lot in self.lots),
            keys=("BACK",),
            accepts=(Accepts.SCAN, Accepts.TEXT),
        )

    def on_scan(self, scan: Scan, work: Work) -> SortSlot:
        lot = scan.text
        if lot not in self.lots:
            wanted = self.screen().prompt
            lot = identify.item(work, scan, among=(self.item_id,), wanted=wanted).lot
        if lot not in self.lots:
            words = T("That is no lot of this batch")
            raise Refused(
                "sort.wrong_lot", words, T("Say one of {lots}", lots=", ".join(self.lots))
            )
        return named(work, now(work, self.tote_id, self.tote), self.item_id, lot, self.pieces)

    def on_text(self, typed: Typed, work: Work) -> SortSlot:
        return self.on_scan(Scan(typed.text.strip()), work)

    def on_key(
        self, key: Key, work: Work
    ) -> SortItem | sort.SortTote | sort_out.SlotOut | sort_out.SortDrop:
        known(key, self)
        return sort.resume(work, skips=True)
