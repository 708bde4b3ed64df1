"""Receive what nobody knows: its code and count are remembered, it waits on an LPN of its own.

It is no item, so it does not enter the stock; the office says what it is (`wms unknown`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from wms.catalog.scans import read
from wms.dialogues import identify, receive, receive_blind, receive_label
from wms.dialogues import receive_goods as goods
from wms.errors import Refused
from wms.gs1.digits import shown
from wms.inbound import set_aside
from wms.terminal import documents
from wms.terminal.machine import Said, State, View, Work, known
from wms.terminal.wire import Key, Scan, Tone, Typed
from wms.text import N, T

TITLE = T("UNKNOWN ITEM")


def back(work: Work, asn_id: int, reference: str) -> receive.ScanItem | receive_blind.BlindItem:
    """Return the screen for the next item; `asn_id` is 0 while a blind delivery has none."""
    if not asn_id:
        return receive_blind.BlindItem(reference)
    return receive.items(work, asn_id, reference)


def _code(work: Work, scan: Scan) -> str:
    """Return what of a scan names the item."""
    return read(scan.text, scan.symbology, work.at.date()).code or scan.text


@dataclass(frozen=True)
class AsideCode(State):
    """Which code is it that nobody knows?"""

    asn_id: int
    reference: str

    def screen(self) -> View:
        prompt = T("Scan the code that is not known")
        return View(TITLE, prompt, keys=("BACK",), accepts=goods.SCAN_OR_TEXT)

    def on_scan(self, scan: Scan, work: Work) -> AsideCount:
        code = _code(work, scan)
        set_aside.check_unknown(work.conn, code)
        other = identify.what(work, scan)
        if other is not None:
            raise Refused("scan.wrong_kind", other, T("Scan the code that is not known"))
        return AsideCount(self.asn_id, self.reference, scan.text, scan.symbology, code)

    def on_text(self, typed: Typed, work: Work) -> AsideCount:
        """Goods without any barcode are named by what is printed on them."""
        return self.on_scan(Scan(typed.text.strip()), work)

    def on_key(self, key: Key, work: Work) -> receive.ScanItem | receive_blind.BlindItem:
        known(key, self)
        return back(work, self.asn_id, self.reference)


@dataclass(frozen=True)
class AsideCount(State):
    """How many of them; DONE, or the label of an empty LPN, sets them aside."""

    asn_id: int
    reference: str
    scanned: str
    symbology: str
    code: str
    quantity: int = 1

    def screen(self) -> View:
        return View(
            TITLE,
            T("Scan more of it, an LPN or DONE"),
            lines=((T("Code"), self.code), (T("Counted"), str(self.quantity))),
            keys=("DONE", "BACK"),
            accepts=goods.SCAN_OR_TEXT,
            counts_repeats=True,
        )

    def on_scan(
        self, scan: Scan, work: Work
    ) -> AsideCount | tuple[receive.ScanItem | receive_blind.BlindItem, Said]:
        if _code(work, scan) == self.code:
            return replace(self, quantity=self.quantity + 1)
        lpn_id = goods.lpn_scanned(work, scan)
        if lpn_id is None:
            words = identify.what(work, scan) or T("This is {code}", code=shown(scan.text))
            raise Refused("unknown.other", words, T("Finish this one first: scan DONE"))
        return back(work, self.asn_id, self.reference), self._kept(work, lpn_id)

    def on_text(self, typed: Typed, work: Work) -> AsideCount:
        return replace(self, quantity=goods.quantity(typed.text))

    def on_key(
        self, key: Key, work: Work
    ) -> (
        AsideCount
        | receive.ScanItem
        | receive_blind.BlindItem
        | tuple[receive_label.ScanLabel, Said]
    ):
        match key.name:
            case "QTY" if key.value:
                return replace(self, quantity=goods.quantity(key.value))
            case "BACK":
                return back(work, self.asn_id, self.reference)
            case "DONE":
                return self._labelled(work)
        return goods.refuse(self, key, work)

    def _kept(self, work: Work, lpn_id: int) -> Said:
        """Remember the pieces on an LPN."""
        number = set_aside.set_aside(
            work.conn,
            warehouse_id=work.station.warehouse_id,
            asn_id=self.asn_id or None,
            scanned=self.scanned,
            symbology=self.symbology,
            code=self.code,
            quantity=self.quantity,
            lpn_id=lpn_id,
            actor=work.actor,
            at=work.at,
        )
        words = N(
            "Task {id}: {n} unknown piece",
            "Task {id}: {n} unknown pieces",
            self.quantity,
            id=number,
        )
        return Said(words, Tone.ATTENTION)

    def _labelled(self, work: Work) -> tuple[receive_label.ScanLabel, Said]:
        """Remember them on a new LPN and print its label."""
        lpn_id, sscc = goods.new_lpn(work)
        said = self._kept(work, lpn_id)
        data = {"sscc": sscc, "sku": self.code, "name": "UNKNOWN ITEM", "quantity": self.quantity}
        data |= {"lot": "", "expires_on": ""}
        documents.book(work, kind="lpn", data=data, for_kind="lpn", for_id=lpn_id)
        facts = (self.asn_id, self.reference, lpn_id, sscc, shown(self.code), self.quantity)
        return receive_label.ScanLabel(*facts, aside="UNKNOWN"), said
