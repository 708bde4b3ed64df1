"""Receive, goods booked: the label of their new LPN is scanned back once it is on them."""

from __future__ import annotations

from dataclasses import dataclass

from wms.catalog import queries as catalog
from wms.dialogues import identify, receive, receive_across, receive_blind, receive_count
from wms.dialogues import receive_goods as goods
from wms.dialogues.receive_pieces import Pieces
from wms.errors import Refused
from wms.inbound.receive import LetIn, Received
from wms.terminal import documents
from wms.terminal.machine import Said, State, View, Work
from wms.terminal.wire import Key, Scan
from wms.text import T

TITLE = T("RECEIVE")


def book(
    work: Work, pieces: Pieces, lpn_id: int, *, aside: str = "", let_in: LetIn | None = None
) -> Received:
    """Book pieces onto an LPN at the dock."""
    facts = (pieces.asn_id, pieces.item_id, pieces.quantity, pieces.lot, pieces.expires)
    return goods.book(work, *facts, lpn_id, aside=aside, let_in=let_in)


def labelled(
    work: Work, pieces: Pieces, *, aside: str = "", let_in: LetIn | None = None, left: int = 0
) -> tuple[ScanLabel, Said]:
    """Book pieces onto a new LPN and print its label; `left` good ones are still in hand."""
    lpn_id, sscc = goods.new_lpn(work)
    booked = book(work, pieces, lpn_id, aside=aside, let_in=let_in)
    name = catalog.item(work.conn, pieces.item_id).name
    goods.book_label(work, lpn_id, sscc, name, pieces.lot, booked)
    facts = (pieces.asn_id, pieces.reference, lpn_id, sscc, booked.sku, booked.quantity)
    more = (booked.aside, pieces.item_id, left, pieces.lot, pieces.expires)
    return ScanLabel(*facts, *more), goods.told(booked)


@dataclass(frozen=True)
class ScanLabel(State):
    """The label of a new LPN was printed: scanned back, it is known to be on the goods.

    What is set `aside` is not for putaway. `left` good pieces of the item, with their lot and
    expiry, are still in hand; `asn_id` 0 while a blind delivery has no item yet.
    """

    asn_id: int
    reference: str
    lpn_id: int
    sscc: str
    sku: str
    quantity: int
    aside: str = ""
    item_id: int = 0
    left: int = 0
    lot: str = ""
    expires: str = ""

    def screen(self) -> View:
        return View(
            TITLE,
            T("Scan label {sscc}", sscc=self.sscc),
            lines=((T("Item"), self.sku), (T("Pieces"), str(self.quantity))),
            keys=("REPRINT", "BACK"),
            expects=self.sscc,
        )

    def on_scan(
        self, scan: Scan, work: Work
    ) -> tuple[
        receive.ScanItem
        | receive_blind.BlindItem
        | receive_count.CountPieces
        | receive_across.CarryAcross,
        Said,
    ]:
        wanted = T("Scan label {sscc}", sscc=self.sscc)
        plate = identify.lpn(work, scan, wanted=wanted)
        if plate.id != self.lpn_id:
            words = T("This is LPN {code}", code=plate.code)
            raise Refused("receive.wrong_label", words, wanted)
        documents.end(work.conn, for_kind="lpn", for_id=self.lpn_id, state="seen")
        if self.aside:
            return self._next(work), Said(T("Label is right. Set it aside"))
        across = receive_across.begun(work, self.lpn_id, self.asn_id, self.reference)
        return across or (self._next(work), Said(T("Label is right. To putaway")))

    def on_key(
        self, key: Key, work: Work
    ) -> (
        receive.ScanItem
        | receive_blind.BlindItem
        | receive_count.CountPieces
        | tuple[ScanLabel, Said]
    ):
        if key.name == "BACK":
            return self._next(work)
        if key.name != "REPRINT":
            goods.refuse(self, key, work)
        documents.copy(work, kind="lpn", for_kind="lpn", for_id=self.lpn_id, reason="reprint")
        return self, Said(T("The label is printed again"))

    def _next(
        self, work: Work
    ) -> receive.ScanItem | receive_blind.BlindItem | receive_count.CountPieces:
        """Return the screen for what is left in hand, else for the next item."""
        if not self.asn_id:
            return receive_blind.BlindItem(self.reference)
        if not self.left:
            return receive.items(work, self.asn_id, self.reference)
        facts = (self.item_id, self.left, self.lot, self.expires)
        return receive_count.left_over(work, self.asn_id, self.reference, *facts)
