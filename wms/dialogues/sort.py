"""Sort a batch at the put wall: take a tote of it, or go on with one that was left.

The pieces are `sort_item`, the slots and the totes that leave the wall `sort_out`, what is wrong
with a tote `sort_wrong`. `resume` finds the place again from the database alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from wms.dialogues import identify, sort_item, sort_out, sort_wrong
from wms.dialogues.home import Menu, entry, menu
from wms.errors import Refused
from wms.layout import queries as layout
from wms.picking import sort, wall
from wms.terminal import session
from wms.terminal.machine import Said, State, View, Work, known
from wms.terminal.wire import Key, Scan, Tone
from wms.text import T

TITLE = T("SORT")
WANTED = T("Scan a tote of a batch")


def _waiting(work: Work) -> int:
    return wall.waiting(work.conn, work.station.warehouse_id)


def _has_wall(work: Work) -> bool:
    return bool(layout.of_kind(work.conn, work.station.warehouse_id, "slot"))


@entry("SORT", T("Sort"), waiting=_waiting, here=_has_wall)
def begin(work: Work) -> SortTote | sort_item.SortItem | sort_out.SlotOut | sort_out.SortDrop:
    """Go on with what the worker left at the wall, else ask for a tote."""
    return resume(work)


def resume(
    work: Work, *, skips: bool = False
) -> SortTote | sort_item.SortItem | sort_out.SlotOut | sort_out.SortDrop:
    """Return what is next for a worker at the wall: a complete slot to empty (unless the worker
    `skips` those while there are pieces), pieces to sort, filled totes to bring on."""
    mine = wall.mine(work.conn, work.person.id)
    complete = wall.complete(work.conn, work.person.id)
    if complete is not None and not (skips and mine is not None):
        return sort_out.to_empty(work, complete)
    return past_slots(work)


def past_slots(work: Work) -> SortTote | sort_item.SortItem | sort_out.SortDrop:
    """Return what is next when complete slots are left for later."""
    mine = wall.mine(work.conn, work.person.id)
    if mine is not None:
        return sort_item.sorting(work, mine)
    return sort_out.next_drop(work) or SortTote()


@dataclass(frozen=True)
class SortTote(State):
    def screen(self) -> View:
        return View(TITLE, WANTED, keys=("BACK",))

    def on_scan(
        self, scan: Scan, work: Work
    ) -> (
        ConfirmSorter
        | sort_item.SortItem
        | sort_out.SlotOut
        | sort_out.SortDrop
        | sort_wrong.SortSurplus
        | SortTote
    ):
        place = layout.by_code(work.conn, scan.text)
        if place is not None and place.kind == "slot":
            return sort_out.asked(work, place)
        try:
            return opened(scan, work)
        except Refused as refusal:
            if refusal.code != "scan.wrong_kind":
                raise
            return _left_over(scan, work, refusal)

    def on_key(self, key: Key, work: Work) -> Menu:
        known(key, self)
        return menu(work)


@dataclass(frozen=True)
class ConfirmSorter(State):
    """Somebody else sorts this tote: one more scan to go on with it."""

    tote_id: int
    tote: str
    owner: str

    def confirms(self) -> bool:
        return True

    def screen(self) -> View:
        return View(
            T("TAKE OVER"),
            T("Scan {tote} again", tote=self.tote),
            lines=((T("Sorted by"), self.owner),),
            keys=("TAKE OVER", "BACK"),
            expects=self.tote,
        )

    def on_scan(
        self, scan: Scan, work: Work
    ) -> ConfirmSorter | sort_item.SortItem | sort_out.SlotOut | sort_out.SortDrop | SortTote:
        return self._take(work) if scan.text == self.tote else opened(scan, work)

    def on_key(
        self, key: Key, work: Work
    ) -> sort_item.SortItem | sort_out.SlotOut | sort_out.SortDrop | SortTote:
        known(key, self)
        return self._take(work) if key.name == "TAKE OVER" else resume(work)

    def _take(
        self, work: Work
    ) -> sort_item.SortItem | sort_out.SlotOut | sort_out.SortDrop | SortTote:
        tote = sort.at_wall(work.conn, lpn_id=self.tote_id, code=self.tote)
        former = sort.take(work.conn, tote=tote, actor=work.actor)
        if former is not None:
            words = T("{name} took your tote over", name=work.person.name)
            session.push(work, former, SortTote(), Said(words, Tone.ATTENTION))
        return resume(work)


def _left_over(scan: Scan, work: Work, refusal: Refused) -> sort_wrong.SortSurplus:
    """Take a piece that was left in a tote of which all others are sorted.

    :raises Refused: it was no piece, as `refusal` says.
    """
    try:
        return sort_wrong.nobody(work, identify.item(work, scan))
    except Refused as other:
        raise (refusal if other.code.startswith("scan.") else other) from None


def opened(
    scan: Scan, work: Work
) -> ConfirmSorter | sort_item.SortItem | sort_out.SlotOut | sort_out.SortDrop | SortTote:
    """Take the tote that was scanned; ask first where somebody else is sorting it."""
    found = identify.lpn(work, scan, wanted=WANTED, kinds=("tote",))
    tote = sort.at_wall(work.conn, lpn_id=found.id, code=found.code)
    if tote.worker_id is not None and tote.worker_id != work.person.id:
        return ConfirmSorter(tote.lpn_id, tote.code, tote.worker or "-")
    sort.take(work.conn, tote=tote, actor=work.actor)
    return resume(work)
