"""One hold: what is held and why; it is freed, scrapped, or left for the next one."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace

from wms.dialogues import hold_more, identify, in_bin
from wms.dialogues import holds as screens
from wms.dialogues.receive_goods import refuse
from wms.errors import Refused
from wms.inbound import hold as verbs
from wms.inbound import rules
from wms.stock import holds
from wms.stock.holds import HoldRow
from wms.terminal.machine import Said, State, View, Work, known
from wms.terminal.wire import Accepts, Key, Scan, Tone, Typed
from wms.text import N, T, Text, Words

REASONS: dict[str, Text] = {
    "damaged": T("damaged"),
    "expired": T("expired"),
    "other": T("other"),
    "over": T("more than announced"),
    "short": T("a picker found too few"),
    "short shelf life": T("short shelf life"),
    "wrong": T("wrong goods"),
}


@dataclass(frozen=True)
class _Held(State):
    """A hold as it was when it was shown; `chosen` of its `pieces` are meant."""

    hold_id: int
    location_id: int
    bin: str
    lpn: str
    item: str
    pieces: int
    chosen: int
    reason: str
    since: str

    @property
    def facts(self) -> tuple[tuple[Words, Words], ...]:
        pieces: Words = str(self.pieces)
        if self.chosen != self.pieces:
            pieces = T("{n} of {all}", n=self.chosen, all=self.pieces)
        place = ((T("Bin"), self.bin), *(((T("LPN"), self.lpn),) if self.lpn else ()))
        why = REASONS.get(self.reason.lower(), self.reason)
        what = ((T("Item"), self.item), (T("Pieces"), pieces))
        return (*place, *what, (T("Reason"), why), (T("Since"), self.since))


@dataclass(frozen=True)
class HoldsOne(_Held):
    """What shall become of it? A number chooses how many pieces of it are meant."""

    def screen(self) -> View:
        return View(
            screens.TITLE,
            T("FREE, SCRAP or NEXT"),
            lines=self.facts,
            keys=("FREE", "SCRAP", "NEXT", "HOLD", "BACK"),
            accepts=(Accepts.SCAN, Accepts.TEXT),
        )

    def on_scan(self, scan: Scan, work: Work) -> HoldsOne | screens.HoldsNone:
        return screens.at(work, identify.location(work, scan, wanted=screens.ANY_BIN))

    def on_text(self, typed: Typed, work: Work) -> HoldsOne:
        return self._choose(typed.text)

    def on_key(
        self, key: Key, work: Work
    ) -> (
        HoldsScrap
        | HoldsOne
        | screens.HoldsBin
        | hold_more.HoldItem
        | tuple[HoldsOne | screens.HoldsBin, Said]
    ):
        match key.name:
            case "FREE":
                return self._free(work)
            case "SCRAP":
                return HoldsScrap(**asdict(self))
            case "NEXT":
                return self._next(work)
            case "QTY":
                return self._choose(key.value)
            case "HOLD":
                return hold_more.begin(work, self.location_id, self.bin)
            case "BACK":
                return screens.begin(work)
        return refuse(self, key, work)

    def _choose(self, text: str) -> HoldsOne:
        chosen = in_bin.number(text)
        why = rules.why_not_taken(self.item, self.pieces, 0, chosen)
        if why is not None or not chosen:
            remedy = T("Give a number from 1 to {most}", most=self.pieces)
            raise Refused("hold.less", why or T("Nothing is left to do then"), remedy)
        return replace(self, chosen=chosen)

    def _free(self, work: Work) -> tuple[screens.HoldsBin, Said]:
        key = {"hold_id": self.hold_id, "quantity": self.chosen}
        row = verbs.free_hold(work.conn, **key, actor=work.actor, at=work.at)
        words = N("{n} {item} is free", "{n} {item} are free", self.chosen, item=self.item)
        if not row.is_kept and not row.lpn_id:
            words = T("{words}. MOVE them to a bin", words=words)
        return screens.begin(work), Said(words)

    def _next(self, work: Work) -> HoldsOne | tuple[HoldsOne | screens.HoldsBin, Said]:
        row = holds.one(work.conn, self.hold_id)
        following = (
            holds.after(work.conn, row)
            if row
            else holds.first(work.conn, work.station.warehouse_id)
        )
        if following is None:
            return screens.begin(work), Said(T("Nothing is held"))
        if following.id == self.hold_id:
            return of(following), Said(T("There is no other hold"), Tone.ATTENTION)
        return of(following)


@dataclass(frozen=True)
class HoldsScrap(_Held):
    """Nothing brings scrapped pieces back, so that it is said twice."""

    def screen(self) -> View:
        prompt = N("Scrap {n} piece? SCRAP again", "Scrap {n} pieces? SCRAP again", self.chosen)
        return View(screens.TITLE, prompt, lines=self.facts, keys=("SCRAP", "BACK"))

    def on_key(self, key: Key, work: Work) -> HoldsOne | tuple[screens.HoldsBin, Said]:
        known(key, self)
        if key.name == "BACK":
            return HoldsOne(**asdict(self))
        given = {"hold_id": self.hold_id, "quantity": self.chosen}
        verbs.scrap_hold(work.conn, **given, actor=work.actor, at=work.at)
        done = N("{n} {item} is scrapped", "{n} {item} are scrapped", self.chosen, item=self.item)
        return screens.begin(work), Said(done)


def of(row: HoldRow) -> HoldsOne:
    return HoldsOne(
        row.id,
        row.location_id,
        row.location,
        row.lpn if row.lpn_id else "",
        f"{row.sku} {row.lot}" if row.lot_id else row.sku,
        row.quantity,
        row.quantity,
        row.reason,
        row.held_at.date().isoformat(),
    )
