"""Receive, more than may come: a supervisor lets it in, or it is set aside on hold.

What comes on top is counted apart, once all that was announced is booked, so that nobody has to
wait for a supervisor: DONE holds the pieces at the dock until somebody decides.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace

from wms.dialogues import (
    identify,
    receive,
    receive_aside,
    receive_blind,
    receive_count,
    receive_facts,
    receive_label,
)
from wms.dialogues import receive_goods as goods
from wms.dialogues.home import PIN_ROLES
from wms.dialogues.receive_pieces import OVER, Pieces
from wms.errors import Refused
from wms.inbound.receive import LetIn
from wms.people import pins
from wms.terminal.machine import Said, State, View, Work, known
from wms.terminal.wire import Accepts, Key, Scan, Tone, Typed
from wms.text import T, Words

TITLE = T("OVER")
REASONS = ("AGREED", "BONUS", "MISTAKE")
"""Why it may come in: agreed with the merchant, free goods, or the announcement was wrong."""


@dataclass(frozen=True)
class ScanOver(State):
    """Which item is it that came on top?"""

    asn_id: int
    reference: str

    def screen(self) -> View:
        lines, keys = ((T("ASN"), self.reference),), ("ASIDE", "BLIND", "BACK")
        return View(TITLE, T("Scan what is too much"), lines=lines, keys=keys)

    def on_scan(
        self, scan: Scan, work: Work
    ) -> (
        receive_facts.AskWeight
        | receive_count.AskLot
        | receive_count.AskExpiry
        | receive_count.CountPieces
        | CountOver
    ):
        return receive_count.begun(work, scan, self.asn_id, self.reference, way=OVER)

    def on_key(
        self, key: Key, work: Work
    ) -> receive.ScanItem | ScanOver | receive_aside.AsideCode | receive_blind.AskPapers:
        if known(key, self).name == "BACK":
            return receive.items(work, self.asn_id, self.reference)
        return receive.otherwise(key, self.asn_id, self.reference)


@dataclass(frozen=True)
class CountOver(Pieces, State):
    """How many are too much; DONE sets them aside, a supervisor's badge lets them in."""

    def screen(self) -> View:
        return View(
            TITLE,
            T("Scan more. DONE holds them, a supervisor's badge lets them in"),
            lines=(*self.facts, (T("Too many"), str(self.quantity))),
            keys=("DONE", "BACK"),
            accepts=goods.SCAN_OR_TEXT,
            counts_repeats=True,
        )

    def on_scan(self, scan: Scan, work: Work) -> CountOver | OverPin:
        if not identify.is_badge(scan):
            return self._set(self.quantity + self.more(work, scan))
        wanted = T("Scan a supervisor's badge")
        found = identify.badge(work, scan, wanted=wanted)
        if found.role not in PIN_ROLES:
            words = T("{name} may not approve this", name=found.name)
            raise Refused("receive.no_supervisor", words, T("A supervisor may; or scan DONE"))
        return OverPin(**asdict(self), by_id=found.id, by=found.name)

    def on_text(self, typed: Typed, work: Work) -> CountOver:
        return self._set(goods.quantity(typed.text))

    def on_key(
        self, key: Key, work: Work
    ) -> CountOver | receive.ScanItem | tuple[receive_label.ScanLabel, Said]:
        match key.name:
            case "QTY" if key.value:
                return self._set(goods.quantity(key.value))
            case "BACK":
                return receive.items(work, self.asn_id, self.reference)
            case "DONE":
                return receive_label.labelled(work, self, aside=OVER)
        return goods.refuse(self, key, work)

    def _set(self, quantity: int) -> CountOver:
        return replace(self, quantity=quantity)


@dataclass(frozen=True)
class _Approving(Pieces):
    """`by` is the supervisor who is asked to let them in."""

    by_id: int = 0
    by: str = ""

    @property
    def asked(self) -> tuple[tuple[Words, Words], ...]:
        return (T("Item"), self.sku), (T("Too many"), str(self.quantity)), (T("Name"), self.by)

    @property
    def plain(self) -> CountOver:
        facts = {k: v for k, v in asdict(self).items() if k not in ("by_id", "by")}
        return CountOver(**facts)


@dataclass(frozen=True)
class OverPin(_Approving, State):
    """The supervisor proves himself."""

    def screen(self) -> View:
        return View(
            T("APPROVE"),
            T("Enter your PIN"),
            lines=self.asked,
            keys=("BACK",),
            accepts=(Accepts.TEXT,),
            secret=True,
        )

    def on_text(self, typed: Typed, work: Work) -> OverReason | tuple[OverPin, Said]:
        refusal = pins.check(work.conn, self.by_id, typed.text, at=work.at)
        if refusal is not None:
            return self, Said(refusal, Tone.REFUSED)
        return OverReason(**asdict(self))

    def on_key(self, key: Key, work: Work) -> CountOver:
        known(key, self)
        return self.plain


@dataclass(frozen=True)
class OverReason(_Approving, State):
    """Why may they come in? It is kept with the supervisor's name on the ASN's line."""

    def screen(self) -> View:
        keys = (*REASONS, "BACK")
        return View(T("APPROVE"), T("Why may they come in?"), lines=self.asked, keys=keys)

    def on_key(self, key: Key, work: Work) -> CountOver | tuple[receive_label.ScanLabel, Said]:
        known(key, self)
        if key.name == "BACK":
            return self.plain
        let_in = LetIn(self.by_id, key.name.lower())
        return receive_label.labelled(work, self, let_in=let_in)
