"""Look at a picked order before it is packed: every piece passes, or fails with a reason.

What was looked at stands in the database piece by piece; `resume` finds the place again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from wms.counting.rules import quantity
from wms.dialogues import identify, qc_fail, qc_pack
from wms.dialogues.home import Menu, entry, menu
from wms.errors import Refused
from wms.layout import queries as layout
from wms.quality import check, queries
from wms.quality.rules import progress
from wms.stock import queries as stock
from wms.terminal.machine import Said, State, View, Work, known
from wms.terminal.wire import Accepts, Key, Scan, Typed
from wms.text import T, Words

TITLE = T("QC")
PIECE = T("Scan each piece")
SHOWN = 5


def _waiting(work: Work) -> int:
    return queries.waiting(work.conn, work.station.warehouse_id)


@entry("QC", T("Check orders"), waiting=_waiting)
def begin(work: Work) -> QcTote | QcLook | qc_pack.QcPack:
    """Go on with the order that the worker was looking at, else ask for a tote."""
    mine = queries.begun_by(work.conn, work.station.warehouse_id, work.person.id)
    return QcTote() if mine is None else resume(work, mine.id)


def resume(work: Work, check_id: int, tote_id: int = 0) -> QcLook | qc_pack.QcPack:
    """Return what is next for a check: pieces to look at, or the way to packing."""
    state = looking(work, check_id, tote_id)
    if state.done < state.total:
        return state
    totes = stock.lpns(work.conn, queries.dropped(work.conn, state.order_id))
    full = {p.lpn_id for p in queries.inside(work.conn, state.order_id)}
    codes = tuple(row.code for number, row in totes.items() if number in full)
    pack = layout.first(work.conn, work.station.warehouse_id, "pack")
    return qc_pack.QcPack(check_id, state.order, codes, pack.code)


def looking(work: Work, check_id: int, tote_id: int = 0, item_id: int = 0) -> QcLook:
    found = queries.check(work.conn, check_id)
    looks = queries.looks(work.conn, found)
    done, total = progress(looks)
    left = tuple((look.name, look.left) for look in looks if look.left)
    last = next((look.sku for look in looks if look.item_id == item_id), "")
    only = {look.sku for look in looks if look.left}
    hoped = only.pop() if len(only) == 1 else ""
    return QcLook(
        check_id, found.order_id, found.order, tote_id, left, done, total, hoped, item_id, last
    )


@dataclass(frozen=True)
class QcTote(State):
    def screen(self) -> View:
        return View(TITLE, T("Scan a tote to check"), keys=("BACK",))

    def on_scan(self, scan: Scan, work: Work) -> QcLook | qc_pack.QcPack:
        tote = identify.lpn(work, scan, wanted=T("Scan a tote to check"), kinds=("tote",))
        opened = check.open_tote(work.conn, lpn_id=tote.id, code=tote.code, actor=work.actor)
        return resume(work, opened.id, tote.id)

    def on_key(self, key: Key, work: Work) -> Menu:
        known(key, self)
        return menu(work)


@dataclass(frozen=True)
class QcLook(State):
    """Pieces of an order are looked at. `left` are (name, pieces) still to see, `hoped` the SKU
    when only one is left, `item_id` and `last` the item that was scanned last."""

    check_id: int
    order_id: int
    order: str
    tote_id: int
    left: tuple[tuple[str, int], ...]
    done: int
    total: int
    hoped: str = ""
    item_id: int = 0
    last: str = ""

    def screen(self) -> View:
        rows: list[tuple[Words, Words]] = [(name, str(n)) for name, n in self.left[:SHOWN]]
        if len(self.left) > SHOWN:
            rows.append((T("Other items"), str(len(self.left) - SHOWN)))
        keys = ("FAIL", "MISSING") if self.left else ("DONE", "FAIL")
        return View(
            TITLE,
            PIECE if self.left else T("All seen. DONE, or FAIL"),
            lines=((T("Order"), self.order), *rows),
            keys=(*(("QTY",) if self.item_id else ()), *keys, "BACK"),
            accepts=(Accepts.SCAN, Accepts.TEXT),
            expects=self.hoped,
            progress=(self.done, self.total),
            counts_repeats=True,
        )

    def on_scan(
        self, scan: Scan, work: Work
    ) -> QcLook | qc_pack.QcPack | tuple[QcLook | qc_pack.QcPack, Said]:
        tote = stock.lpn_by_code(work.conn, scan.text)
        if tote is not None and tote.kind == "tote":
            return self._other_tote(tote.id, tote.code, work)
        item = piece(work, scan, among(work, self.check_id), PIECE)
        return self._passed(item.item.id, item.lot, item.pieces, work)

    def on_text(
        self, typed: Typed, work: Work
    ) -> QcLook | qc_pack.QcPack | tuple[QcLook | qc_pack.QcPack, Said]:
        """Digits are how many there are of the item scanned last, all else is an item."""
        text = typed.text.strip()
        return self._in_all(text, work) if text.isdigit() else self.on_scan(Scan(text), work)

    def on_key(
        self, key: Key, work: Work
    ) -> (
        qc_fail.QcFail
        | qc_fail.QcMissing
        | QcTote
        | qc_pack.QcPack
        | QcLook
        | tuple[QcLook | qc_pack.QcPack, Said]
    ):
        known(key, self)
        if key.name == "FAIL":
            return qc_fail.QcFail(self.check_id, self.tote_id)
        if key.name == "QTY":
            return self._in_all(key.value, work)
        if key.name == "MISSING":
            return qc_fail.QcMissing(self.check_id, self.order, self.total - self.done)
        if key.name == "DONE":
            return resume(work, self.check_id, self.tote_id)
        return QcTote()

    def _other_tote(self, lpn_id: int, code: str, work: Work) -> QcLook:
        opened = check.open_tote(work.conn, lpn_id=lpn_id, code=code, actor=work.actor)
        if opened.id != self.check_id:
            words = T("Tote {tote} is of {order}", tote=code, order=opened.order)
            raise Refused("qc.other_order", words, T("Finish {order} first", order=self.order))
        return replace(self, tote_id=lpn_id)

    def _in_all(self, text: str, work: Work) -> tuple[QcLook | qc_pack.QcPack, Said]:
        if not self.item_id:
            remedy = T("Scan one, then say how many there are")
            raise Refused("qc.no_item", T("No item was scanned yet"), remedy)
        looks = queries.looks(work.conn, queries.check(work.conn, self.check_id))
        before = sum(look.passed for look in looks if look.item_id == self.item_id)
        n = quantity(text)
        if n < before:
            words = T("{n} {sku} have passed", n=before, sku=self.last)
            raise Refused("qc.fewer", words, T("FAIL those that may not be sent"))
        return self._passed(self.item_id, "", n - before, work)

    def _passed(
        self, item_id: int, lot: str, pieces: int, work: Work
    ) -> tuple[QcLook | qc_pack.QcPack, Said]:
        check.passed(work.conn, check_id=self.check_id, item_id=item_id, lot=lot, quantity=pieces)
        after = looking(work, self.check_id, self.tote_id, item_id)
        told = Said(T("{sku} +{n}", sku=after.last, n=pieces))
        return (after if after.left else resume(work, self.check_id)), told


def among(work: Work, check_id: int) -> set[int]:
    """Return the items that are in the totes of a check."""
    looks = queries.looks(work.conn, queries.check(work.conn, check_id))
    return {look.item_id for look in looks if look.in_totes}


def piece(work: Work, scan: Scan, known: set[int], wanted: Words) -> identify.ItemScan:
    """Return the item that was scanned, one of `known`.

    :raises Refused: something else was scanned, or a piece that is not of the order.
    """
    try:
        return identify.item(work, scan, among=known, wanted=wanted)
    except Refused as refused:
        if refused.code != "scan.wrong_item":
            raise
        aside = T("It is not of this order: put it aside")
        raise Refused(refused.code, refused.text, aside) from None
