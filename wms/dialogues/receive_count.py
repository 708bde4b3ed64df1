"""Receive, item in hand: its lot, its expiry, how many; then they are booked."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date

from wms.catalog import queries as catalog
from wms.dialogues import identify, receive, receive_label
from wms.dialogues import receive_goods as goods
from wms.errors import Refused
from wms.inbound import arrival, queries
from wms.inbound.receive import Received
from wms.stock import queries as stock
from wms.terminal.machine import Said, State, View, Work
from wms.terminal.wire import Accepts, Key, Scan, Tone, Typed
from wms.text import T, Words

TITLE = T("RECEIVE")
SCAN_OR_TEXT = (Accepts.SCAN, Accepts.TEXT)


def begun(work: Work, scan: Scan, asn_id: int, reference: str) -> AskLot | AskExpiry | CountPieces:
    """Begin with the item that was scanned.

    :raises Refused: it was not announced with this delivery, or no more of it may come.
    """
    lines = queries.lines(work.conn, asn_id)
    found = goods.item(work, scan, reference, {line.item_id for line in lines})
    ours = [line for line in lines if line.item_id == found.item.id]
    over_percent = work.config["receiving"]["over_percent"]
    room = sum(line.room(over_percent) for line in ours)
    pieces = CountPieces(
        asn_id,
        reference,
        found.item.id,
        found.item.sku,
        sum(line.open for line in ours),
        room,
        found.pieces,
        found.lot if found.item.tracks_lot else "",
        goods.iso(found.expires_on) if found.item.tracks_expiry else "",
    )
    goods.check_room(pieces.sku, found.pieces, room)
    return _asked(work, pieces)


def _asked(work: Work, pieces: _Pieces) -> AskLot | AskExpiry | CountPieces:
    """Return the screen for what is still unknown about the pieces, else that for counting."""
    if catalog.item(work.conn, pieces.item_id).tracks_lot and not pieces.lot:
        return AskLot(**asdict(pieces))
    return _with_lot(work, pieces)


def _with_lot(work: Work, pieces: _Pieces) -> AskExpiry | CountPieces:
    """Ask for the expiry, unless it was in the code or is on file for the lot."""
    item = catalog.item(work.conn, pieces.item_id)
    if not item.tracks_expiry or pieces.expires:
        return _with_expiry(work, pieces, pieces.expires if item.tracks_expiry else "")
    known = stock.lot_by_code(work.conn, item.id, pieces.lot) if pieces.lot else None
    if known is None or known[1] is None:
        day = goods.announced_expiry(work, pieces.asn_id, item.id, pieces.lot)
        return AskExpiry(**asdict(pieces), announced=day)
    return _with_expiry(work, pieces, known[1].isoformat())


def _with_expiry(work: Work, pieces: _Pieces, expires: str) -> CountPieces:
    if expires:
        arrival.check_expiry(date.fromisoformat(expires), work.at.date())
    return CountPieces(**asdict(replace(pieces, expires=expires)))


@dataclass(frozen=True)
class _Pieces(State):
    """Pieces of one item before they are booked; `room` is the most that the ASN takes,
    `expires` an ISO date, "" while unknown."""

    asn_id: int
    reference: str
    item_id: int
    sku: str
    open: int
    room: int
    quantity: int
    lot: str = ""
    expires: str = ""

    @property
    def facts(self) -> tuple[tuple[Words, Words], ...]:
        known = ((T("Lot"), self.lot), (T("Expiry"), self.expires))
        head = ((T("Item"), self.sku), (T("Expected"), str(self.open)))
        return (*head, *((label, value) for label, value in known if value))

    def left(self, key: Key, work: Work) -> receive.ScanItem:
        if key.name != "BACK":
            goods.refuse(self, key, work)
        return receive.items(work, self.asn_id, self.reference)

    def asking(self, prompt: Words) -> View:
        return View(TITLE, prompt, lines=self.facts, keys=("BACK",), accepts=SCAN_OR_TEXT)


@dataclass(frozen=True)
class AskLot(_Pieces):
    def screen(self) -> View:
        return self.asking(goods.SCAN_LOT)

    def on_scan(self, scan: Scan, work: Work) -> AskExpiry | CountPieces:
        lot, day = goods.lot(work, scan, self.item_id)
        return _with_lot(work, replace(self, lot=lot, expires=goods.iso(day) or self.expires))

    def on_text(self, typed: Typed, work: Work) -> AskExpiry | CountPieces:
        return _with_lot(work, replace(self, lot=arrival.valid_lot(typed.text)))

    def on_key(self, key: Key, work: Work) -> receive.ScanItem:
        return self.left(key, work)


@dataclass(frozen=True)
class AskExpiry(_Pieces):
    """A day that was not `announced` is said twice: `said` is the first time."""

    announced: str = ""
    said: str = ""

    def confirms(self) -> bool:
        return bool(self.said)

    def screen(self) -> View:
        view = self.asking(goods.SCAN_EXPIRY)
        if not self.announced:
            return view
        return replace(view, lines=(*view.lines, (T("Announced"), self.announced)))

    def on_scan(self, scan: Scan, work: Work) -> CountPieces | tuple[AskExpiry, Said]:
        return self._known(goods.expiry(work, scan, self.item_id).isoformat(), work)

    def on_text(self, typed: Typed, work: Work) -> CountPieces | tuple[AskExpiry, Said]:
        return self._known(goods.typed_expiry(typed.text, work.at.date()).isoformat(), work)

    def _known(self, day: str, work: Work) -> CountPieces | tuple[AskExpiry, Said]:
        if day not in (self.announced or day, self.said):
            words = T("{day} was not announced. Enter it again if the pack says so", day=day)
            return replace(self, said=day), Said(words, Tone.ATTENTION)
        plain = {k: v for k, v in asdict(self).items() if k not in ("announced", "said")}
        return _with_expiry(work, _Pieces(**plain), day)

    def on_key(self, key: Key, work: Work) -> receive.ScanItem:
        return self.left(key, work)


@dataclass(frozen=True)
class CountPieces(_Pieces):
    """How many: scans add up, QTY or typing sets; DONE or an LPN's label books them."""

    def screen(self) -> View:
        return View(
            TITLE,
            T("Scan more {sku}, an LPN or DONE", sku=self.sku),
            lines=(*self.facts, (T("Counted"), str(self.quantity))),
            keys=("ALL", "DONE", "BACK"),
            accepts=SCAN_OR_TEXT,
            expects="%DONE" if self.quantity == self.open else "",
            progress=(self.quantity, self.open) if self.open else None,
            counts_repeats=True,
        )

    def on_scan(self, scan: Scan, work: Work) -> CountPieces | tuple[receive.ScanItem, Said]:
        lpn_id = goods.lpn_scanned(work, scan)
        if lpn_id is not None:
            booked = self.book(work, lpn_id)
            return receive.items(work, self.asn_id, self.reference), goods.told(booked)
        return self._set(self.quantity + self._more(work, scan))

    def on_text(self, typed: Typed, work: Work) -> CountPieces:
        return self._set(goods.quantity(typed.text))

    def on_key(
        self, key: Key, work: Work
    ) -> CountPieces | receive.ScanItem | tuple[receive_label.ScanLabel, Said]:
        match key.name:
            case "QTY" if key.value:
                return self._set(goods.quantity(key.value))
            case "QTY" | "ALL":
                return self._set(self.open or self.quantity)
            case "BACK":
                return receive.items(work, self.asn_id, self.reference)
            case "DONE":
                return self._labelled(work)
        return goods.refuse(self, key, work)

    def book(self, work: Work, lpn_id: int) -> Received:
        """Book the counted pieces onto an LPN at the dock."""
        facts = (self.asn_id, self.item_id, self.quantity, self.lot, self.expires)
        return goods.book(work, *facts, lpn_id)

    def _labelled(self, work: Work) -> tuple[receive_label.ScanLabel, Said]:
        """Book onto a new LPN and print its label."""
        lpn_id, sscc = goods.new_lpn(work)
        booked = self.book(work, lpn_id)
        name = catalog.item(work.conn, self.item_id).name
        goods.book_label(work, lpn_id, sscc, name, self.lot, booked)
        facts = (self.asn_id, self.reference, lpn_id, sscc, booked.sku, booked.quantity)
        return receive_label.ScanLabel(*facts), goods.told(booked)

    def _more(self, work: Work, scan: Scan) -> int:
        """Return how many more pieces a scan stands for; it must be the same goods again."""
        wanted = T("Book {sku} first: scan DONE", sku=self.sku)
        again = identify.item(work, scan, among=(self.item_id,), wanted=wanted)
        other_day = self.expires and goods.iso(again.expires_on) not in ("", self.expires)
        if other_day or (self.lot and again.lot not in ("", self.lot)):
            raise Refused(
                "receive.other_lot", T("This is another lot of {sku}", sku=self.sku), wanted
            )
        return again.pieces

    def _set(self, quantity: int) -> CountPieces:
        goods.check_room(self.sku, quantity, self.room)
        return replace(self, quantity=quantity)
