"""Returns, the grade: the condition of what came back, and what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from wms.catalog import queries as catalog
from wms.dialogues import receive_goods, returns
from wms.dialogues.return_case import TITLE, Case, InHand
from wms.errors import Refused
from wms.returns.rules import GRADES, proposed
from wms.returns.take_back import Found, TakenBack, take_back
from wms.stock import queries as stock
from wms.terminal import documents
from wms.terminal.machine import Said, State, View, Work, known
from wms.terminal.wire import Key, Scan
from wms.text import N, T, Text

DISPOSITIONS = ("restock", "hold", "scrap")
CONDITIONS = {
    "GOOD": T("good"),
    "OPENED": T("opened"),
    "DAMAGED": T("damaged"),
    "WRONG": T("wrong item"),
}
PROMPTS = {
    "restock": T("Restock: scan an LPN, or DONE for a new one"),
    "hold": T("Hold it: scan DONE"),
    "scrap": T("Scrap it: scan DONE"),
}


@dataclass(frozen=True)
class ReturnGrade(InHand, State):
    """How was it found?"""

    def screen(self) -> View:
        prompt = T("What condition is it in?")
        return View(TITLE, prompt, lines=self.facts(), keys=(*GRADES, "BACK"))

    def on_key(self, key: Key, work: Work) -> ReturnDecide | returns.ReturnItem:
        known(key, self)
        if key.name == "BACK":
            return returns.item_step(work, self)
        decided = proposed(key.name, work.config)
        return ReturnDecide(**self.item(), condition=key.name, disposition=decided)


@dataclass(frozen=True)
class ReturnDecide(InHand, State):
    """What becomes of it: what is proposed, or another key."""

    condition: str = ""
    disposition: str = ""

    def confirms(self) -> bool:
        return self.disposition == "scrap"

    def screen(self) -> View:
        others = (name.upper() for name in DISPOSITIONS if name != self.disposition)
        return View(
            TITLE,
            PROMPTS[self.disposition],
            lines=(*self.facts(), (T("Condition"), CONDITIONS[self.condition])),
            keys=("DONE", *others, "BACK"),
        )

    def on_scan(self, scan: Scan, work: Work) -> tuple[returns.ReturnItem, Said]:
        """Restock onto an LPN whose label is at hand."""
        lpn_id = receive_goods.lpn_scanned(work, scan)
        if lpn_id is None:
            words = T("This is no LPN")
            raise Refused("scan.wrong_kind", words, PROMPTS[self.disposition])
        if self.disposition != "restock":
            raise Refused("return.lpn", T("It is not restocked"), PROMPTS[self.disposition])
        return self._taken(work, lpn_id)

    def on_key(
        self, key: Key, work: Work
    ) -> ReturnDecide | ReturnGrade | tuple[returns.ReturnItem, Said]:
        known(key, self)
        match key.name:
            case "BACK":
                return ReturnGrade(**self.item())
            case "DONE" if self.disposition == "restock":
                return self._on_new(work)
            case "DONE":
                return self._taken(work, 0)
        return replace(self, disposition=key.name.lower())

    def _on_new(self, work: Work) -> tuple[returns.ReturnItem, Said]:
        """Restock onto a new LPN, whose label is printed here."""
        lpn_id, sscc = receive_goods.new_lpn(work)
        step, said = self._taken(work, lpn_id)
        said = Said(T("{words}. Stick the label on", words=said.words))
        item = catalog.item(work.conn, self.item_id)
        [pieces, *_] = stock.in_lpn(work.conn, lpn_id)
        lot = pieces.lot if pieces.lot_id else ""
        data = {"sscc": sscc, "sku": item.sku, "name": item.name, "quantity": self.pieces}
        data |= {"lot": lot, "expires_on": receive_goods.iso(pieces.expires_on)}
        documents.book(work, kind="lpn", data=data, for_kind="lpn", for_id=lpn_id)
        return step, said

    def _taken(self, work: Work, lpn_id: int) -> tuple[returns.ReturnItem, Said]:
        done = take_back(
            work.conn,
            order_id=self.order_id,
            rma_id=self.rma_id,
            parcel_id=self.parcel_id,
            item_id=self.item_id,
            lot=self.lot,
            quantity=self.pieces,
            found=Found(self.condition.lower(), self.disposition, lpn_id),
            actor=work.actor,
            at=work.at,
        )
        case = replace(Case(**self.case()), rma_id=done.rma_id, rma=done.reference)
        return returns.item_step(work, case), Said(_told(done, self.disposition))


def _told(done: TakenBack, disposition: str) -> Text:
    n, named = done.quantity, {"sku": done.sku}
    if disposition == "scrap":
        return N("{n} {sku} is scrapped", "{n} {sku} are scrapped", n, **named)
    if disposition == "hold":
        words = N("{n} {sku} is on hold", "{n} {sku} are on hold", n, **named)
        return T("{words}. Bring to {bin}", words=words, bin=done.place)
    return N("{n} {sku} is to be put away", "{n} {sku} are to be put away", n, **named)
