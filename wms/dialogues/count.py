"""Count a bin, blind: go there, scan what lies there, say that it is done.

The count stands in the database from the first piece on; the states remember only which count
it is, so an interrupted one is found again wherever its worker signs in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

from wms.counting import claim, queries
from wms.counting import count as counting
from wms.dialogues import adjust, count_approve, count_bin, get_work, identify
from wms.dialogues.home import Menu, entry, menu
from wms.dialogues.offers import LEFT, MINE, NEW, Offer
from wms.errors import Refused
from wms.layout import queries as layout
from wms.layout.queries import LocationRow
from wms.people.rules import may
from wms.terminal.machine import Said, State, View, Work, known
from wms.terminal.wire import Key, Scan, Tone
from wms.text import T

TITLE = T("COUNT")
ANY_BIN = T("Scan a bin to count it")
AT_MOST = 200
URGENT = ("short", "zero", "recount")
"""Why a count is more urgent than others: stock stands still until it is done."""


def _waiting(work: Work) -> int:
    return queries.unfinished(work.conn, work.station.warehouse_id)


def _offers(work: Work) -> Iterator[Offer]:
    """Offer one's own counts, those left for one, and those that nobody has yet."""
    rows = queries.offered(work.conn, work.station.warehouse_id, work.person.id, at_most=AT_MOST)
    places = layout.by_ids(work.conn, {row.location_id for row in rows})
    urgent, other = (work.config["work"][f"{name}_priority"] for name in ("short", "count"))
    for row in rows:
        place = places[row.location_id]
        yield Offer(
            row.id,
            partial(_taken, task_id=row.id),
            place,
            (place.zone,),
            scan=place.code,
            stage=(MINE if row.begun_at else LEFT) if row.worker_id else NEW,
            priority=urgent if row.why in URGENT else other,
        )


def _taken(work: Work, task_id: int) -> count_bin.Counting | CountGo | None:
    task = claim.take(work.conn, task_id=task_id, worker_id=work.person.id)
    return _led_to(work, task) if task is not None else None


@entry("COUNT", T("Count"), waiting=_waiting, offers=_offers)
def begin(work: Work) -> count_bin.Counting | CountGo:
    """Lead to the worker's own count, else to the oldest that waits."""
    return next_count(work)


def next_count(work: Work, skipped: tuple[int, ...] = ()) -> count_bin.Counting | CountGo:
    """Return where the next count begins or goes on; `skipped` are those given back. A team that
    may not go everywhere gets the best of those it may."""
    if get_work.is_narrow(work, "COUNT"):
        offer = get_work.best(work, "COUNT")
        return (_taken(work, offer.id) if offer else None) or free(work)
    task = claim.claim(
        work.conn,
        warehouse_id=work.station.warehouse_id,
        worker_id=work.person.id,
        left_out=skipped,
    )
    return _led_to(work, task, skipped) if task is not None else free(work)


def free(work: Work) -> CountGo:
    """Return where somebody stands who has no count to do."""
    return CountGo(adjusts=may(work.person.role, "ADJUST"))


def _led_to(
    work: Work, task: queries.TaskRow, skipped: tuple[int, ...] = ()
) -> count_bin.Counting | CountGo:
    if task.begun_at:
        return count_bin.shelf(work, task.id)
    return CountGo(task.id, task.location, skipped)


@dataclass(frozen=True)
class CountGo(State):
    """On the way to the bin, or free (`task_id` 0) when no count waits.

    Another bin may be counted instead while nothing was found in this one. `taken` is a bin
    that somebody else counts: the same scan again takes it over. `adjusts` offers a supervisor to
    put books right without a count.
    """

    task_id: int = 0
    bin: str = ""
    skipped: tuple[int, ...] = ()
    taken: str = ""
    adjusts: bool = False

    def screen(self) -> View:
        if not self.task_id:
            keys = ("ADJUST", "BACK") if self.adjusts else ("BACK",)
            view = View(TITLE, ANY_BIN, lines=(("", T("No count waits")),), keys=keys)
        else:
            go = (T("Go to bin"), self.bin)
            prompt = T("Scan bin {bin}", bin=self.bin)
            view = View(TITLE, prompt, lines=(go,), keys=("SKIP", "BACK"), expects=self.bin)
        if not self.taken:
            return view
        return replace(view, prompt=T("Take it over? Scan {bin} again", bin=self.taken), expects="")

    def on_scan(
        self, scan: Scan, work: Work
    ) -> (
        count_bin.Counting
        | count_approve.CountApprove
        | tuple[CountGo, Said]
        | tuple[count_bin.Counting, Said]
    ):
        place = identify.location(work, scan, wanted=self.screen().prompt)
        if may(work.person.role, "APPROVE") and (found := count_approve.at(work, place.id)):
            return found
        if self.task_id and place.code == self.bin:
            return self._counting(self.task_id, work)
        known = queries.at_location(work.conn, place.id)
        owner = known.worker_id if known else None
        if owner not in (None, work.person.id) and place.code != self.taken:
            words = T("Somebody else counts {bin}", bin=place.code)
            return replace(self, taken=place.code), Said(words, Tone.ATTENTION)
        return self._instead(place, work)

    def on_key(
        self, key: Key, work: Work
    ) -> count_bin.Counting | CountGo | adjust.AdjustBin | Menu:
        known(key, self)
        if key.name == "ADJUST":
            return adjust.begin(work)
        if key.name == "SKIP" and self.task_id:
            claim.give_back(work.conn, task_id=self.task_id, actor=work.actor)
            return next_count(work, (*self.skipped, self.task_id))
        if self.taken:
            return replace(self, taken="")
        if self.task_id:
            claim.leave(work.conn, task_id=self.task_id, actor=work.actor)
        return menu(work)

    def _instead(
        self, place: LocationRow, work: Work
    ) -> count_bin.Counting | tuple[count_bin.Counting, Said]:
        """Count the bin that was scanned, whoever asked for it."""
        if self.task_id and not claim.leave(work.conn, task_id=self.task_id, actor=work.actor):
            raise Refused(
                "count.wrong_bin",
                T("This is bin {bin}", bin=place.code),
                T("Go on with {bin}, or SKIP it", bin=self.bin),
            )
        if self.taken:
            claim.take_over(work.conn, location_id=place.id, worker_id=work.person.id)
        task = claim.claim_bin(
            work.conn,
            warehouse_id=work.station.warehouse_id,
            location_id=place.id,
            worker_id=work.person.id,
            at=work.at,
        )
        begun = self._counting(task.id, work)
        if not self.task_id:
            return begun
        words = T("This is {bin}, not {other}", bin=place.code, other=self.bin)
        return begun, Said(words, Tone.ATTENTION)

    def _counting(self, task_id: int, work: Work) -> count_bin.Counting:
        counting.begin(work.conn, task_id=task_id, actor=work.actor, at=work.at)
        return count_bin.shelf(work, task_id)
