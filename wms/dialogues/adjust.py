"""Adjust: a supervisor puts the books of a bin right without a count, and says why.

Begun by ADJUST where COUNT asks for a bin; nothing is written before the reason was given.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace

from wms.counting import adjust as adjusting
from wms.counting.rules import MOST, REASONS, quantity, signed
from wms.dialogues import count, identify
from wms.errors import Refused
from wms.people import rights
from wms.stock import queries as stock
from wms.terminal.machine import Said, State, View, Work, known
from wms.terminal.wire import Accepts, Key, Scan, Typed
from wms.text import T, Words

TITLE = T("ADJUST")
ANY_BIN = T("Scan the bin to adjust")
TAKES = (Accepts.SCAN, Accepts.TEXT)


def begin(work: Work) -> AdjustBin:
    """Ask for the bin.

    :raises Refused: the person is no supervisor.
    """
    rights.check(work.conn, work.actor, "ADJUST")
    return AdjustBin()


@dataclass(frozen=True)
class AdjustBin(State):
    def screen(self) -> View:
        return View(TITLE, ANY_BIN, keys=("BACK",))

    def on_scan(self, scan: Scan, work: Work) -> AdjustItem:
        place = identify.location(work, scan, wanted=ANY_BIN)
        return AdjustItem(place.id, place.code)

    def on_key(self, key: Key, work: Work) -> count.CountGo:
        known(key, self)
        return count.free(work)


@dataclass(frozen=True)
class AdjustItem(State):
    location_id: int
    bin: str

    def screen(self) -> View:
        return View(TITLE, T("Scan an item"), lines=((T("Bin"), self.bin),), keys=("BACK",))

    def on_scan(self, scan: Scan, work: Work) -> AdjustPieces:
        found = identify.item(work, scan, wanted=T("Scan an item"))
        here = [p for p in stock.loose_at(work.conn, self.location_id) if _is_of(p, found)]
        lots = {p.lot_id: p.lot for p in here}
        if len(lots) > 1 or (not lots and found.item.tracks_lot):
            words = T("The lot of {sku} is not clear", sku=found.item.sku)
            raise Refused("adjust.lot", words, T("Scan a code with the lot, or COUNT the bin"))
        lot_id = next(iter(lots), 0)
        what = (found.item.id, found.item.sku, lot_id, lots[lot_id] if lot_id else "")
        return AdjustPieces(self.location_id, self.bin, *what, sum(p.on_hand for p in here))

    def on_key(self, key: Key, work: Work) -> AdjustBin:
        known(key, self)
        return AdjustBin()


def _is_of(pieces: stock.Pieces, found: identify.ItemScan) -> bool:
    return pieces.item_id == found.item.id and found.lot in ("", pieces.lot)


@dataclass(frozen=True)
class _Pieces(State):
    """How many `pieces` more (or below 0 fewer) there are than the `books` say."""

    location_id: int
    bin: str
    item_id: int
    sku: str
    lot_id: int
    lot: str
    books: int
    pieces: int = 0
    is_less: bool = False

    def facts(self) -> tuple[tuple[Words, Words], ...]:
        lot: tuple[tuple[Words, Words], ...] = ((T("Lot"), self.lot),) if self.lot_id else ()
        item = ((T("Bin"), self.bin), (T("Item"), self.sku))
        return (*item, *lot, (T("In the books"), str(self.books)))


@dataclass(frozen=True)
class AdjustPieces(_Pieces):
    """MORE or LESS, then how many: by scans, by QTY, or typed as +2 and -2."""

    def screen(self) -> View:
        change = (T("Fewer") if self.is_less else T("More"), str(abs(self.pieces)))
        done = ("DONE",) if self.pieces else ()
        return View(
            TITLE,
            T("Scan each, or type +2 or -2"),
            lines=(*self.facts(), change),
            keys=("MORE", "LESS", "QTY", *done, "BACK"),
            accepts=TAKES,
            counts_repeats=True,
        )

    def on_scan(self, scan: Scan, work: Work) -> AdjustPieces:
        wanted = T("Scan {sku}", sku=self.sku)
        found = identify.item(work, scan, among=(self.item_id,), wanted=wanted)
        return self._by(abs(self.pieces) + found.pieces)

    def on_text(self, typed: Typed, work: Work) -> AdjustPieces:
        pieces = signed(typed.text)
        return replace(self, pieces=pieces, is_less=pieces < 0)

    def on_key(self, key: Key, work: Work) -> AdjustPieces | AdjustWhy | AdjustItem:
        known(key, self)
        match key.name:
            case "MORE" | "LESS":
                is_less = key.name == "LESS"
                return replace(self, is_less=is_less)._by(abs(self.pieces))
            case "QTY":
                return self._by(quantity(key.value))
            case "DONE":
                return AdjustWhy(**asdict(self))
        return AdjustItem(self.location_id, self.bin)

    def _by(self, pieces: int) -> AdjustPieces:
        quantity(str(min(pieces, MOST + 1)))
        return replace(self, pieces=-pieces if self.is_less else pieces)


@dataclass(frozen=True)
class AdjustWhy(_Pieces):
    """The reason, which books it."""

    def confirms(self) -> bool:
        return True

    def screen(self) -> View:
        change = (T("Fewer") if self.is_less else T("More"), str(abs(self.pieces)))
        lines = (*self.facts(), change)
        return View(TITLE, T("Why? Choose the reason"), lines=lines, keys=(*REASONS, "BACK"))

    def on_key(self, key: Key, work: Work) -> AdjustPieces | tuple[AdjustBin, Said]:
        known(key, self)
        if key.name == "BACK":
            return AdjustPieces(**asdict(self))
        now = adjusting.adjust(
            work.conn,
            location_id=self.location_id,
            item_id=self.item_id,
            lot_id=self.lot_id,
            pieces=self.pieces,
            reason=key.name,
            actor=work.actor,
            at=work.at,
            config=work.config,
        )
        words = T("{bin}: {n} {sku} in the books now", bin=self.bin, n=now, sku=self.sku)
        return AdjustBin(), Said(words)
