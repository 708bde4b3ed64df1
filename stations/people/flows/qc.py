"""Quality: look at every piece in the totes that stand at QC; some fail and go on hold."""

from __future__ import annotations

import re

from stations.people.actions import Action, wait
from stations.people.flows.signin import nothing_here
from stations.people.reality import Kind
from stations.people.worker import PACK, QC, Worker
from stations.people.world import EMPTIES
from stations.readback import ReadBack
from wms.terminal.wire import Tone

ASIDE_SECONDS = 2.0
_TAKE = re.compile(r"Take it to (\S+)\. Scan \S+")
_HOLD = re.compile(r"Put it on (\S+)\. Scan \S+")


def decide(read: ReadBack, me: Worker) -> Action | None:
    """Return what the checker does."""
    if read.prompt == "Scan a tote to check":
        return _tote(read, me)
    if read.prompt == "Scan each piece":
        return _look(read, me)
    if found := _TAKE.fullmatch(read.prompt):
        return _to_pack(read, me, found[1])
    if read.prompt == "Scan DONE":
        return Action(me.command("DONE"), lambda: _leave(me, PACK))
    if read.prompt.startswith("All seen"):
        return me.does("DONE")
    return None


def fail(read: ReadBack, me: Worker) -> Action | None:
    """Tell which piece fails, why, and put it on hold."""
    kind = me.failing
    if kind is None:
        return me.does("BACK")
    if read.prompt in ("Scan the piece that fails", "Scan or type its lot"):
        return Action(me.piece(kind))
    if read.prompt == "What is wrong?":
        return me.does("DAMAGED")
    if found := _HOLD.fullmatch(read.prompt):
        place = found[1]
        return Action(me.at_place(place), lambda: _hold(me, kind, place))
    return None


def _tote(read: ReadBack, me: Worker) -> Action:
    if me.tote and read.tone is Tone.REFUSED:
        me.turned_away(QC, ASIDE_SECONDS)
        return wait(0.1)
    if not me.tote:
        me.tote = me.world.grab(QC, me.cart, among=me.free_at(QC)) or ""
    if not me.tote:
        return nothing_here(me, "QC")
    me.is_busy = True
    return Action(me.at_tote(me.tote))


def _look(read: ReadBack, me: Worker) -> Action:
    """Scan a piece that is named and that lies in a tote here."""
    kind = next((kind for kind in _pieces(me) if _is_named(kind, read)), None)
    if kind is None:
        if me.waited_seconds == 0.0:
            me.tell(f"QC wants {read.lines}, not in tote {me.tote}")
        return wait(1.0)
    if _may_fail(kind, me) and me.floor.budget.spend("qc_fail"):
        me.failing = kind
    return me.does("FAIL") if me.failing else Action(me.piece(kind))


def _may_fail(kind: Kind, me: Worker) -> bool:
    """Only the goods that were chosen for it fail, if any were."""
    chosen = me.floor.reality.qc_fail_skus
    return not chosen or kind.sku in chosen


def _pieces(me: Worker) -> list[Kind]:
    """Return what lies in the tote at hand, and in others of the same order that stand here."""
    totes = [me.tote, *me.world.standing_at(me.cart), *me.world.standing_at(QC)]
    return [kind for tote in totes if tote for kind in me.world.contents(tote)]


def _is_named(kind: Kind, read: ReadBack) -> bool:
    return f"{kind.sku} {kind.lot}" in read.lines or kind.sku in read.lines


def _hold(me: Worker, kind: Kind, place: str) -> None:
    totes = [me.tote, *me.world.standing_at(me.cart), *me.world.standing_at(QC)]
    source = next(tote for tote in totes if tote and me.world.count(tote, kind))
    me.world.move(kind, 1, source, place)
    me.failing = None


def _to_pack(read: ReadBack, me: Worker, place: str) -> Action:
    named = [tote for tote in read.lines.get("Tote", "").split("\n") if tote]

    def carry() -> None:
        for tote in named:
            me.world.set_down(tote, place)
        _leave(me, place)

    return Action(me.at_place(place), carry)


def _leave(me: Worker, place: str) -> None:
    """What was brought along is set down; an empty tote goes back to the others."""
    for tote in me.world.standing_at(me.cart):
        me.world.set_down(tote, place if me.world.count(tote) else EMPTIES)
    me.tote = ""
