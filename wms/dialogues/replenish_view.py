"""What every screen of a replenisher shows: how many of what, from where, to which face."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from wms.dialogues import identify
from wms.errors import Refused
from wms.gs1.digits import is_digits
from wms.layout import queries as layout
from wms.layout.queries import LocationRow
from wms.replenishment import queries
from wms.replenishment.queries import TaskRow
from wms.terminal.machine import State, Work
from wms.terminal.wire import Scan
from wms.text import N, T, Words

TITLE = T("REPLENISH")
MOST_DIGITS = 6


@dataclass(frozen=True)
class _Trip(State):
    """One task. `want` pieces are to be taken from `source` (in the LPN `lpn`, if it names one), or
    are on the way to `face` already; `skipped` are faces that were given back on this walk."""

    task_id: int
    source: str
    lpn: str
    face: str
    item_id: int
    sku: str
    item: str
    lot: str
    want: int
    skipped: tuple[int, ...] = ()

    def plain(self) -> dict[str, Any]:
        """Return the trip's own fields, without what a screen knows besides."""
        return {f.name: getattr(self, f.name) for f in fields(_Trip)}

    def _facts(self, how_many: Words, taken: int = 0) -> tuple[tuple[Words, Words], ...]:
        count = f"{taken}/{self.want}" if taken else str(self.want)
        lot: tuple[tuple[Words, Words], ...] = ((T("Lot"), self.lot),) if self.lot != "-" else ()
        return ((how_many, count), (T("Item"), self.sku), ("", self.item[:38]), *lot)

    def _count(self, work: Work, scan: Scan, taken: int) -> int:
        """Return the pieces after one scan more.

        :raises Refused: it is another item or lot, or more than there shall be.
        """
        wanted = T("Take {sku}", sku=self.sku)
        found = identify.item(work, scan, among=(self.item_id,), wanted=wanted)
        if found.lot and self.lot != "-" and found.lot != self.lot:
            words = T("This is lot {lot}", lot=found.lot)
            raise Refused("replenish.wrong_lot", words, T("Take lot {lot}", lot=self.lot))
        return self._at_most(taken + found.pieces)

    def _number(self, text: str, taken: int) -> int:
        """Return the pieces that were keyed in: a number counts once one piece was scanned."""
        if not is_digits(text) or len(text) > MOST_DIGITS:
            raise Refused("pick.quantity", T("Enter a number"), T("Or scan each piece"))
        if not taken:
            words = T("No piece was scanned yet")
            raise Refused("pick.unproved", words, T("Scan one {sku}", sku=self.sku))
        return self._at_most(int(text))

    def _at_most(self, taken: int) -> int:
        if taken > self.want:
            raise Refused(
                "replenish.too_many",
                N("Only {n} piece is wanted", "Only {n} pieces are wanted", self.want),
                T("Put the others back"),
            )
        return taken


Trip = _Trip


def told(work: Work, task: TaskRow, want: int, skipped: tuple[int, ...]) -> dict[str, Any]:
    """Return the fields of a task's screens."""
    return {
        "task_id": task.id,
        "source": task.source,
        "lpn": queries.lpn_code(work.conn, task.source_lpn_id),
        "face": task.face,
        "item_id": task.item_id,
        "sku": task.sku,
        "item": task.name,
        "lot": task.lot,
        "want": want,
        "skipped": skipped,
    }


def ends_of(work: Work, tasks: Sequence[TaskRow]) -> dict[int, tuple[LocationRow, LocationRow]]:
    """Return by task where its goods are stored, and its face."""
    found = layout.by_ids(work.conn, {n for task in tasks for n in (task.source_id, task.face_id)})
    return {task.id: (found[task.source_id], found[task.face_id]) for task in tasks}


def wrong_bin(work: Work, scan: Scan, wanted: str) -> Refused:
    """Return the refusal of a scan that is not the bin `wanted`."""
    go = T("Go to {bin} and scan it", bin=wanted)
    found = identify.location(work, scan, wanted=go)
    return Refused("replenish.wrong_bin", T("This is bin {bin}", bin=found.code), go)
