"""Returns, what is not plain: which of several lots it is, or an item that was not in it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from wms.dialogues import identify, return_grade, returns
from wms.dialogues.receive_goods import lot as lot_scanned
from wms.dialogues.return_case import TITLE, Case, InHand
from wms.errors import Refused
from wms.returns.take_back import set_aside
from wms.terminal.machine import Said, State, View, Work, known
from wms.terminal.wire import Key, Scan, Tone, Typed
from wms.text import T


@dataclass(frozen=True)
class ReturnLot(InHand, State):
    """Several lots of the item left, and its code names none."""

    def screen(self) -> View:
        return View(
            TITLE,
            T("Scan or type the lot"),
            lines=self.facts(),
            keys=("BACK",),
            accepts=returns.TAKES,
        )

    def on_scan(self, scan: Scan, work: Work) -> return_grade.ReturnGrade:
        hand = InHand(**self.item() | {"lot": lot_scanned(work, scan, self.item_id)[0]})
        try:
            hand.check(work)
        except Refused as no:
            if no.code != "return.not_in_it":
                raise
            raise Refused(no.code, no.text, T("Scan or type the lot")) from None
        return return_grade.ReturnGrade(**hand.item())

    def on_text(self, typed: Typed, work: Work) -> return_grade.ReturnGrade:
        return self.on_scan(Scan(typed.text.strip()), work)

    def on_key(self, key: Key, work: Work) -> returns.ReturnItem:
        known(key, self)
        return returns.item_step(work, self)


@dataclass(frozen=True)
class ReturnAside(InHand, State):
    """An item that did not leave with it: the same scan again takes it in, on hold."""

    def confirms(self) -> bool:
        return True

    def screen(self) -> View:
        named = f"{self.sku} {self.lot}".strip()
        return View(
            TITLE,
            T("Scan it again to set it aside, or BACK"),
            lines=self.facts(),
            keys=("BACK",),
            message=T("{sku} did not leave in it", sku=named),
            tone=Tone.ATTENTION,
        )

    def on_scan(self, scan: Scan, work: Work) -> tuple[returns.ReturnItem, Said]:
        wanted = T("Scan {sku} again, or BACK", sku=self.sku)
        found = identify.item(work, scan, among=(self.item_id,), wanted=wanted)
        if found.lot != self.lot:
            raise Refused("return.other_lot", T("This is lot {lot}", lot=found.lot or "–"), wanted)
        done = set_aside(
            work.conn,
            order_id=self.order_id,
            rma_id=self.rma_id,
            item_id=self.item_id,
            lot=self.lot,
            quantity=self.pieces,
            actor=work.actor,
            at=work.at,
        )
        case = replace(Case(**self.case()), rma_id=done.rma_id, rma=done.reference)
        words = T("Not ours, on hold. Put {sku} into {bin}", sku=self.sku, bin=done.place)
        return returns.item_step(work, case), Said(words, Tone.ATTENTION)

    def on_key(self, key: Key, work: Work) -> returns.ReturnItem:
        known(key, self)
        return returns.item_step(work, self)
