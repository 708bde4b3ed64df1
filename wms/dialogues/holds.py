"""Holds: a supervisor looks at what is held, and frees it, scraps it, or holds more.

`hold_one` shows a hold, `hold_more` has the screens by which more pieces are held.
"""

from __future__ import annotations

from dataclasses import dataclass

from wms.dialogues import hold_more, hold_one, identify
from wms.dialogues.home import PIN_ROLES, Menu, entry, menu
from wms.errors import Refused
from wms.layout.queries import LocationRow
from wms.stock import holds
from wms.terminal.machine import State, View, Work, known
from wms.terminal.wire import Key, Scan
from wms.text import T

TITLE = T("HOLDS")
ANY_BIN = T("Scan a bin")


def _waiting(work: Work) -> int:
    return holds.waiting(work.conn, work.station.warehouse_id)


@entry("HOLDS", T("Holds"), waiting=_waiting)
def begin(work: Work) -> HoldsBin:
    """Ask for a bin, or for the next hold.

    :raises Refused: the person is no supervisor.
    """
    if work.person.role not in PIN_ROLES:
        words = T("Only a supervisor may free holds")
        raise Refused("role.supervisor", words, T("Ask a supervisor"))
    following = holds.first(work.conn, work.station.warehouse_id)
    return HoldsBin(_waiting(work), following.location if following else "")


@dataclass(frozen=True)
class HoldsBin(State):
    """`following` is the bin of the first open hold, "" when nothing is held."""

    waiting: int = 0
    following: str = ""

    def screen(self) -> View:
        if not self.following:
            return View(TITLE, ANY_BIN, lines=(("", T("Nothing is held")),), keys=("BACK",))
        lines = ((T("Holds"), str(self.waiting)), (T("First in"), self.following))
        return View(TITLE, T("Scan a bin, or NEXT"), lines=lines, keys=("NEXT", "BACK"))

    def on_scan(self, scan: Scan, work: Work) -> hold_one.HoldsOne | HoldsNone:
        return at(work, identify.location(work, scan, wanted=ANY_BIN))

    def on_key(self, key: Key, work: Work) -> hold_one.HoldsOne | HoldsBin | Menu:
        known(key, self)
        if key.name == "BACK":
            return menu(work)
        row = holds.first(work.conn, work.station.warehouse_id)
        return hold_one.of(row) if row else begin(work)


@dataclass(frozen=True)
class HoldsNone(State):
    """Nothing is held in the bin; more may be."""

    location_id: int
    bin: str

    def screen(self) -> View:
        lines = ((T("Bin"), self.bin), ("", T("Nothing is held here")))
        return View(TITLE, T("HOLD some, or scan a bin"), lines=lines, keys=("HOLD", "BACK"))

    def on_scan(self, scan: Scan, work: Work) -> hold_one.HoldsOne | HoldsNone:
        return at(work, identify.location(work, scan, wanted=ANY_BIN))

    def on_key(self, key: Key, work: Work) -> hold_more.HoldItem | HoldsBin:
        known(key, self)
        if key.name == "HOLD":
            return hold_more.begin(work, self.location_id, self.bin)
        return begin(work)


def at(work: Work, place: LocationRow) -> hold_one.HoldsOne | HoldsNone:
    """Return the oldest hold of a bin, or that there is none."""
    found = holds.at_location(work.conn, place.id)
    return hold_one.of(found[0]) if found else HoldsNone(place.id, place.code)
