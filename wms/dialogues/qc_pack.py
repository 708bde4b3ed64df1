"""The way from the check to packing."""

from __future__ import annotations

from dataclasses import dataclass

from wms.dialogues import identify, qc
from wms.errors import Refused
from wms.layout import queries as layout
from wms.quality import check
from wms.terminal.machine import Said, State, View, Work, known
from wms.terminal.wire import Key, Scan, Tone
from wms.text import T


@dataclass(frozen=True)
class QcPack(State):
    """All was looked at: the totes go to packing, or are empty because everything failed."""

    check_id: int
    order: str
    totes: tuple[str, ...]
    pack: str

    def screen(self) -> View:
        if not self.totes:
            lines = ((T("Order"), self.order), ("", T("Nothing is left of it")))
            return View(qc.TITLE, T("Scan DONE"), lines=lines, keys=("DONE", "BACK"))
        return View(
            qc.TITLE,
            T("Take it to {place}. Scan {place}", place=self.pack),
            lines=((T("Order"), self.order), *((T("Tote"), code) for code in self.totes)),
            keys=("BACK",),
            expects=self.pack,
        )

    def on_scan(self, scan: Scan, work: Work) -> tuple[qc.QcTote | qc.QcLook, Said]:
        wanted = self.screen().prompt
        place = identify.location(work, scan, wanted=wanted)
        if place.kind != "pack" or not self.totes:
            raise Refused("qc.wrong_place", T("This is {place}", place=place.code), wanted)
        return self._finished(place.id, work)

    def on_key(self, key: Key, work: Work) -> qc.QcLook | tuple[qc.QcTote | qc.QcLook, Said]:
        known(key, self)
        if key.name == "DONE" and not self.totes:
            pack = layout.first(work.conn, work.station.warehouse_id, "pack")
            return self._finished(pack.id, work)
        return qc.looking(work, self.check_id)

    def _finished(self, target_id: int, work: Work) -> tuple[qc.QcTote | qc.QcLook, Said]:
        """End the check, or go on with what was set down here since this screen was drawn."""
        now = qc.looking(work, self.check_id)
        if now.left:
            return now, Said(T("More pieces of it have come"), Tone.ATTENTION)
        ended = check.finish(
            work.conn,
            check_id=self.check_id,
            target_id=target_id,
            actor=work.actor,
            at=work.at,
        )
        passed = T("{order} passed", order=ended.order)
        failed = T("{order}: some pieces failed", order=ended.order)
        return qc.QcTote(), Said(passed if ended.status == "passed" else failed)
