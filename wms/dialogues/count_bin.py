"""At the bin: count what lies there, blind, until there is nothing else."""

from __future__ import annotations

from dataclasses import dataclass, replace

from wms.counting import count as counting
from wms.counting import queries
from wms.counting.finish import finish
from wms.counting.rules import limits, quantity
from wms.dialogues import count
from wms.dialogues.count_shelf import (
    WANTED,
    look,
    lot_code,
    lot_of,
    name_of,
    piece,
    rows,
    said,
)
from wms.dialogues.get_work import finished
from wms.dialogues.home import Menu
from wms.errors import Refused
from wms.stock import lots
from wms.stock import queries as stock
from wms.terminal.machine import Said, State, View, Work, known
from wms.terminal.wire import Accepts, Key, Scan, Tone, Typed
from wms.text import T


def shelf(work: Work, task_id: int, item_id: int = 0, lot_id: int = 0) -> Counting:
    """Return the screen of a bin that is counted; `item_id` was scanned last."""
    seen = look(work, task_id)
    last = name_of(work, task_id, item_id, lot_id)
    return Counting(task_id, seen.bin, seen.lpns, seen.counted, item_id, lot_id, last)


@dataclass(frozen=True)
class Counting(State):
    """At the bin. `counted` is what was found so far, never what was expected."""

    task_id: int
    bin: str
    lpns: int = 0
    counted: tuple[tuple[str, int], ...] = ()
    item_id: int = 0
    lot_id: int = 0
    last: str = ""

    def screen(self) -> View:
        return View(
            count.TITLE,
            WANTED,
            lines=((T("Bin"), self.bin), *rows(self.lpns, self.counted, self.last)),
            keys=("QTY", "DONE", "BACK") if self.item_id else ("DONE", "BACK"),
            accepts=(Accepts.SCAN, Accepts.TEXT),
            counts_repeats=True,
        )

    def on_scan(self, scan: Scan, work: Work) -> tuple[Counting, Said] | CountLot:
        return _counted(work, scan, self.task_id)

    def on_text(self, typed: Typed, work: Work) -> tuple[Counting, Said] | CountLot:
        """Digits are how many there are of the item scanned last, all else is an item."""
        if typed.text.strip().isdigit():
            return self._in_all(typed.text, work)
        return _counted(work, Scan(typed.text.strip()), self.task_id)

    def on_key(self, key: Key, work: Work) -> CountEnd | count.CountGo | tuple[Counting, Said]:
        known(key, self)
        if key.name == "QTY":
            return self._in_all(key.value, work)
        if key.name == "BACK":
            return count.CountGo(self.task_id, self.bin)
        return CountEnd(self.task_id, self.bin, sum(n for _, n in self.counted))

    def _in_all(self, text: str, work: Work) -> tuple[Counting, Said]:
        if not self.item_id:
            remedy = T("Scan one, then say how many there are")
            raise Refused("count.no_item", T("No item was scanned yet"), remedy)
        key = {"item_id": self.item_id, "lot_id": self.lot_id}
        n = quantity(text)
        counting.found_in_all(
            work.conn, task_id=self.task_id, actor=work.actor, quantity=n, at=work.at, **key
        )
        after = shelf(work, self.task_id, **key)
        return after, Said(T("{item}: {n} in all", item=after.last, n=n))


@dataclass(frozen=True)
class CountLot(State):
    """The item's code names no lot and the books leave a doubt. A lot that is new is said
    twice, so that a slip makes none."""

    task_id: int
    bin: str
    item_id: int
    sku: str
    pieces: int
    doubt: str = ""

    def screen(self) -> View:
        again = T("{lot} again, if it is right", lot=self.doubt)
        return View(
            count.TITLE,
            again if self.doubt else T("Scan or type the lot"),
            lines=((T("Bin"), self.bin), (T("Item"), self.sku)),
            keys=("BACK",),
            accepts=(Accepts.SCAN, Accepts.TEXT),
        )

    def on_scan(self, scan: Scan, work: Work) -> tuple[Counting | CountLot, Said]:
        lot = lot_code(work, scan, self.item_id)
        if stock.lot_by_code(work.conn, self.item_id, lot) is None and lot != self.doubt:
            new = T("Lot {lot} of {sku} is new", lot=lot, sku=self.sku)
            return replace(self, doubt=lot), Said(new, Tone.ATTENTION)
        lot_id = lots.known(work.conn, item_id=self.item_id, code=lot, expires_on=None)
        return _add(work, self.task_id, self.item_id, lot_id, self.pieces)

    def on_text(self, typed: Typed, work: Work) -> tuple[Counting | CountLot, Said]:
        return self.on_scan(Scan(typed.text), work)

    def on_key(self, key: Key, work: Work) -> Counting:
        known(key, self)
        return shelf(work, self.task_id)


@dataclass(frozen=True)
class CountEnd(State):
    """Before the books are put right: is there really nothing else?"""

    task_id: int
    bin: str
    pieces: int

    def confirms(self) -> bool:
        return True

    def screen(self) -> View:
        return View(
            count.TITLE,
            T("Nothing else here? DONE again"),
            lines=((T("Bin"), self.bin), (T("Counted"), str(self.pieces))),
            keys=("DONE", "BACK"),
            counts_repeats=True,
        )

    def on_scan(self, scan: Scan, work: Work) -> tuple[Counting, Said] | CountLot:
        return _counted(work, scan, self.task_id)

    def on_key(
        self, key: Key, work: Work
    ) -> Counting | tuple[Counting | count.CountGo | Menu, Said]:
        known(key, self)
        if key.name == "BACK":
            return shelf(work, self.task_id)
        limit = limits(work.config)
        outcome = finish(
            work.conn, task_id=self.task_id, actor=work.actor, at=work.at, limits=limit
        )
        return finished(work, self.bin) or count.next_count(work, outcome.recounts), said(outcome)


def _counted(work: Work, scan: Scan, task_id: int) -> tuple[Counting, Said] | CountLot:
    """Count what was scanned once more, by the pack level of its code."""
    scanned = piece(work, scan, task_id)
    lot_id = lot_of(work, scanned, task_id)
    if lot_id is None:
        place = queries.task(work.conn, task_id).location
        return CountLot(task_id, place, scanned.item.id, scanned.item.sku, scanned.pieces)
    return _add(work, task_id, scanned.item.id, lot_id, scanned.pieces)


def _add(work: Work, task_id: int, item_id: int, lot_id: int, pieces: int) -> tuple[Counting, Said]:
    key = {"item_id": item_id, "lot_id": lot_id}
    counting.found(work.conn, task_id=task_id, actor=work.actor, quantity=pieces, at=work.at, **key)
    after = shelf(work, task_id, **key)
    return after, Said(T("{item} +{n}", item=after.last, n=pieces))
