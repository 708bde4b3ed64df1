"""Receive blind: a delivery that nobody announced becomes an ASN, then all goes on as usual.

The papers' reference keeps two people from opening the same delivery twice; whose goods they
are is known from the first item, and asked only where several merchants have it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from wms.dialogues import (
    receive,
    receive_aside,
    receive_count,
    receive_facts,
    receive_known,
    receive_label,
    receive_over,
)
from wms.dialogues import receive_goods as goods
from wms.gs1.digits import shown
from wms.inbound import blind
from wms.terminal.machine import Said, State, View, Work, known
from wms.terminal.wire import Key, Scan, Tone, Typed
from wms.text import T, Words

TITLE = T("BLIND RECEIPT")


def doubted(reference: str) -> tuple[ConfirmBlind, Said]:
    """Ask for a second scan of a reference that nobody knows."""
    words = T("{code} is not known here", code=shown(reference))
    return ConfirmBlind(reference), Said(words, Tone.ATTENTION)


@dataclass(frozen=True)
class ConfirmBlind(State):
    """Nobody knows the reference: scanned again, its goods are received blind."""

    reference: str

    def confirms(self) -> bool:
        return True

    def screen(self) -> View:
        lines = ((T("Papers"), self.reference),)
        prompt = T("Scan it again to receive blind, or an ASN")
        accepts = goods.SCAN_OR_TEXT
        return View(TITLE, prompt, lines=lines, keys=("BLIND", "BACK"), accepts=accepts)

    def on_scan(
        self, scan: Scan, work: Work
    ) -> BlindItem | receive.ScanItem | receive_label.ScanLabel | tuple[ConfirmBlind, Said]:
        if scan.text == self.reference:
            return BlindItem(self.reference)
        asn = receive_known.delivery(work, scan.text, scan)
        return doubted(scan.text) if asn is None else receive.resumed(work, asn)

    def on_text(
        self, typed: Typed, work: Work
    ) -> BlindItem | receive.ScanItem | receive_label.ScanLabel | tuple[ConfirmBlind, Said]:
        return self.on_scan(Scan(typed.text.strip()), work)

    def on_key(self, key: Key, work: Work) -> receive.ScanAsn | AskPapers:
        return AskPapers() if known(key, self).name == "BLIND" else receive.deliveries(work)


@dataclass(frozen=True)
class AskPapers(State):
    """What do the papers say? Goods without any get a reference of their own."""

    def screen(self) -> View:
        prompt = T("Scan the supplier's reference. SKIP: no papers")
        return View(TITLE, prompt, keys=("SKIP", "BACK"), accepts=goods.SCAN_OR_TEXT)

    def on_scan(
        self, scan: Scan, work: Work
    ) -> BlindItem | tuple[receive.ScanItem | receive_label.ScanLabel, Said]:
        return self._read(work, scan.text, scan)

    def on_text(
        self, typed: Typed, work: Work
    ) -> BlindItem | tuple[receive.ScanItem | receive_label.ScanLabel, Said]:
        return self._read(work, typed.text.strip(), None)

    def on_key(self, key: Key, work: Work) -> BlindItem | receive.ScanAsn:
        known(key, self)
        return BlindItem("") if key.name == "SKIP" else receive.deliveries(work)

    def _read(
        self, work: Work, reference: str, scan: Scan | None
    ) -> BlindItem | tuple[receive.ScanItem | receive_label.ScanLabel, Said]:
        """A delivery that is known and open is no blind one; a closed one may be followed."""
        asn = receive_known.papers(work, reference)
        if asn is None:
            receive_known.check_papers(work, reference, scan)
        if asn is None or asn.status == "received":
            return BlindItem(reference)
        words = T("{reference} is known already", reference=asn.reference)
        return receive.resumed(work, asn), Said(words, Tone.ATTENTION)


@dataclass(frozen=True)
class BlindItem(State):
    """The first item says whose delivery it is; `reference` is "" without papers."""

    reference: str

    def screen(self) -> View:
        lines = ((T("Papers"), self.reference or T("none")),)
        return View(TITLE, T("Scan an item"), lines=lines, keys=("ASIDE", "BACK"))

    def on_scan(
        self, scan: Scan, work: Work
    ) -> (
        BlindMerchant
        | receive_facts.AskWeight
        | receive_count.AskLot
        | receive_count.AskExpiry
        | receive_count.CountPieces
        | receive_over.CountOver
    ):
        merchants = {row.merchant_id: row.merchant for row in receive_known.carrying(work, scan)}
        if not merchants:
            receive_known.nothing_known(work, scan)
        if len(merchants) > 1:
            return BlindMerchant(
                self.reference, scan.text, scan.symbology, tuple(sorted(merchants.items()))
            )
        return _opened(work, scan, self.reference, next(iter(merchants)))

    def on_key(self, key: Key, work: Work) -> receive.ScanAsn | receive_aside.AsideCode:
        known(key, self)
        if key.name == "ASIDE":
            return receive_aside.AsideCode(0, self.reference)
        return receive.deliveries(work)


@dataclass(frozen=True)
class BlindMerchant(State):
    """Several merchants have the item: whose is it? `merchants` are (id, code)."""

    reference: str
    scanned: str
    symbology: str
    merchants: tuple[tuple[int, str], ...]
    at: int = 0

    def screen(self) -> View:
        place: Words = f"{self.at + 1}/{len(self.merchants)}"
        lines = ((T("Item"), self.scanned), (T("For"), self.merchants[self.at][1]), ("", place))
        prompt = T("Is it theirs? DONE or NEXT")
        return View(TITLE, prompt, lines=lines, keys=("NEXT", "DONE", "BACK"))

    def on_key(
        self, key: Key, work: Work
    ) -> (
        BlindMerchant
        | BlindItem
        | receive_facts.AskWeight
        | receive_count.AskLot
        | receive_count.AskExpiry
        | receive_count.CountPieces
        | receive_over.CountOver
    ):
        known(key, self)
        if key.name == "BACK":
            return BlindItem(self.reference)
        if key.name == "NEXT":
            return replace(self, at=(self.at + 1) % len(self.merchants))
        scan = Scan(self.scanned, self.symbology)
        return _opened(work, scan, self.reference, self.merchants[self.at][0])


def _opened(
    work: Work, scan: Scan, reference: str, merchant_id: int
) -> (
    receive_facts.AskWeight
    | receive_count.AskLot
    | receive_count.AskExpiry
    | receive_count.CountPieces
    | receive_over.CountOver
):
    """Make the delivery known and begin with its first item."""
    where = {"warehouse_id": work.station.warehouse_id, "merchant_id": merchant_id}
    asn = blind.open_blind(work.conn, **where, supplier_ref=reference, at=work.at)
    return receive_count.begun(work, scan, asn.id, asn.reference)
