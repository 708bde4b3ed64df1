"""Receive, pieces of one item before they are booked: what every screen about them shares."""

from __future__ import annotations

from dataclasses import dataclass

from wms.dialogues import identify
from wms.dialogues import receive_goods as goods
from wms.errors import Refused
from wms.terminal.machine import Work
from wms.terminal.wire import Scan
from wms.text import T, Words

BLIND, OVER = "BLIND", "OVER"
"""Ways in which pieces come that nobody expects: in a blind delivery, on top of what may come."""


@dataclass(frozen=True)
class Pieces:
    """Pieces of one item before they are booked; `room` is the most that the ASN takes,
    `expires` an ISO date, "" while unknown, `way` "" for what was announced."""

    asn_id: int
    reference: str
    item_id: int
    sku: str
    open: int
    room: int
    quantity: int
    lot: str = ""
    expires: str = ""
    way: str = ""

    @property
    def facts(self) -> tuple[tuple[Words, Words], ...]:
        known = ((T("Lot"), self.lot), (T("Expiry"), self.expires))
        expected = () if self.way else ((T("Expected"), str(self.open)),)
        head = ((T("Item"), self.sku), *expected)
        return (*head, *((label, value) for label, value in known if value))

    def more(self, work: Work, scan: Scan) -> int:
        """Return how many more pieces a scan stands for.

        :raises Refused: it is not of the same goods.
        """
        wanted = T("Book {sku} first: scan DONE", sku=self.sku)
        again = identify.item(work, scan, among=(self.item_id,), wanted=wanted)
        other_day = self.expires and goods.iso(again.expires_on) not in ("", self.expires)
        if other_day or (self.lot and again.lot not in ("", self.lot)):
            raise Refused(
                "receive.other_lot", T("This is another lot of {sku}", sku=self.sku), wanted
            )
        return again.pieces
