"""Pick, where the books say that the bin is empty now: is it? The cheapest count there is.

Asked where the site wants it; a bin that is not empty is counted, by whoever has the time.
"""

from __future__ import annotations

from dataclasses import dataclass

from wms.counting.ask import ask
from wms.counting.rules import quantity
from wms.dialogues import identify, pick_stop
from wms.dialogues.home import Menu, menu
from wms.dialogues.pick_drop import End
from wms.dialogues.pick_view import TITLE, Stop
from wms.layout import queries as layout
from wms.stock import queries as stock
from wms.terminal.machine import Said, State, View, Work, known
from wms.terminal.wire import Accepts, Key, Scan, Tone, Typed
from wms.text import T

WHY = "zero"


def asked(stop: Stop, work: Work) -> ZeroCheck | None:
    """Return the question, where the site asks it and the books know nothing more in the bin."""
    if not work.config["picking"]["zero_check"]:
        return None
    place = layout.by_code(work.conn, stop.bin)
    if place is None or stock.at_location(work.conn, place.id):
        return None
    return ZeroCheck(stop.cluster_id, place.id, place.code)


@dataclass(frozen=True)
class ZeroCheck(State):
    """DONE says yes; the scan of a piece, or how many there are, says no."""

    cluster_id: int
    location_id: int
    bin: str

    def confirms(self) -> bool:
        return True

    def screen(self) -> View:
        return View(
            TITLE,
            T("Is {bin} empty? DONE, or scan a piece", bin=self.bin),
            keys=("QTY", "DONE", "BACK"),
            accepts=(Accepts.SCAN, Accepts.TEXT),
        )

    def on_scan(
        self, scan: Scan, work: Work
    ) -> tuple[pick_stop.ScanBin | pick_stop.ScanTote | End, Said]:
        identify.item(work, scan, wanted=self.screen().prompt)
        return self._not_empty(work)

    def on_text(
        self, typed: Typed, work: Work
    ) -> tuple[pick_stop.ScanBin | pick_stop.ScanTote | End, Said]:
        return self._found(typed.text, work)

    def on_key(
        self, key: Key, work: Work
    ) -> Menu | tuple[pick_stop.ScanBin | pick_stop.ScanTote | End, Said]:
        known(key, self)
        match key.name:
            case "BACK":
                return menu(work)
            case "QTY":
                return self._found(key.value, work)
        return pick_stop.resume(self.cluster_id, work), Said(T("{bin} is empty", bin=self.bin))

    def _found(
        self, text: str, work: Work
    ) -> tuple[pick_stop.ScanBin | pick_stop.ScanTote | End, Said]:
        if quantity(text):
            return self._not_empty(work)
        return pick_stop.resume(self.cluster_id, work), Said(T("{bin} is empty", bin=self.bin))

    def _not_empty(self, work: Work) -> tuple[pick_stop.ScanBin | pick_stop.ScanTote | End, Said]:
        number = work.station.warehouse_id
        ask(work.conn, warehouse_id=number, location_id=self.location_id, why=WHY, at=work.at)
        words = T("Leave it there. {bin} will be counted", bin=self.bin)
        return pick_stop.resume(self.cluster_id, work), Said(words, Tone.ATTENTION)
