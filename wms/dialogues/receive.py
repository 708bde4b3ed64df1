"""Receive a delivery: ASN, then item by item lot, expiry, quantity and the LPN it lies on.

What was booked stands in the ledger at once; only a quantity that is being counted is lost when
work stops. `begin` leads back to the delivery that the person booked for last.
"""

from __future__ import annotations

from dataclasses import dataclass

from wms.dialogues import (
    receive_aside,
    receive_blind,
    receive_count,
    receive_facts,
    receive_known,
    receive_label,
    receive_over,
)
from wms.dialogues import receive_goods as goods
from wms.dialogues.home import Menu, entry, menu
from wms.inbound import queries
from wms.inbound.receive import finish
from wms.terminal.machine import Said, State, View, Work, known
from wms.terminal.wire import Accepts, Key, Scan, Tone, Typed
from wms.text import N, T, Words

TITLE = T("RECEIVE")
SHOWN = 4
KEYS = ("OVER", "ASIDE", "BLIND", "DONE", "BACK")
SCAN_OR_TEXT = (Accepts.SCAN, Accepts.TEXT)


def _waiting(work: Work) -> int:
    return queries.waiting_asns(work.conn, work.station.warehouse_id)


@entry("RECEIVE", T("Receive"), waiting=_waiting)
def begin(work: Work) -> ScanAsn | ScanItem | receive_label.ScanLabel:
    """Lead to the delivery in work, else ask which one."""
    asn = queries.in_work(work.conn, work.station.warehouse_id, work.person.id)
    return deliveries(work) if asn is None else resumed(work, asn)


def deliveries(work: Work) -> ScanAsn:
    """Ask which delivery; those in work come first."""
    found = queries.open_asns(work.conn, work.station.warehouse_id, at_most=SHOWN)
    return ScanAsn(tuple((one.reference, f"{one.received}/{one.expected}") for one in found))


def resumed(work: Work, asn: queries.AsnRow) -> ScanItem | receive_label.ScanLabel:
    """Go on with a delivery. A label that was not scanned back comes first: nobody can put away
    without it."""
    unseen = queries.unseen_label(work.conn, asn.id, work.person.id)
    if unseen is None:
        return items(work, asn.id, asn.reference)
    lpn_id, data = unseen
    facts = (lpn_id, data["sscc"], data["sku"], data["quantity"])
    return receive_label.ScanLabel(asn.id, asn.reference, *facts, aside=data.get("aside", ""))


def items(work: Work, asn_id: int, reference: str) -> ScanItem:
    """Ask for the next item of a delivery."""
    lines = queries.lines(work.conn, asn_id)
    open_lines = tuple((row.sku, f"{row.received}/{row.expected}") for row in lines if row.open)
    received, expected = sum(row.received for row in lines), sum(row.expected for row in lines)
    if queries.asn(work.conn, asn_id).is_blind:
        came = tuple((row.sku, str(row.received)) for row in reversed(lines))
        return ScanItem(asn_id, reference, came, received, expected, is_blind=True)
    return ScanItem(asn_id, reference, open_lines, received, expected)


def otherwise(
    key: Key, asn_id: int, reference: str
) -> receive_over.ScanOver | receive_aside.AsideCode | receive_blind.AskPapers:
    """Lead to the way for goods that did not come as announced."""
    if key.name == "OVER":
        return receive_over.ScanOver(asn_id, reference)
    if key.name == "ASIDE":
        return receive_aside.AsideCode(asn_id, reference)
    return receive_blind.AskPapers()


def _closed(work: Work, asn_id: int) -> tuple[ScanAsn, Said]:
    settled = finish(work.conn, asn_id=asn_id, at=work.at)
    n = settled.missing
    words: Words = T("{reference} is complete", reference=settled.reference)
    if n:
        words = N(
            "{reference} is closed, {n} is missing",
            "{reference} is closed, {n} are missing",
            n,
            reference=settled.reference,
        )
    return deliveries(work), Said(words)


@dataclass(frozen=True)
class ScanAsn(State):
    """Which delivery; the oldest open ones are shown with their pieces."""

    deliveries: tuple[tuple[str, str], ...] = ()

    def screen(self) -> View:
        return View(
            TITLE,
            T("Scan the ASN"),
            lines=self.deliveries or (("", T("Nothing is announced")),),
            keys=("BLIND", "BACK"),
            accepts=SCAN_OR_TEXT,
            expects=self.deliveries[0][0] if len(self.deliveries) == 1 else "",
        )

    def on_scan(
        self, scan: Scan, work: Work
    ) -> ScanItem | receive_label.ScanLabel | tuple[receive_blind.ConfirmBlind, Said]:
        asn = receive_known.delivery(work, scan.text, scan)
        return receive_blind.doubted(scan.text) if asn is None else resumed(work, asn)

    def on_text(
        self, typed: Typed, work: Work
    ) -> ScanItem | receive_label.ScanLabel | tuple[receive_blind.ConfirmBlind, Said]:
        return self.on_scan(Scan(typed.text.strip()), work)

    def on_key(self, key: Key, work: Work) -> Menu | receive_blind.AskPapers:
        if key.name == "BLIND":
            return receive_blind.AskPapers()
        if key.name != "BACK":
            goods.refuse(self, key, work)
        return menu(work)


@dataclass(frozen=True)
class ScanItem(State):
    """The next item of a delivery; `open_lines` are (SKU, received/expected), of a blind one
    what has come, newest item first."""

    asn_id: int
    reference: str
    open_lines: tuple[tuple[str, str], ...]
    received: int
    expected: int
    is_blind: bool = False

    def screen(self) -> View:
        more = len(self.open_lines) - SHOWN
        rest: tuple[tuple[Words, Words], ...] = (("", N("{n} more", "{n} more", more)),)
        name = T("Blind") if self.is_blind else T("ASN")
        is_all = not (self.open_lines or self.is_blind)
        return View(
            TITLE,
            T("All here. Scan DONE") if is_all else T("Scan an item"),
            lines=((name, self.reference), *self.open_lines[:SHOWN], *rest[: max(more, 0)]),
            keys=("ASIDE", "DONE", "BACK") if self.is_blind else KEYS,
            expects="%DONE" if is_all else "",
            progress=None if self.is_blind else (self.received, self.expected),
        )

    def on_scan(
        self, scan: Scan, work: Work
    ) -> (
        receive_facts.AskWeight
        | receive_count.AskLot
        | receive_count.AskExpiry
        | receive_count.CountPieces
        | receive_over.CountOver
    ):
        return receive_count.begun(work, scan, self.asn_id, self.reference)

    def on_key(
        self, key: Key, work: Work
    ) -> (
        ScanAsn
        | receive_over.ScanOver
        | receive_aside.AsideCode
        | receive_blind.AskPapers
        | tuple[ScanAsn | ConfirmClose, Said]
    ):
        known(key, self)
        if key.name == "BACK":
            return deliveries(work)
        if key.name != "DONE":
            return otherwise(key, self.asn_id, self.reference)
        lines = queries.lines(work.conn, self.asn_id)
        missing = sum(line.open for line in lines)
        if not missing:
            return _closed(work, self.asn_id)
        short = tuple((line.sku, str(line.open)) for line in lines if line.open)
        words = N("{n} piece is missing", "{n} pieces are missing", missing)
        return ConfirmClose(self.asn_id, self.reference, short), Said(words, Tone.ATTENTION)


@dataclass(frozen=True)
class ConfirmClose(State):
    """Something has not come; DONE again settles that, any item goes on."""

    asn_id: int
    reference: str
    missing: tuple[tuple[str, str], ...]

    def confirms(self) -> bool:
        return True

    def screen(self) -> View:
        more = len(self.missing) - SHOWN
        rest: tuple[tuple[Words, Words], ...] = (("", N("{n} more", "{n} more", more)),)
        return View(
            TITLE,
            T("Scan DONE again to close"),
            lines=((T("Missing of"), self.reference), *self.missing[:SHOWN], *rest[: max(more, 0)]),
            keys=KEYS,
        )

    def on_scan(
        self, scan: Scan, work: Work
    ) -> (
        receive_facts.AskWeight
        | receive_count.AskLot
        | receive_count.AskExpiry
        | receive_count.CountPieces
        | receive_over.CountOver
    ):
        return receive_count.begun(work, scan, self.asn_id, self.reference)

    def on_key(
        self, key: Key, work: Work
    ) -> (
        ScanItem
        | receive_over.ScanOver
        | receive_aside.AsideCode
        | receive_blind.AskPapers
        | tuple[ScanAsn, Said]
    ):
        known(key, self)
        if key.name == "BACK":
            return items(work, self.asn_id, self.reference)
        if key.name != "DONE":
            return otherwise(key, self.asn_id, self.reference)
        return _closed(work, self.asn_id)
