"""Count: go to the bin, scan what physically lies there, say that it is done."""

from __future__ import annotations

import re

from stations.people.actions import Action, Type, wait
from stations.people.flows.signin import nothing_here
from stations.people.reality import Kind
from stations.people.worker import Worker
from stations.readback import ReadBack

MANY = 3
"""From so many pieces on it is quicker to key in how many than to scan each."""

_GO = re.compile(r"Scan bin (\S+)")


def decide(read: ReadBack, me: Worker) -> Action | None:
    """Return what the counter does."""
    if read.prompt == "Scan a bin to count it":
        me.world.step_back(me.name)
        return nothing_here(me, "COUNT", me.does("BACK", is_look=True))
    me.is_busy = True
    if found := _GO.fullmatch(read.prompt):
        return _go(me, found[1])
    if read.prompt.startswith("Take it over?"):
        return me.does("BACK")
    if read.prompt == "Scan each piece, or DONE":
        return _piece(read, me)
    if read.prompt.startswith("Nothing else here?"):
        return _end(read, me)
    return _lot(read, me) if "Item" in read.lines else None


def _go(me: Worker, code: str) -> Action:
    """Nobody counts a bin while somebody else has a hand in it."""
    if not me.world.step_to(code, me.name):
        return wait(0.2)
    me.spot = code
    return Action(me.at_place(code))


def _piece(read: ReadBack, me: Worker) -> Action:
    bin_code = read.lines.get("Bin", me.spot)
    if not me.world.step_to(bin_code, me.name):
        return wait(0.2)
    me.spot = bin_code
    found = _next(read, me)
    if found is None:
        return me.does("DONE")
    kind, counted, there = found
    if counted and (there - counted >= MANY or counted > there):
        return Action(me.says(there, read))
    return Action(me.piece(kind))


def _next(read: ReadBack, me: Worker) -> tuple[Kind, int, int] | None:
    """Return (kind, counted so far, there) of the first kind that is not counted right."""
    for kind, there in me.world.contents(me.spot).items():
        counted = _number(read.lines.get(f"{kind.sku} {kind.lot}") or read.lines.get(kind.sku, ""))
        if counted != there:
            return kind, counted, there
    return None


def _end(read: ReadBack, me: Worker) -> Action:
    """Say so, unless something was overlooked."""
    if _number(read.lines.get("Counted", "")) != me.world.count(me.spot):
        return me.does("BACK")
    return Action(me.command("DONE"), lambda: me.world.step_back(me.name))


def _lot(read: ReadBack, me: Worker) -> Action:
    kind = me.world.kind_at(me.spot, read.lines["Item"])
    return Action(Type(kind.lot)) if kind and kind.lot else me.does("BACK")


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0
