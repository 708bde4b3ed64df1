"""Replenish: bring goods to the faces that people pick from, the most urgent ones first.

Taking them is `replenish_take`, putting them on the face `replenish_bring`. Who is on the way
locks out neither pickers nor counters: nothing but the task is claimed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from wms.dialogues import identify
from wms.dialogues.home import entry
from wms.dialogues.offers import MINE, NEW, Offer
from wms.dialogues.replenish_bring import ToFace
from wms.dialogues.replenish_take import NoTrip, ToSource, next_trip, resume
from wms.dialogues.replenish_view import ends_of
from wms.errors import Refused
from wms.replenishment import claim, queries
from wms.terminal import session
from wms.terminal.machine import Said, State, View, Work, known
from wms.terminal.wire import Key, Scan, Tone
from wms.text import T


def _waiting(work: Work) -> int:
    return queries.waiting(work.conn, work.station.warehouse_id)


def _offers(work: Work) -> Iterator[Offer]:
    """Offer one's own task where it goes on, else those that can be done now where they begin."""
    tasks = claim.offered(work.conn, work.station.warehouse_id, work.person.id)
    ends = ends_of(work, tasks)
    for task in tasks:
        source, face = ends[task.id]
        place = face if task.taken else source
        yield Offer(
            task.id,
            partial(_taken, task_id=task.id),
            place,
            (source.zone, face.zone),
            scan=place.code,
            stage=MINE if task.worker_id else NEW,
            priority=task.priority,
        )


def _taken(work: Work, task_id: int) -> ToSource | ToFace | None:
    task = claim.take(work.conn, task_id=task_id, worker_id=work.person.id, at=work.at)
    return resume(work, task) if task is not None else None


@entry("REPLENISH", T("Replenish"), waiting=_waiting, offers=_offers)
def begin(work: Work) -> ToSource | ToFace | NoTrip:
    """Go on with one's own task, else take the most urgent one."""
    return next_trip(work)


@dataclass(frozen=True)
class ConfirmTrip(State):
    """Somebody else's task: what is on the way, and one more scan to go on with it."""

    task_id: int
    bin: str
    owner: str
    sku: str
    face: str
    count: int

    def confirms(self) -> bool:
        return True

    def screen(self) -> View:
        return View(
            T("TAKE OVER"),
            T("Scan {bin} again", bin=self.bin),
            lines=(
                (T("Cart of"), self.owner),
                (T("Item"), self.sku),
                (T("On the way"), str(self.count)),
                (T("To bin"), self.face),
            ),
            keys=("TAKE OVER", "BACK"),
            expects=self.bin,
        )

    def on_scan(self, scan: Scan, work: Work) -> ConfirmTrip | ToSource | ToFace:
        return self._take(work) if scan.text == self.bin else left_behind(scan, work)

    def on_key(self, key: Key, work: Work) -> ToSource | ToFace | NoTrip:
        known(key, self)
        return self._take(work) if key.name == "TAKE OVER" else begin(work)

    def _take(self, work: Work) -> ToSource | ToFace:
        task, owner = claim.take_over(
            work.conn, task_id=self.task_id, worker_id=work.person.id, at=work.at
        )
        if owner is not None and owner != work.person.id:
            words = T("{name} took your cart over", name=work.person.name)
            session.push(work, owner, NoTrip(), Said(words, Tone.ATTENTION))
        return resume(work, task)


def left_behind(scan: Scan, work: Work) -> ConfirmTrip:
    """Find what somebody else brings to or from a bin, to take it over.

    :raises Refused: nobody is under way there.
    """
    wanted = T("Scan a bin of the trip, or REPLENISH")
    place = identify.location(work, scan, wanted=wanted)
    task = queries.claimed_at(work.conn, work.station.warehouse_id, place.id)
    if task is None:
        words = T("Nobody is under way to or from {bin}", bin=place.code)
        raise Refused("replenish.idle", words, wanted)
    return ConfirmTrip(
        task.id, place.code, task.worker or "-", task.sku, task.face, task.on_the_way
    )
