"""A piece fails its check: which one, what is wrong with it, onto the hold place with it."""

from __future__ import annotations

from dataclasses import dataclass

from wms.dialogues import identify, qc, qc_pack
from wms.errors import Refused
from wms.layout import queries as layout
from wms.quality import fail, queries
from wms.quality.rules import REASONS
from wms.terminal.machine import Said, State, View, Work, known
from wms.terminal.wire import Accepts, Key, Scan, Tone, Typed
from wms.text import N, T

TITLE = T("QC FAIL")
WHICH = T("Scan the piece that fails")
WHICH_LOT = T("Scan or type its lot")


@dataclass(frozen=True)
class QcFail(State):
    """Which piece; with `item_id` known, of which lot, where the code leaves a doubt."""

    check_id: int
    tote_id: int
    item_id: int = 0
    sku: str = ""
    pieces: int = 0

    def screen(self) -> View:
        return View(
            TITLE,
            WHICH_LOT if self.item_id else WHICH,
            lines=((T("Item"), self.sku),) if self.item_id else (),
            keys=("BACK",),
            accepts=(Accepts.SCAN, Accepts.TEXT),
        )

    def on_scan(self, scan: Scan, work: Work) -> QcWhy | QcFail:
        known = {self.item_id} if self.item_id else qc.among(work, self.check_id)
        if self.item_id and identify.what(work, scan) is None:
            return self._chosen(self.item_id, self.sku, self.pieces, scan.text.strip(), work)
        found = qc.piece(work, scan, known, self.screen().prompt)
        return self._chosen(found.item.id, found.item.sku, found.pieces, found.lot, work)

    def on_text(self, typed: Typed, work: Work) -> QcWhy | QcFail:
        return self.on_scan(Scan(typed.text), work)

    def on_key(self, key: Key, work: Work) -> qc.QcLook | QcFail:
        known(key, self)
        if self.item_id:
            return QcFail(self.check_id, self.tote_id)
        return qc.looking(work, self.check_id, self.tote_id)

    def _chosen(self, item_id: int, sku: str, pieces: int, lot: str, work: Work) -> QcWhy | QcFail:
        looks = queries.looks(work.conn, queries.check(work.conn, self.check_id))
        mine = [look for look in looks if look.item_id == item_id and look.in_totes]
        named = [look for look in mine if look.lot == lot]
        if len(mine) > 1 and not named:
            if self.item_id:
                lots = ", ".join(look.lot for look in mine)
                words = T("No lot {lot} in this order", lot=lot[:20])
                raise Refused("qc.wrong_lot", words, T("Say one of {lots}", lots=lots))
            return QcFail(self.check_id, self.tote_id, item_id, sku, pieces)
        look = (named or mine)[0]
        return QcWhy(self.check_id, self.tote_id, item_id, look.lot_id, look.name, pieces)


@dataclass(frozen=True)
class QcWhy(State):
    """What is wrong with it."""

    check_id: int
    tote_id: int
    item_id: int
    lot_id: int
    piece: str
    pieces: int

    def screen(self) -> View:
        return View(
            TITLE,
            T("What is wrong?"),
            lines=((T("Piece"), self.piece), (T("Pieces"), str(self.pieces))),
            keys=(*REASONS, "BACK"),
        )

    def on_key(self, key: Key, work: Work) -> QcHold | QcFail:
        known(key, self)
        if key.name == "BACK":
            return QcFail(self.check_id, self.tote_id)
        place = layout.first(work.conn, work.station.warehouse_id, "hold")
        here = (self.check_id, self.tote_id, self.item_id, self.lot_id, self.piece, self.pieces)
        return QcHold(*here, key.name, place.code)


@dataclass(frozen=True)
class QcHold(State):
    """On the way to the hold place; nothing is written before it is scanned."""

    check_id: int
    tote_id: int
    item_id: int
    lot_id: int
    piece: str
    pieces: int
    reason: str
    hold: str

    def screen(self) -> View:
        return View(
            TITLE,
            T("Put it on {place}. Scan {place}", place=self.hold),
            lines=((T("Piece"), self.piece), (T("Pieces"), str(self.pieces))),
            keys=("BACK",),
            expects=self.hold,
        )

    def on_scan(self, scan: Scan, work: Work) -> tuple[qc.QcLook | qc_pack.QcPack, Said]:
        wanted = self.screen().prompt
        place = identify.location(work, scan, wanted=wanted)
        if place.kind != "hold":
            raise Refused("qc.wrong_place", T("This is {place}", place=place.code), wanted)
        reason = fail.failed(
            work.conn,
            check_id=self.check_id,
            item_id=self.item_id,
            lot_id=self.lot_id,
            quantity=self.pieces,
            reason=self.reason,
            hold_id=place.id,
            tote_id=self.tote_id,
            actor=work.actor,
            at=work.at,
        )
        return qc.resume(work, self.check_id, self.tote_id), told(reason)

    def on_key(self, key: Key, work: Work) -> QcWhy:
        known(key, self)
        here = (self.check_id, self.tote_id, self.item_id, self.lot_id, self.piece, self.pieces)
        return QcWhy(*here)


@dataclass(frozen=True)
class QcMissing(State):
    """What was not looked at is not in the totes: said twice, then written off."""

    check_id: int
    order: str
    pieces: int

    def confirms(self) -> bool:
        return True

    def screen(self) -> View:
        return View(
            TITLE,
            T("Really not there? MISSING again"),
            lines=(
                (T("Order"), self.order),
                ("", N("{n} piece not seen", "{n} pieces not seen", self.pieces)),
            ),
            keys=("MISSING", "BACK"),
        )

    def on_key(
        self, key: Key, work: Work
    ) -> qc.QcLook | qc_pack.QcPack | tuple[qc.QcLook | qc_pack.QcPack, Said]:
        known(key, self)
        if key.name == "BACK":
            return qc.looking(work, self.check_id)
        reason = fail.missing(work.conn, check_id=self.check_id, actor=work.actor, at=work.at)
        return qc.resume(work, self.check_id), told(reason)


def told(reason: str) -> Said:
    """Return whether the order gets other pieces for those that failed."""
    if reason:
        return Said(T("No other piece is free: the order is short"), Tone.ATTENTION)
    return Said(T("Another one will be picked"))
