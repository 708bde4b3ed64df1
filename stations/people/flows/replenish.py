"""Replenish: take goods from where they are stored, bring them to the face that they are for."""

from __future__ import annotations

import re

from stations.people import hands
from stations.people.actions import Action, wait
from stations.people.flows.signin import nothing_here
from stations.people.worker import Worker
from stations.readback import ReadBack
from wms.terminal.wire import Tone

_BIN = re.compile(r"Scan bin (\S+)")
_FEWER = re.compile(r"Only \d+ .+ may be taken.*")


def decide(read: ReadBack, me: Worker) -> Action | None:
    """Return what the replenisher does."""
    if read.prompt == "Scan REPLENISH to look again":
        me.world.step_back(me.name)
        return nothing_here(me, "REPLENISH", me.does("REPLENISH", is_look=True))
    me.is_busy = True
    if found := _BIN.fullmatch(read.prompt):
        go = _to_face if "On the cart" in read.lines else _to_source
        return go(me, found[1])
    if read.prompt.endswith("Scan SHORT again"):
        return Action(me.command("SHORT"), lambda: _load(me))
    return _take(read, me) if read.prompt.startswith("Scan ") else None


def _to_source(me: Worker, code: str) -> Action:
    """Go where the goods are; whatever was taken in vain goes back first."""
    me.world.move_all(me.trolley, me.hand)
    hands.put_back(me, 0)
    if not me.world.step_to(code, me.name):
        return wait(0.2)
    me.spot = code
    return Action(me.at_place(code))


def _take(read: ReadBack, me: Worker) -> Action | None:
    """Take pieces until as many are counted as are wanted, or as are there."""
    asked, sku = hands.wanted(read), read.lines.get("Item", "")
    if asked is None or not sku:
        return None
    if not me.world.step_to(me.spot, me.name):
        return wait(0.2)
    (taken, want), lot = asked, read.lines.get("Lot", "")
    if read.tone is Tone.REFUSED and _FEWER.fullmatch(read.message):
        return Action(me.command("SKIP"), lambda: _leave(me))
    kind = me.world.kind_at(me.hand, sku, lot) or me.world.kind_at(me.spot, sku, lot)
    if kind is None:
        return me.does("SHORT")
    hands.put_back(me, taken, kind)
    reach = min(want, hands.within_reach(me, kind))
    if taken >= reach:
        return me.does("SHORT")
    action = hands.count(read, me, kind, taken, reach)
    is_last = taken + 1 == want or (reach == want and hands.are_told_at_once(taken, reach))
    return Action(action.deed, lambda: _load(me)) if is_last else action


def _load(me: Worker) -> None:
    """What was counted stands on the trolley, and the bin is free for others."""
    me.world.move_all(me.hand, me.trolley)
    me.world.step_back(me.name)


def _leave(me: Worker) -> None:
    hands.put_back(me, 0)
    me.world.step_back(me.name)


def _to_face(me: Worker, code: str) -> Action:
    if not me.world.step_to(code, me.name):
        return wait(0.2)
    me.world.move_all(me.hand, me.trolley)
    return Action(me.at_place(code), lambda: _fill(me, code))


def _fill(me: Worker, code: str) -> None:
    me.world.move_all(me.trolley, code)
    me.world.step_back(me.name)
    me.floor.notes.count("replenished")
