"""Replenish, the second half: put what is on the cart on the face, and the rest elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, replace

from wms.dialogues import identify, in_bin, replenish_take
from wms.dialogues.home import Menu, menu
from wms.dialogues.replenish_view import TITLE, Trip, wrong_bin
from wms.errors import Refused
from wms.layout.queries import LocationRow
from wms.replenishment import queries
from wms.replenishment.bring import bring, check_elsewhere, put_elsewhere
from wms.terminal.machine import Said, View, Work, known
from wms.terminal.wire import Accepts, Key, Scan, Typed
from wms.text import T


@dataclass(frozen=True)
class ToFace(Trip):
    """`want` pieces are on the cart, on their way to the face."""

    def screen(self) -> View:
        return View(
            TITLE,
            T("Scan bin {bin}", bin=self.face),
            lines=(*self._facts(T("On the cart")), (T("Go to bin"), self.face)),
            keys=("FULL", "BACK"),
            expects=self.face,
        )

    def on_scan(
        self, scan: Scan, work: Work
    ) -> tuple[replenish_take.ToSource | ToFace | replenish_take.NoTrip | Menu, Said]:
        if scan.text != self.face:
            raise wrong_bin(work, scan, self.face)
        _bring(self, work, self.want)
        said = T("{n} x {sku} in {bin}", n=self.want, sku=self.sku, bin=self.face)
        return replenish_take.onward(work, self.skipped, self.face), Said(said)

    def on_key(self, key: Key, work: Work) -> WhatFits | Menu:
        known(key, self)
        return WhatFits(**self.plain()) if key.name == "FULL" else menu(work)


@dataclass(frozen=True)
class WhatFits(Trip):
    """The face does not take all: what fits is counted, the face scanned; the rest goes on."""

    fits: int = 0

    def screen(self) -> View:
        return View(
            TITLE,
            T("Scan what fits, then {bin}", bin=self.face),
            lines=(*self._facts(T("On the cart"), self.fits), ("", T("DONE if nothing fits"))),
            keys=("QTY", "DONE", "BACK"),
            accepts=(Accepts.SCAN, Accepts.TEXT),
            counts_repeats=True,
        )

    def on_scan(
        self, scan: Scan, work: Work
    ) -> (
        WhatFits
        | tuple[PutRest, Said]
        | tuple[replenish_take.ToSource | ToFace | replenish_take.NoTrip | Menu, Said]
    ):
        place = in_bin.bin_scanned(work, scan)
        if place is None:
            return replace(self, fits=self._count(work, scan, self.fits))
        if place.code != self.face:
            raise wrong_bin(work, scan, self.face)
        if not self.fits:
            words = T("No piece was scanned yet")
            raise Refused("replenish.nothing", words, T("Scan what fits, or DONE"))
        _bring(self, work, self.fits)
        said = Said(T("{n} x {sku} in {bin}", n=self.fits, sku=self.sku, bin=self.face))
        if self.fits == self.want:
            return replenish_take.onward(work, self.skipped, self.face), said
        return PutRest(**self.plain() | {"want": self.want - self.fits}), said

    def on_text(self, typed: Typed, work: Work) -> WhatFits:
        return replace(self, fits=self._number(typed.text, self.fits))

    def on_key(self, key: Key, work: Work) -> WhatFits | PutRest | ToFace:
        known(key, self)
        match key.name:
            case "QTY":
                number = self._number(key.value or str(self.want), self.fits)
                return replace(self, fits=number)
            case "DONE" if self.fits:
                words = T("Put them in and scan {bin}", bin=self.face)
                raise Refused("replenish.unproved", words, T("BACK counts anew"))
            case "DONE":
                return PutRest(**self.plain())
        return ToFace(**self.plain())


@dataclass(frozen=True)
class PutRest(Trip):
    """What did not fit goes back, or to another bin that takes it (scanned twice: `other`)."""

    other: str = ""

    def confirms(self) -> bool:
        return bool(self.other)

    def screen(self) -> View:
        back = T("Take the rest back. Scan {bin}", bin=self.source)
        again = T("Scan {other} again, or {bin}", other=self.other, bin=self.source)
        return View(
            TITLE,
            again if self.other else back,
            lines=self._facts(T("On the cart")),
            keys=("BACK",),
            expects="" if self.other else self.source,
        )

    def on_scan(
        self, scan: Scan, work: Work
    ) -> PutRest | tuple[replenish_take.ToSource | ToFace | replenish_take.NoTrip | Menu, Said]:
        wanted = T("Scan bin {bin}", bin=self.source)
        place = identify.location(work, scan, wanted=wanted)
        if place.code in (self.source, self.other):
            return self._put(work, place)
        check_elsewhere(
            work.conn,
            task=queries.task(work.conn, self.task_id),
            location_id=place.id,
            config=work.config,
        )
        return replace(self, other=place.code)

    def on_key(self, key: Key, work: Work) -> PutRest | ToFace:
        known(key, self)
        return replace(self, other="") if self.other else ToFace(**self.plain())

    def _put(
        self, work: Work, place: LocationRow
    ) -> tuple[replenish_take.ToSource | ToFace | replenish_take.NoTrip | Menu, Said]:
        face_id = queries.task(work.conn, self.task_id).face_id
        n = put_elsewhere(
            work.conn,
            task_id=self.task_id,
            location_id=place.id,
            actor=work.actor,
            at=work.at,
            config=work.config,
        )
        said = T("{n} x {sku} in {bin}", n=n, sku=self.sku, bin=place.code)
        return replenish_take.onward(work, (*self.skipped, face_id), place.code), Said(said)


def _bring(trip: Trip, work: Work, quantity: int) -> None:
    bring(work.conn, task_id=trip.task_id, quantity=quantity, actor=work.actor, at=work.at)
