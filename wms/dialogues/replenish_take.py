"""Replenish, the first half: go to where goods are stored and take them onto the cart."""

from __future__ import annotations

from dataclasses import dataclass, replace

from wms.dialogues import get_work, identify, replenish, replenish_bring
from wms.dialogues.home import Menu, menu
from wms.dialogues.replenish_view import TITLE, Trip, ends_of, told, wrong_bin
from wms.errors import Refused
from wms.people import rights
from wms.replenishment import claim, queries
from wms.replenishment.queries import TaskRow
from wms.replenishment.take import source_short, take, take_lpn
from wms.terminal.machine import Said, State, View, Work, known
from wms.terminal.wire import Accepts, Key, Scan, Tone, Typed
from wms.text import N, T


def next_trip(
    work: Work, skipped: tuple[int, ...] = ()
) -> ToSource | replenish_bring.ToFace | NoTrip:
    """Return where the worker's own task goes on, else where the most urgent one begins that the
    worker's teams allow; faces that were given back are `skipped`."""
    task = claim.claim(
        work.conn,
        warehouse_id=work.station.warehouse_id,
        worker_id=work.person.id,
        left_out=(*skipped, *_closed(work)),
        at=work.at,
    )
    return NoTrip() if task is None else resume(work, task, skipped)


def _closed(work: Work) -> list[int]:
    """Return the faces that a worker may not fill whose teams may not go everywhere."""
    if not get_work.is_narrow(work, "REPLENISH"):
        return []
    tasks = claim.offered(work.conn, work.station.warehouse_id, work.person.id)
    allowed = rights.of(work.conn, work.person.id)
    ends = ends_of(work, tasks)
    return [
        task.face_id
        for task in tasks
        if not allowed.allow("REPLENISH", [place.zone for place in ends[task.id]])
    ]


def onward(
    work: Work, skipped: tuple[int, ...], place: str
) -> ToSource | replenish_bring.ToFace | NoTrip | Menu:
    """Return what comes after a task that ended at `place`."""
    return get_work.finished(work, place) or next_trip(work, skipped)


def resume(
    work: Work, task: TaskRow, skipped: tuple[int, ...] = ()
) -> ToSource | replenish_bring.ToFace:
    """Return where a task stands, from the database alone."""
    if task.taken:
        return replenish_bring.ToFace(**told(work, task, task.on_the_way, skipped))
    return ToSource(**told(work, task, task.quantity, skipped))


@dataclass(frozen=True)
class NoTrip(State):
    def screen(self) -> View:
        return View(
            TITLE,
            T("Scan REPLENISH to look again"),
            keys=("REPLENISH", "BACK"),
            message=T("No face needs goods now"),
        )

    def on_scan(self, scan: Scan, work: Work) -> replenish.ConfirmTrip:
        return replenish.left_behind(scan, work)

    def on_key(self, key: Key, work: Work) -> ToSource | replenish_bring.ToFace | NoTrip | Menu:
        known(key, self)
        return menu(work) if key.name == "BACK" else next_trip(work)


@dataclass(frozen=True)
class ToSource(Trip):
    """On the way to where the goods are stored, with nothing taken yet."""

    def screen(self) -> View:
        return View(
            TITLE,
            T("Scan bin {bin}", bin=self.source),
            lines=(*self._facts(T("Take")), (T("To bin"), self.face)),
            keys=("SKIP", "BACK"),
            expects=self.source,
        )

    def on_scan(self, scan: Scan, work: Work) -> TakeItem | TakeLpn:
        if scan.text != self.source:
            raise wrong_bin(work, scan, self.source)
        return TakeLpn(**self.plain()) if self.lpn else TakeItem(**self.plain())

    def on_key(
        self, key: Key, work: Work
    ) -> ToSource | replenish_bring.ToFace | tuple[NoTrip, Said] | Menu:
        known(key, self)
        return menu(work) if key.name == "BACK" else skip(self, work)


@dataclass(frozen=True)
class TakeItem(Trip):
    """At the bin: each scan of the item counts, until all that is wanted is on the cart."""

    taken: int = 0

    def screen(self) -> View:
        return View(
            TITLE,
            T("Scan {sku}", sku=self.sku),
            lines=(*self._facts(T("Take"), self.taken), (T("To bin"), self.face)),
            keys=("SKIP", "SHORT", "QTY", "FULL", "BACK"),
            accepts=(Accepts.SCAN, Accepts.TEXT),
            counts_repeats=True,
        )

    def on_scan(self, scan: Scan, work: Work) -> TakeItem | tuple[replenish_bring.ToFace, Said]:
        return self._onward(work, self._count(work, scan, self.taken))

    def on_text(self, typed: Typed, work: Work) -> TakeItem | tuple[replenish_bring.ToFace, Said]:
        return self._onward(work, self._number(typed.text, self.taken))

    def on_key(
        self, key: Key, work: Work
    ) -> (
        ToSource
        | TakeItem
        | ConfirmSourceShort
        | replenish_bring.ToFace
        | tuple[replenish_bring.ToFace, Said]
        | tuple[NoTrip, Said]
    ):
        known(key, self)
        match key.name:
            case "QTY":
                return self._onward(work, self._number(key.value or str(self.want), self.taken))
            case "FULL":
                return self._full(work)
            case "SHORT":
                return ConfirmSourceShort(**vars(self))
            case "SKIP":
                return skip(self, work)
        return ToSource(**self.plain())

    def _full(self, work: Work) -> tuple[replenish_bring.ToFace, Said]:
        """The cart takes no more: go with what is on it, the rest is asked for anew."""
        if not self.taken:
            words = T("Nothing is on the cart yet")
            raise Refused("replenish.nothing", words, T("Scan one {sku}, or SKIP", sku=self.sku))
        return self._go(work, self.taken)

    def _onward(self, work: Work, taken: int) -> TakeItem | tuple[replenish_bring.ToFace, Said]:
        return replace(self, taken=taken) if taken < self.want else self._go(work, taken)

    def _go(self, work: Work, taken: int) -> tuple[replenish_bring.ToFace, Said]:
        take(work.conn, task_id=self.task_id, quantity=taken, actor=work.actor, at=work.at)
        return on_cart(self, taken)


@dataclass(frozen=True)
class TakeLpn(Trip):
    """What stands in an LPN is taken as a whole."""

    def screen(self) -> View:
        return View(
            TITLE,
            T("Take the whole LPN. Scan {lpn}", lpn=self.lpn),
            lines=(*self._facts(T("Wanted")), (T("To bin"), self.face)),
            keys=("SKIP", "SHORT", "BACK"),
            expects=self.lpn,
        )

    def on_scan(self, scan: Scan, work: Work) -> tuple[replenish_bring.ToFace, Said]:
        plate = identify.lpn(work, scan, wanted=T("Scan LPN {lpn}", lpn=self.lpn))
        n = take_lpn(work.conn, task_id=self.task_id, lpn_id=plate.id, actor=work.actor, at=work.at)
        return on_cart(self, n)

    def on_key(
        self, key: Key, work: Work
    ) -> ToSource | ConfirmSourceShort | replenish_bring.ToFace | tuple[NoTrip, Said]:
        known(key, self)
        match key.name:
            case "SHORT":
                return ConfirmSourceShort(**self.plain())
            case "SKIP":
                return skip(self, work)
        return ToSource(**self.plain())


@dataclass(frozen=True)
class ConfirmSourceShort(Trip):
    """The bin holds fewer than the ledger says; once more, and it is closed and counted."""

    taken: int = 0

    def confirms(self) -> bool:
        return True

    def screen(self) -> View:
        only = N(
            "Only {n} piece here? Scan SHORT again",
            "Only {n} pieces here? Scan SHORT again",
            self.taken,
        )
        return View(
            TITLE,
            only if self.taken else T("Nothing here? Scan SHORT again"),
            lines=((T("Bin"), self.source), *self._facts(T("Take"), self.taken)),
            keys=("SHORT", "BACK"),
        )

    def on_key(
        self, key: Key, work: Work
    ) -> TakeItem | TakeLpn | tuple[ToSource | replenish_bring.ToFace | NoTrip | Menu, Said]:
        known(key, self)
        if key.name != "SHORT":
            return TakeLpn(**self.plain()) if self.lpn else TakeItem(**vars(self))
        outcome = source_short(
            work.conn, task_id=self.task_id, quantity=self.taken, actor=work.actor, at=work.at
        )
        missed = T("{bin} will be counted. {n} cannot be had", bin=self.source, n=outcome.missing)
        words = missed if outcome.missing else T("{bin} will be counted", bin=self.source)
        said = Said(words, Tone.ATTENTION)
        if self.taken:
            return on_cart(self, self.taken)[0], said
        return onward(work, self.skipped, self.source), said


def skip(trip: Trip, work: Work) -> ToSource | replenish_bring.ToFace | tuple[NoTrip, Said]:
    """Leave a task to others and take the next one."""
    task = queries.task(work.conn, trip.task_id)
    claim.give_back(work.conn, task_id=trip.task_id, actor=work.actor, at=work.at)
    following = next_trip(work, (*trip.skipped, task.face_id))
    if isinstance(following, NoTrip):
        return following, Said(T("Left to others. Nothing else waits"), Tone.ATTENTION)
    return following


def on_cart(trip: Trip, taken: int) -> tuple[replenish_bring.ToFace, Said]:
    """Go to the face with what was taken."""
    words = T("{n} x {sku} on the cart", n=taken, sku=trip.sku)
    return replenish_bring.ToFace(**trip.plain() | {"want": taken}), Said(words)
