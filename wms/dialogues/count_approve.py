"""Count, for a supervisor at a bin where a worker's difference is beyond the limit: approve it, or
count oneself."""

from __future__ import annotations

from dataclasses import dataclass

from wms.counting import claim, queries
from wms.counting import count as counting
from wms.counting.approve import approve
from wms.dialogues import count, count_bin, identify
from wms.dialogues.count_shelf import named, said
from wms.dialogues.get_work import finished
from wms.dialogues.home import Menu
from wms.errors import Refused
from wms.terminal.machine import Said, State, View, Work, known
from wms.terminal.wire import Key, Scan
from wms.text import T

SHOWN = 6


def at(work: Work, location_id: int) -> CountApprove | None:
    """Return what waits for a supervisor at a bin, if anything does."""
    task = queries.at_location(work.conn, location_id)
    if task is None or task.recounts_id is None:
        return None
    found = queries.differences(work.conn, task.recounts_id)
    lines = queries.lines(work.conn, task.recounts_id)
    rows = [(named(n), found[n.item_id, n.lot_id]) for n in lines if (n.item_id, n.lot_id) in found]
    differ = tuple((name, "?" if n is None else f"{n:+}") for name, n in rows)
    return CountApprove(task.id, location_id, task.location, differ)


@dataclass(frozen=True)
class CountApprove(State):
    """`differ` are (item, pieces more or fewer) of the count that was not booked."""

    task_id: int
    location_id: int
    bin: str
    differ: tuple[tuple[str, str], ...] = ()

    def confirms(self) -> bool:
        return True

    def screen(self) -> View:
        return View(
            count.TITLE,
            T("APPROVE, or scan {bin} to count it", bin=self.bin),
            lines=((T("Bin"), self.bin), *self.differ[:SHOWN]),
            keys=("APPROVE", "BACK"),
        )

    def on_scan(self, scan: Scan, work: Work) -> count_bin.Counting:
        place = identify.location(work, scan, wanted=T("Scan {bin}, or BACK", bin=self.bin))
        if place.id != self.location_id:
            remedy = T("Scan {bin}, or BACK", bin=self.bin)
            raise Refused("count.wrong_bin", T("This is bin {bin}", bin=place.code), remedy)
        task = claim.take_over(work.conn, location_id=self.location_id, worker_id=work.person.id)
        if task is None:
            words = T("Nothing waits for approval in {bin}", bin=self.bin)
            raise Refused("count.no_dispute", words, T("Scan BACK"))
        counting.begin(work.conn, task_id=task.id, actor=work.actor, at=work.at)
        return count_bin.shelf(work, task.id)

    def on_key(self, key: Key, work: Work) -> count.CountGo | tuple[count.CountGo | Menu, Said]:
        known(key, self)
        if key.name == "BACK":
            claim.leave(work.conn, task_id=self.task_id, actor=work.actor)
            return count.free(work)
        outcome = approve(work.conn, task_id=self.task_id, actor=work.actor, at=work.at)
        return finished(work, self.bin) or count.free(work), said(outcome)
