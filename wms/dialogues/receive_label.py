"""Receive, goods booked: the label of their new LPN is scanned back once it is on them."""

from __future__ import annotations

from dataclasses import dataclass

from wms.dialogues import identify, receive
from wms.dialogues import receive_goods as goods
from wms.errors import Refused
from wms.terminal import documents
from wms.terminal.machine import Said, State, View, Work
from wms.terminal.wire import Key, Scan
from wms.text import T

TITLE = T("RECEIVE")


@dataclass(frozen=True)
class ScanLabel(State):
    """The label of a new LPN was printed: scanned back, it is known to be on the goods."""

    asn_id: int
    reference: str
    lpn_id: int
    sscc: str
    sku: str
    quantity: int

    def screen(self) -> View:
        return View(
            TITLE,
            T("Scan label {sscc}", sscc=self.sscc),
            lines=((T("Item"), self.sku), (T("Pieces"), str(self.quantity))),
            keys=("REPRINT", "BACK"),
            expects=self.sscc,
        )

    def on_scan(self, scan: Scan, work: Work) -> tuple[receive.ScanItem, Said]:
        wanted = T("Scan label {sscc}", sscc=self.sscc)
        plate = identify.lpn(work, scan, wanted=wanted)
        if plate.id != self.lpn_id:
            words = T("This is LPN {code}", code=plate.code)
            raise Refused("receive.wrong_label", words, wanted)
        documents.end(work.conn, for_kind="lpn", for_id=self.lpn_id, state="seen")
        said = Said(T("Label is right. To putaway"))
        return receive.items(work, self.asn_id, self.reference), said

    def on_key(self, key: Key, work: Work) -> receive.ScanItem | tuple[ScanLabel, Said]:
        if key.name == "BACK":
            return receive.items(work, self.asn_id, self.reference)
        if key.name != "REPRINT":
            goods.refuse(self, key, work)
        documents.copy(work, kind="lpn", for_kind="lpn", for_id=self.lpn_id, reason="reprint")
        return self, Said(T("The label is printed again"))
