"""Pieces in a person's hands: taken out of the bin one stands at, counted, put back."""

from __future__ import annotations

import re

from stations.people.actions import Action
from stations.people.reality import Kind
from stations.people.worker import Worker
from stations.readback import ReadBack

MANY = 2
"""If so many pieces are still to come, it is quicker to say how many than to scan each."""

_TAKE = re.compile(r"(?:(\d+)/)?(\d+)")


def wanted(read: ReadBack) -> tuple[int, int] | None:
    """Return how many pieces are counted by now and how many are wanted; None if the screen does
    not say."""
    take = _TAKE.fullmatch(read.lines.get("Take", ""))
    return (int(take[1] or 0), int(take[2])) if take else None


def hold(me: Worker, kind: Kind, quantity: int) -> None:
    """Take pieces out of the bin until `quantity` are in hand, or none is left."""
    more = quantity - me.world.count(me.hand, kind)
    more = min(more, me.world.count(me.spot, kind))
    if more > 0:
        me.taken_from = me.spot
        me.world.move(kind, more, me.spot, me.hand)


def put_back(me: Worker, keep: int, kind: Kind | None = None) -> None:
    """Put what is in hand and not wanted back to where it was taken from."""
    for held, quantity in me.world.contents(me.hand).items():
        surplus = quantity - keep if held == kind and keep else quantity if held != kind else 0
        if surplus > 0:
            me.world.move(held, surplus, me.hand, me.taken_from)


def within_reach(me: Worker, kind: Kind) -> int:
    """Return how many pieces there are, in hand and in the bin."""
    return me.world.count(me.hand, kind) + me.world.count(me.spot, kind)


def are_told_at_once(taken: int, reach: int) -> bool:
    """Tell whether one says how many `reach` pieces are: only after one of them was scanned."""
    return taken > 0 and reach - taken >= MANY


def count(read: ReadBack, me: Worker, kind: Kind, taken: int, reach: int) -> Action:
    """Take one piece more and scan it; or all, when it is quicker to say how many."""
    if are_told_at_once(taken, reach):
        hold(me, kind, reach)
        return Action(me.says(reach, read))
    hold(me, kind, taken + 1)
    return Action(me.piece(kind))
