"""Move: scan a bin, the pieces that are taken out of it, and the bin that they are put into.

Nothing is written before the other bin was scanned: until then the goods are only in the hand.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

from wms.dialogues import identify, in_bin
from wms.dialogues.home import Menu, entry, menu
from wms.dialogues.in_bin import Pile
from wms.dialogues.receive_goods import refuse
from wms.errors import Refused
from wms.inbound.relocate import relocate
from wms.layout.queries import LocationRow
from wms.stock import queries as stock
from wms.terminal.machine import Said, State, View, Work, known
from wms.terminal.wire import Accepts, Key, Scan, Tone, Typed
from wms.text import N, T, Text

TITLE = T("MOVE")
FROM = T("Scan the bin to take from")
TAKES = (Accepts.SCAN, Accepts.TEXT)


@entry("MOVE", T("Move goods"))
def begin(work: Work) -> MoveFrom:
    """Ask for the bin; goods that were in the hand were never taken out of theirs."""
    return MoveFrom()


@dataclass(frozen=True)
class MoveFrom(State):
    """Which bin shall something be taken out of?"""

    def screen(self) -> View:
        return View(TITLE, FROM, keys=("BACK",))

    def on_scan(self, scan: Scan, work: Work) -> MoveItem:
        return _bin(work, identify.location(work, scan, wanted=FROM))

    def on_key(self, key: Key, work: Work) -> Menu:
        known(key, self)
        return menu(work)


@dataclass(frozen=True)
class MoveItem(State):
    """At the bin, with nothing in the hand; another bin may be scanned instead."""

    location_id: int
    bin: str
    here: in_bin.Rows = ()

    def screen(self) -> View:
        lines = ((T("Bin"), self.bin), *in_bin.lines(self.here))
        return View(TITLE, T("Scan an item"), lines=lines, keys=("BACK",))

    def on_scan(self, scan: Scan, work: Work) -> MoveItem | MoveLot | MovePieces:
        other = in_bin.bin_scanned(work, scan)
        if other is not None:
            return _bin(work, other)
        pile = in_bin.pile(work, scan, self.location_id, may_be_held=True)
        if not pile.asks_lot:
            return MovePieces(**asdict(pile))
        return MoveLot(**asdict(pile), lots=in_bin.lots(_of_item(work, pile)))

    def on_key(self, key: Key, work: Work) -> MoveFrom:
        known(key, self)
        return begin(work)


@dataclass(frozen=True)
class MoveLot(Pile, State):
    """Several lots of the item lie there, and its code names none."""

    lots: tuple[tuple[str, str], ...] = ()

    def screen(self) -> View:
        return View(
            TITLE,
            T("Scan or type the lot"),
            lines=((T("From"), self.bin), (T("Item"), self.sku), *self.lots[: in_bin.SHOWN]),
            keys=("BACK",),
            accepts=TAKES,
        )

    def on_scan(self, scan: Scan, work: Work) -> MovePieces:
        pile = in_bin.with_lot(work, self.plain(), scan, may_be_held=True)
        return MovePieces(**asdict(pile))

    def on_text(self, typed: Typed, work: Work) -> MovePieces:
        return self.on_scan(Scan(typed.text.strip()), work)

    def on_key(self, key: Key, work: Work) -> MoveItem:
        known(key, self)
        return _at(work, self.location_id, self.bin)


@dataclass(frozen=True)
class MovePieces(Pile, State):
    """In the hand: more scans add up; the scan of another bin moves them there."""

    def screen(self) -> View:
        other: tuple[str, ...] = ("GOOD" if self.is_held else "HELD",) if self.has_other else ()
        return View(
            TITLE,
            T("Scan more, or the bin to put them into"),
            lines=self.facts(T("From"), T("In hand")),
            keys=("ALL", *other, "BACK"),
            accepts=TAKES,
            counts_repeats=True,
        )

    def on_scan(
        self, scan: Scan, work: Work
    ) -> MovePieces | tuple[MoveFrom, Said] | tuple[MoveItem, Said]:
        place = in_bin.bin_scanned(work, scan)
        if place is None:
            return self.more(work, scan, T("Scan the bin for {sku}", sku=self.sku))
        if place.id == self.location_id:
            return self._back(work, T("Put back into {bin}. Nothing was moved", bin=self.bin))
        return self._put(work, place)

    def on_text(self, typed: Typed, work: Work) -> MovePieces:
        return self.typed(work, typed.text)

    def on_key(self, key: Key, work: Work) -> MovePieces | tuple[MoveItem, Said]:
        match key.name:
            case "QTY" if key.value:
                return self.typed(work, key.value)
            case "ALL" | "QTY":
                return self.all(work)
            case "HELD" | "GOOD" if key.name in self.screen().keys:
                return self.other(work)
            case "BACK":
                return self._back(work, T("Put them back into {bin}", bin=self.bin))
        return refuse(self, key, work)

    def _back(self, work: Work, words: Text) -> tuple[MoveItem, Said]:
        return _at(work, self.location_id, self.bin), Said(words, Tone.ATTENTION)

    def _put(self, work: Work, place: LocationRow) -> tuple[MoveFrom, Said]:
        moved = relocate(
            work.conn,
            source_id=self.location_id,
            item_id=self.item_id,
            lot_id=self.lot_id,
            quantity=self.quantity,
            target_id=place.id,
            actor=work.actor,
            at=work.at,
            config=work.config,
            is_held=self.is_held,
        )
        named = {"sku": moved.sku, "bin": moved.code}
        words = N("{n} {sku} is in {bin} now", "{n} {sku} are in {bin} now", moved.pieces, **named)
        held = T("{words}. Still on hold", words=words)
        return begin(work), Said(held if self.is_held else words)


def _bin(work: Work, place: LocationRow) -> MoveItem:
    """Return the screen of a bin to take from.

    :raises Refused: nothing lies loose there.
    """
    found = _at(work, place.id, place.code)
    if found.here:
        return found
    if stock.at_location(work.conn, place.id):
        words = T("In {bin} all is in LPNs", bin=place.code)
        raise Refused("move.none_loose", words, T("PUTAWAY moves an LPN"))
    raise Refused("move.empty", T("{bin} is empty", bin=place.code), T("Scan another bin"))


def _at(work: Work, location_id: int, code: str) -> MoveItem:
    return MoveItem(location_id, code, in_bin.shown(stock.loose_at(work.conn, location_id)))


def _of_item(work: Work, pile: Pile) -> list[stock.Pieces]:
    return in_bin.of_item(work, pile, may_be_held=True)
