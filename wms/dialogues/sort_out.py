"""Empty a slot of the put wall into a tote, and bring such totes to QC, packing or the dock."""

from __future__ import annotations

from dataclasses import dataclass

from wms.dialogues import identify, sort, sort_item
from wms.dialogues.home import Menu, menu
from wms.dialogues.pick_drop import Lines
from wms.errors import Refused
from wms.layout.queries import LocationRow
from wms.picking import take_out, wall
from wms.picking.wall import Slot
from wms.quality import sample
from wms.stock import queries as stock
from wms.terminal.machine import Said, State, View, Work, known
from wms.terminal.wire import Key, Scan, Tone
from wms.text import N, T


def to_empty(work: Work, slot: Slot) -> SlotOut:
    """Return the screen on which a complete slot is emptied."""
    pieces = sum(p.on_hand for p in stock.loose_at(work.conn, slot.location_id))
    return SlotOut(
        slot.location_id, slot.code, slot.order, pieces, slot.is_complete, slot.is_cancelled
    )


def asked(work: Work, place: LocationRow) -> SlotOut:
    """Return the screen on which the slot that was scanned is emptied.

    :raises Refused: it holds nothing.
    """
    slot = wall.slot(work.conn, place.id)
    if slot is None:
        words = T("{slot} is empty", slot=place.code)
        raise Refused("sort.slot_free", words, T("Scan a piece, or another slot"))
    return to_empty(work, slot)


def full(work: Work, state: sort_item.SortSlot) -> SlotOut:
    """Return the screen on which a slot that takes no more is emptied, the piece in hand."""
    hand = (state.tote_id, state.tote, state.item_id, state.lot, state.taken)
    pieces = sum(p.on_hand for p in stock.loose_at(work.conn, state.slot_id))
    return SlotOut(state.slot_id, state.slot, state.order, pieces, hand=hand)


@dataclass(frozen=True)
class SlotOut(State):
    """All of a slot goes into an empty tote. `hand` is (tote id, tote, item id, lot, pieces) for
    which the slot had no room, or empty."""

    slot_id: int
    slot: str
    order: str
    pieces: int
    complete: bool = False
    cancelled: bool = False
    hand: tuple[int | str, ...] = ()

    def screen(self) -> View:
        prompt = (
            T("{slot} is complete. Scan an empty tote", slot=self.slot)
            if self.complete
            else T("Empty {slot}? Scan an empty tote", slot=self.slot)
        )
        pieces: Lines = ((T("Pieces"), str(self.pieces)),) if self.pieces else ()
        why: Lines = (("", T("Cancelled: put away")),) if self.cancelled else ()
        keys = ("SKIP", "BACK") if self.complete else ("BACK",)
        return View(sort.TITLE, prompt, lines=((T("Order"), self.order), *pieces, *why), keys=keys)

    def on_scan(
        self, scan: Scan, work: Work
    ) -> tuple[sort_item.SortSlot | sort_item.SortItem | sort.SortTote | SlotOut | SortDrop, Said]:
        tote = identify.lpn(work, scan, wanted=T("Scan an empty tote"), kinds=("tote",))
        slot, pieces = take_out.take_out(
            work.conn,
            location_id=self.slot_id,
            tote_id=tote.id,
            warehouse_id=work.station.warehouse_id,
            actor=work.actor,
            at=work.at,
        )
        if not pieces:
            return self._onward(work), Said(T("{slot} was empty", slot=self.slot), Tone.ATTENTION)
        if not slot.is_cancelled:
            sample.sample(work.conn, [slot.order_id], config=work.config, at=work.at)
        words = N("{n} piece in {tote}", "{n} pieces in {tote}", pieces, tote=tote.code)
        return self._onward(work), Said(words)

    def on_key(
        self, key: Key, work: Work
    ) -> sort_item.SortSlot | sort_item.SortItem | sort.SortTote | SlotOut | SortDrop | Menu:
        known(key, self)
        if key.name == "SKIP":
            return sort.past_slots(work)
        if self.complete:
            return menu(work)
        return self._onward(work, skips=True)

    def _onward(
        self, work: Work, *, skips: bool = False
    ) -> sort_item.SortSlot | sort_item.SortItem | sort.SortTote | SlotOut | SortDrop:
        if not self.hand:
            return sort.resume(work, skips=skips)
        tote_id, tote, item_id, lot, taken = self.hand
        found = sort_item.now(work, int(tote_id), str(tote))
        return sort_item.named(work, found, int(item_id), str(lot), int(taken))


def next_drop(work: Work) -> SortDrop | None:
    """Return where the totes go that a worker filled at the wall; None when there are none.

    :raises Refused: the warehouse has no such place.
    """
    found = sample.from_wall(work.conn, work.person.id)
    if not found:
        return None
    first = found[0]
    if first.place_id is None or first.place is None:
        raise Refused(
            "layout.missing",
            T("This warehouse has no place for picked totes"),
            T("Ask a supervisor to add a QC and a packing location"),
        )
    group = tuple((t.order_id, t.tote_id, t.tote) for t in found if t.place == first.place)
    return SortDrop(first.place_id, first.place, group, first.is_cancelled)


@dataclass(frozen=True)
class SortDrop(State):
    """`totes` are (order id, tote id, code) that go to `place`, `cancelled` ones to the dock."""

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

    def on_scan(
        self, scan: Scan, work: Work
    ) -> tuple[sort_item.SortItem | sort.SortTote | SlotOut | SortDrop, Said]:
        wanted = T("Bring the totes to {place}", place=self.place)
        place = identify.location(work, scan, wanted=wanted)
        if place.id != self.place_id:
            raise Refused("drop.wrong_place", T("This is {code}", code=place.code), wanted)
        take_out.set_down(
            work.conn,
            pairs=[(order_id, tote_id) for order_id, tote_id, _ in self.totes],
            location_id=self.place_id,
            warehouse_id=work.station.warehouse_id,
            actor=work.actor,
            at=work.at,
        )
        n = len(self.totes)
        said = N("{n} tote at {place}", "{n} totes at {place}", n, place=self.place)
        return next_drop(work) or sort.resume(work, skips=True), Said(said)

    def on_key(self, key: Key, work: Work) -> Menu:
        known(key, self)
        return menu(work)
