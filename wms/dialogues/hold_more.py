"""Hold pieces of a bin: which item, how many, and why."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from wms.dialogues import hold_one, holds, in_bin
from wms.dialogues.in_bin import Pile
from wms.dialogues.receive_goods import refuse
from wms.errors import Refused
from wms.inbound.hold import hold_pieces
from wms.layout import queries as layout
from wms.stock import queries as stock
from wms.terminal.machine import Said, State, View, Work, known
from wms.terminal.wire import Accepts, Key, Scan, Typed
from wms.text import N, T

TITLE = T("HOLD")
REASONS = ("DAMAGED", "EXPIRED", "OTHER")
TAKES = (Accepts.SCAN, Accepts.TEXT)


def begin(work: Work, location_id: int, bin_: str) -> HoldItem:
    """Ask for the item in a bin of which some shall be held.

    :raises Refused: nothing good lies loose there.
    """
    here = [p for p in stock.loose_at(work.conn, location_id) if p.status != "held"]
    if not here:
        words = T("Nothing good lies loose in {bin}", bin=bin_)
        raise Refused("hold.nothing", words, T("Scan another bin"))
    return HoldItem(location_id, bin_, in_bin.shown(here))


@dataclass(frozen=True)
class HoldItem(State):
    """Which of the items in the bin?"""

    location_id: int
    bin: str
    here: in_bin.Rows = ()

    def screen(self) -> View:
        lines = ((T("Bin"), self.bin), *in_bin.lines(self.here))
        return View(TITLE, T("Scan the item to hold"), lines=lines, keys=("BACK",))

    def on_scan(self, scan: Scan, work: Work) -> HoldLot | HoldWhy:
        pile = in_bin.pile(work, scan, self.location_id, may_be_held=False)
        if not pile.asks_lot:
            return HoldWhy(**asdict(pile))
        own = in_bin.of_item(work, pile, may_be_held=False)
        return HoldLot(**asdict(pile), lots=in_bin.lots(own))

    def on_key(self, key: Key, work: Work) -> hold_one.HoldsOne | holds.HoldsNone:
        known(key, self)
        return holds.at(work, layout.location(work.conn, self.location_id))


@dataclass(frozen=True)
class HoldLot(Pile, State):
    """Several lots of the item lie there, and its code names none."""

    lots: tuple[tuple[str, str], ...] = ()

    def screen(self) -> View:
        return View(
            TITLE,
            T("Scan or type the lot"),
            lines=((T("Bin"), self.bin), (T("Item"), self.sku), *self.lots[: in_bin.SHOWN]),
            keys=("BACK",),
            accepts=TAKES,
        )

    def on_scan(self, scan: Scan, work: Work) -> HoldWhy:
        pile = in_bin.with_lot(work, self.plain(), scan, may_be_held=False)
        return HoldWhy(**asdict(pile))

    def on_text(self, typed: Typed, work: Work) -> HoldWhy:
        return self.on_scan(Scan(typed.text.strip()), work)

    def on_key(self, key: Key, work: Work) -> HoldItem:
        known(key, self)
        return begin(work, self.location_id, self.bin)


@dataclass(frozen=True)
class HoldWhy(Pile, State):
    """How many, and why: the reason holds them."""

    def screen(self) -> View:
        return View(
            TITLE,
            T("Scan more, or why"),
            lines=self.facts(T("Bin"), T("Pieces")),
            keys=("ALL", *REASONS, "BACK"),
            accepts=TAKES,
            counts_repeats=True,
        )

    def on_scan(self, scan: Scan, work: Work) -> HoldWhy:
        return self.more(work, scan, T("Say first why {sku} is held", sku=self.sku))

    def on_text(self, typed: Typed, work: Work) -> HoldWhy:
        return self.typed(work, typed.text)

    def on_key(
        self, key: Key, work: Work
    ) -> HoldWhy | HoldItem | tuple[hold_one.HoldsOne | holds.HoldsNone, Said]:
        match key.name:
            case "QTY" if key.value:
                return self.typed(work, key.value)
            case "ALL" | "QTY":
                return self.all(work)
            case "BACK":
                return begin(work, self.location_id, self.bin)
        return self._held(key.name, work) if key.name in REASONS else refuse(self, key, work)

    def _held(self, reason: str, work: Work) -> tuple[hold_one.HoldsOne | holds.HoldsNone, Said]:
        hold_pieces(
            work.conn,
            location_id=self.location_id,
            item_id=self.item_id,
            lot_id=self.lot_id,
            quantity=self.quantity,
            reason=reason.lower(),
            actor=work.actor,
            at=work.at,
        )
        words = N("{n} {item} is held", "{n} {item} are held", self.quantity, item=self.sku)
        return holds.at(work, layout.location(work.conn, self.location_id)), Said(words)
