"""Pack, when the scale says no or is dead: a supervisor's badge and PIN, and it is recorded."""

from __future__ import annotations

from dataclasses import dataclass, replace

from wms.dialogues import identify, pack, pack_await, pack_label, pack_scale, pack_weigh
from wms.dialogues.home import PIN_ROLES
from wms.errors import Refused
from wms.gs1.digits import is_digits, shown
from wms.packing import weigh
from wms.people import pins
from wms.terminal.machine import Said, State, View, Work
from wms.terminal.wire import Accepts, Key, Scan, Tone, Typed
from wms.text import T

REASON_WEIGHT, REASON_SCALE = "weight", "scale"


def approver(work: Work, scan: Scan, parcel_id: int, grams: int) -> PackPin:
    """Ask for the PIN of the supervisor whose badge was scanned.

    :raises Refused: it is no badge, or of somebody who may not approve.
    """
    found = identify.badge(work, scan, wanted=T("Scan a supervisor's badge"))
    if found.role not in PIN_ROLES:
        raise Refused(
            "packing.no_supervisor",
            T("{name} may not approve this", name=found.name),
            T("Scan a supervisor's badge"),
        )
    return PackPin(parcel_id, grams, found.id, found.name)


@dataclass(frozen=True)
class PackBadge(State):
    """The scale is dead: somebody must take the weight on himself."""

    parcel_id: int

    def screen(self) -> View:
        return View(T("NO SCALE"), T("Scan a supervisor's badge"), keys=("BACK",))

    def on_scan(self, scan: Scan, work: Work) -> PackPin:
        return approver(work, scan, self.parcel_id, 0)

    def on_key(self, key: Key, work: Work) -> pack_weigh.PackWeigh:
        pack.only_back(key, self)
        return pack_weigh.weigh_step(work, self.parcel_id)


@dataclass(frozen=True)
class PackPin(State):
    """`grams` is the weight to be approved, 0 where nothing weighed the parcel."""

    parcel_id: int
    grams: int
    worker_id: int
    worker: str

    def screen(self) -> View:
        return View(
            T("APPROVE"),
            T("Enter your PIN"),
            lines=((T("Name"), self.worker),),
            keys=("BACK",),
            accepts=(Accepts.TEXT,),
            secret=True,
        )

    def on_text(
        self, typed: Typed, work: Work
    ) -> pack_scale.PackReason | pack_label.PackLabel | pack_await.PackAwait | tuple[PackPin, Said]:
        refusal = pins.check(work.conn, self.worker_id, typed.text, at=work.at)
        if refusal is not None:
            return self, Said(refusal, Tone.REFUSED)
        if not self.grams:
            return pack_scale.reason_step(work, self.parcel_id, self.worker_id)
        return approved(work, self.parcel_id, self.grams, self.worker_id, REASON_WEIGHT)

    def on_key(self, key: Key, work: Work) -> pack_weigh.PackWeigh:
        pack.only_back(key, self)
        return pack_weigh.weigh_step(work, self.parcel_id)


@dataclass(frozen=True)
class PackTyped(State):
    """The weight is typed; one that cannot be right is asked for twice."""

    parcel_id: int
    worker_id: int
    doubted_grams: int = 0

    def confirms(self) -> bool:
        return bool(self.doubted_grams)

    def screen(self) -> View:
        return View(
            T("NO SCALE"),
            T("Type the weight in grams"),
            keys=("BACK",),
            accepts=(Accepts.TEXT,),
        )

    def on_text(
        self, typed: Typed, work: Work
    ) -> pack_label.PackLabel | pack_await.PackAwait | tuple[PackTyped, Said]:
        grams = _grams(typed.text.strip())
        gap = weigh.compare(work.conn, parcel_id=self.parcel_id, grams=grams, config=work.config)
        if gap is None or grams == self.doubted_grams:
            return approved(work, self.parcel_id, grams, self.worker_id, REASON_SCALE)
        words = T("{differs}. Type it again if it is right", differs=gap.words)
        return replace(self, doubted_grams=grams), Said(words, Tone.ATTENTION)

    def on_key(self, key: Key, work: Work) -> pack_weigh.PackWeigh:
        pack.only_back(key, self)
        return pack_weigh.weigh_step(work, self.parcel_id)


def approved(
    work: Work, parcel_id: int, grams: int, worker_id: int, reason: str
) -> pack_label.PackLabel | pack_await.PackAwait:
    """Store the weight with who took it on himself and why, and book the label."""
    weigh.weigh(
        work.conn,
        parcel_id=parcel_id,
        grams=grams,
        actor=work.actor,
        config=work.config,
        override_by_id=worker_id,
        override_reason=reason,
    )
    return pack_await.weighed_step(work, parcel_id)


def _grams(text: str) -> int:
    if not is_digits(text) or not 1 <= int(text[:9]) <= weigh.MAX_GRAMS or len(text) > 9:
        raise Refused(
            "packing.no_weight",
            T("{text} is no weight", text=shown(text)),
            T("Type the grams as a whole number"),
        )
    return int(text)
