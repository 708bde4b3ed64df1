"""Returns at the dock: the RMA, the parcel's label or the order, then each item that came back.

What left in the parcel is known from the ledger, so only that can come back, and only once. What
was not in it can be set aside on hold. `return_grade` asks for the condition.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from wms.dialogues import identify, return_case, return_grade, return_odd
from wms.dialogues.home import Menu, entry, menu
from wms.dialogues.identify import ItemScan
from wms.dialogues.receive_goods import quantity
from wms.dialogues.return_case import START, TITLE, Case, InHand
from wms.errors import Refused
from wms.gs1.digits import is_digits
from wms.returns import queries
from wms.returns.finish import finish
from wms.terminal.machine import Said, State, View, Work, known
from wms.terminal.wire import Accepts, Key, Scan, Tone, Typed
from wms.text import N, T, Words

SHOWN, NAMED = 5, 3
TAKES = (Accepts.SCAN, Accepts.TEXT)
NO_ITEM = ("scan.unknown", "scan.wrong_kind")


@entry("RETURN", T("Take returns"))
def begin(work: Work) -> ReturnWhat:
    """Ask what came back; returns that nobody finished are named."""
    warehouse_id = work.station.warehouse_id
    open_ones = queries.arriving(work.conn, warehouse_id, at_most=NAMED)
    waiting = queries.waiting(work.conn, warehouse_id)
    return ReturnWhat(waiting, tuple(rma.reference for rma in open_ones))


def item_step(work: Work, case: Case) -> ReturnItem:
    """Ask for the next item of a case."""
    left: dict[str, int] = {}
    for part in case.parts(work):
        left[part.sku] = left.get(part.sku, 0) + part.left
    return ReturnItem(**case.case(), left=tuple((sku, str(n)) for sku, n in left.items() if n))


@dataclass(frozen=True)
class ReturnWhat(State):
    """`announced` returns have not come; `unfinished` are some that nobody finished."""

    announced: int = 0
    unfinished: tuple[str, ...] = ()

    def screen(self) -> View:
        lines: list[tuple[Words, Words]] = []
        lines += [(T("Announced"), str(self.announced))] if self.announced else []
        lines += [(T("Unfinished"), reference) for reference in self.unfinished]
        return View(TITLE, START, lines=tuple(lines), keys=("BACK",), accepts=TAKES)

    def on_scan(self, scan: Scan, work: Work) -> ReturnItem:
        case = return_case.scanned(work, scan)
        if case is None:
            identify.parcel(work, scan, wanted=START)  # says what else it is
            raise AssertionError("a parcel opens a case")
        return item_step(work, case)

    def on_text(self, typed: Typed, work: Work) -> ReturnItem:
        return self.on_scan(Scan(typed.text.strip()), work)

    def on_key(self, key: Key, work: Work) -> Menu:
        known(key, self)
        return menu(work)


@dataclass(frozen=True)
class ReturnItem(Case, State):
    """`left` has SKU and pieces that are still with the customer."""

    left: tuple[tuple[str, str], ...] = ()
    times: int = 1

    def screen(self) -> View:
        more = len(self.left) - SHOWN
        lines: tuple[tuple[Words, Words], ...] = (*self.head(), *self.left[:SHOWN])
        if more > 0:
            lines += (("", N("{n} more", "{n} more", more)),)
        prompt = T("Scan an item") if self.left else T("All of it is back. Scan DONE")
        if self.times > 1:
            prompt = T("Scan an item, it counts {n}", n=self.times)
        return View(TITLE, prompt, lines=lines, keys=("QTY", "DONE", "BACK"), accepts=TAKES)

    def on_scan(
        self, scan: Scan, work: Work
    ) -> ReturnItem | return_odd.ReturnLot | return_odd.ReturnAside | return_grade.ReturnGrade:
        """An item of it; another RMA, parcel or order is gone on with."""
        try:
            found = identify.item(work, scan, wanted=T("Scan an item of {order}", order=self.order))
        except Refused as no:
            other = return_case.scanned(work, scan) if no.code in NO_ITEM else None
            if other is None:
                raise
            return item_step(work, other)
        return self._chosen(work, found)

    def _chosen(
        self, work: Work, found: ItemScan
    ) -> return_odd.ReturnLot | return_odd.ReturnAside | return_grade.ReturnGrade:
        pieces = found.pieces * self.times
        hand = InHand(**self.case(), item_id=found.item.id, sku=found.item.sku, pieces=pieces)
        hand = replace(hand, lot=found.lot)
        try:
            hand.check(work)
        except Refused as no:
            if no.code == "return.which_lot":
                return return_odd.ReturnLot(**hand.item())
            if no.code == "return.not_in_it":
                return return_odd.ReturnAside(**hand.item())
            raise
        return return_grade.ReturnGrade(**hand.item())

    def on_text(
        self, typed: Typed, work: Work
    ) -> ReturnItem | return_odd.ReturnLot | return_odd.ReturnAside | return_grade.ReturnGrade:
        """A short number says how often the next scan counts."""
        if is_digits(typed.text.strip()) and len(typed.text.strip()) < 5:
            return replace(self, times=quantity(typed.text))
        return self.on_scan(Scan(typed.text.strip()), work)

    def on_key(self, key: Key, work: Work) -> ReturnItem | ReturnWhat | tuple[ReturnWhat, Said]:
        known(key, self)
        match key.name:
            case "QTY":
                return replace(self, times=quantity(key.value))
            case "DONE" if self.rma_id:
                return begin_after(work, self.rma_id)
        return begin(work)


def begin_after(work: Work, rma_id: int) -> tuple[ReturnWhat, Said]:
    """Finish a return and ask for the next."""
    done = finish(work.conn, rma_id=rma_id, at=work.at)
    if not done.missing:
        return begin(work), Said(T("{rma} is done", rma=done.reference))
    words = N(
        "{n} piece of {rma} has not come",
        "{n} pieces of {rma} have not come",
        done.missing,
        rma=done.reference,
    )
    return begin(work), Said(words, Tone.ATTENTION)
