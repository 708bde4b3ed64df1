"""Receive, item in hand: its lot, its expiry, how many; then they are booked."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date

from wms.catalog import queries as catalog
from wms.dialogues import (
    receive,
    receive_across,
    receive_damaged,
    receive_facts,
    receive_known,
    receive_label,
    receive_over,
)
from wms.dialogues import receive_goods as goods
from wms.dialogues.receive_pieces import BLIND, OVER, Pieces
from wms.inbound import arrival, queries
from wms.stock import queries as stock
from wms.terminal.machine import Said, State, View, Work
from wms.terminal.wire import Key, Scan, Tone, Typed
from wms.text import T, Words
from wms.units import MAX_QUANTITY


def begun(
    work: Work, scan: Scan, asn_id: int, reference: str, *, way: str = ""
) -> AskLot | AskExpiry | CountPieces | receive_over.CountOver | receive_facts.AskWeight:
    """Begin with the item that was scanned; `way` OVER: on top of all that may come.

    :raises Refused: it was not announced with this delivery, or no more of it may come; on the
        way OVER, that some may still come.
    """
    asn, lines = queries.asn(work.conn, asn_id), queries.lines(work.conn, asn_id)
    found = receive_known.item(work, scan, asn, {line.item_id for line in lines})
    pieces = _pieces(work, asn_id, reference, found.item.id, found.item.sku, found.pieces)
    if way == OVER:
        over_percent = work.config["receiving"]["over_percent"]
        arrival.over(lines, item_id=found.item.id, lot=found.lot, over_percent=over_percent)
        pieces = replace(pieces, way=OVER, room=MAX_QUANTITY)
    goods.check_room(pieces.sku, found.pieces, pieces.room)
    lot = found.lot if found.item.tracks_lot else ""
    expires = goods.iso(found.expires_on) if found.item.tracks_expiry else ""
    pieces = replace(pieces, lot=lot, expires=expires)
    if work.config["receiving"]["ask_weight"] and not found.item.weight_grams:
        return receive_facts.AskWeight(**asdict(pieces))
    return asked(work, pieces)


def left_over(
    work: Work, asn_id: int, reference: str, item_id: int, left: int, lot: str, expires: str
) -> CountPieces:
    """Go on with `left` good pieces in hand, after some of them were booked apart."""
    sku = catalog.item(work.conn, item_id).sku
    pieces = _pieces(work, asn_id, reference, item_id, sku, left)
    quantity = min(left, pieces.room)
    return CountPieces(**asdict(replace(pieces, lot=lot, expires=expires, quantity=quantity)))


def _pieces(
    work: Work, asn_id: int, reference: str, item_id: int, sku: str, quantity: int
) -> Pieces:
    """Return pieces of an item as far as the delivery knows them."""
    facts = (asn_id, reference, item_id, sku)
    if queries.asn(work.conn, asn_id).is_blind:
        return Pieces(*facts, 0, MAX_QUANTITY, quantity, way=BLIND)
    ours = [line for line in queries.lines(work.conn, asn_id) if line.item_id == item_id]
    over_percent = work.config["receiving"]["over_percent"]
    room = sum(line.room(over_percent) for line in ours)
    return Pieces(*facts, sum(line.open for line in ours), room, quantity)


def asked(work: Work, pieces: Pieces) -> AskLot | AskExpiry | CountPieces | receive_over.CountOver:
    """Return the screen for what is still unknown about the pieces, else that for counting."""
    if catalog.item(work.conn, pieces.item_id).tracks_lot and not pieces.lot:
        return AskLot(**asdict(pieces))
    return _with_lot(work, pieces)


def _with_lot(work: Work, pieces: Pieces) -> AskExpiry | CountPieces | receive_over.CountOver:
    """Ask for the expiry, unless it was in the code or is on file for the lot."""
    item = catalog.item(work.conn, pieces.item_id)
    if not item.tracks_expiry or pieces.expires:
        return _with_expiry(work, pieces, pieces.expires if item.tracks_expiry else "")
    known = stock.lot_by_code(work.conn, item.id, pieces.lot) if pieces.lot else None
    if known is None or known[1] is None:
        day = goods.announced_expiry(work, pieces.asn_id, item.id, pieces.lot)
        return AskExpiry(**asdict(pieces), announced=day)
    return _with_expiry(work, pieces, known[1].isoformat())


def _with_expiry(work: Work, pieces: Pieces, expires: str) -> CountPieces | receive_over.CountOver:
    if expires:
        arrival.check_expiry(date.fromisoformat(expires), work.at.date())
    known = asdict(replace(pieces, expires=expires))
    return receive_over.CountOver(**known) if pieces.way == OVER else CountPieces(**known)


@dataclass(frozen=True)
class _Asking(Pieces, State):
    """A question about them, that leads back to the next item."""

    def left(self, key: Key, work: Work) -> receive.ScanItem:
        if key.name != "BACK":
            goods.refuse(self, key, work)
        return receive.items(work, self.asn_id, self.reference)

    def asking(self, prompt: Words) -> View:
        accepts = goods.SCAN_OR_TEXT
        return View(goods.TITLE, prompt, lines=self.facts, keys=("BACK",), accepts=accepts)


@dataclass(frozen=True)
class AskLot(_Asking):
    def screen(self) -> View:
        return self.asking(goods.SCAN_LOT)

    def on_scan(self, scan: Scan, work: Work) -> AskExpiry | CountPieces | receive_over.CountOver:
        lot, day = goods.lot(work, scan, self.item_id)
        return _with_lot(work, replace(self, lot=lot, expires=goods.iso(day) or self.expires))

    def on_text(self, typed: Typed, work: Work) -> AskExpiry | CountPieces | receive_over.CountOver:
        return _with_lot(work, replace(self, lot=arrival.valid_lot(typed.text)))

    def on_key(self, key: Key, work: Work) -> receive.ScanItem:
        return self.left(key, work)


@dataclass(frozen=True)
class AskExpiry(_Asking):
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

    def on_scan(
        self, scan: Scan, work: Work
    ) -> CountPieces | receive_over.CountOver | tuple[AskExpiry, Said]:
        return self._known(goods.expiry(work, scan, self.item_id).isoformat(), work)

    def on_text(
        self, typed: Typed, work: Work
    ) -> CountPieces | receive_over.CountOver | tuple[AskExpiry, Said]:
        return self._known(goods.typed_expiry(typed.text, work.at.date()).isoformat(), work)

    def _known(
        self, day: str, work: Work
    ) -> CountPieces | receive_over.CountOver | tuple[AskExpiry, Said]:
        if day not in (self.announced or day, self.said):
            words = T("{day} was not announced. Enter it again if the pack says so", day=day)
            return replace(self, said=day), Said(words, Tone.ATTENTION)
        plain = {k: v for k, v in asdict(self).items() if k not in ("announced", "said")}
        return _with_expiry(work, Pieces(**plain), day)

    def on_key(self, key: Key, work: Work) -> receive.ScanItem:
        return self.left(key, work)


@dataclass(frozen=True)
class CountPieces(Pieces, State):
    """How many: scans add up, QTY or typing sets; DONE or an LPN's label books them."""

    def screen(self) -> View:
        keys = ("ALL",) if self.open else ()
        return View(
            goods.TITLE,
            T("Scan more {sku}, an LPN or DONE", sku=self.sku),
            lines=(*self.facts, (T("Counted"), str(self.quantity))),
            keys=(*keys, "DAMAGED", "DONE", "BACK"),
            accepts=goods.SCAN_OR_TEXT,
            expects="%DONE" if self.quantity == self.open else "",
            progress=(self.quantity, self.open) if self.open else None,
            counts_repeats=True,
        )

    def on_scan(
        self, scan: Scan, work: Work
    ) -> CountPieces | tuple[receive.ScanItem | receive_across.CarryAcross, Said]:
        lpn_id = goods.lpn_scanned(work, scan)
        if lpn_id is not None:
            booked = receive_label.book(work, self, lpn_id)
            across = receive_across.begun(work, lpn_id, self.asn_id, self.reference)
            following = receive.items(work, self.asn_id, self.reference)
            return across or (following, goods.told(booked))
        return self._set(self.quantity + self.more(work, scan))

    def on_text(self, typed: Typed, work: Work) -> CountPieces:
        return self._set(goods.quantity(typed.text))

    def on_key(
        self, key: Key, work: Work
    ) -> (
        CountPieces
        | receive_damaged.CountDamaged
        | receive.ScanItem
        | tuple[receive_label.ScanLabel, Said]
    ):
        match key.name:
            case "QTY" if key.value:
                return self._set(goods.quantity(key.value))
            case "QTY" | "ALL":
                return self._set(self.open or self.quantity)
            case "BACK":
                return receive.items(work, self.asn_id, self.reference)
            case "DAMAGED":
                return receive_damaged.begun(self)
            case "DONE":
                return receive_label.labelled(work, self)
        return goods.refuse(self, key, work)

    def _set(self, quantity: int) -> CountPieces:
        goods.check_room(self.sku, quantity, self.room)
        return replace(self, quantity=quantity)
