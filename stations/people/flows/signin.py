"""Sign in, and choose the next flow from the menu."""

from __future__ import annotations

from stations.people.actions import Action, Type, idle, wait
from stations.people.worker import DOCK, PACK, QC, Worker
from stations.readback import ReadBack

PHASES = {
    "inbound": ("RECEIVE", "PUTAWAY", "REPLENISH"),
    "outbound": ("PICK", "QC", "COUNT", "REPLENISH", "PACK"),
}
_STANDS = {"PUTAWAY": DOCK, "QC": QC, "PACK": PACK}
_CAPTIONS = {"PICK": "Pick", "COUNT": "Count", "REPLENISH": "Replenish"}
LOOK_SECONDS = 0.7
MOST_SECONDS = 1.5


def sign_in(read: ReadBack, me: Worker) -> Action | None:
    """Show the badge, type the PIN."""
    me.is_busy = True
    if read.prompt == "Scan your badge":
        return Action(me.floor.eyes.scan(me.post.badge))
    if read.prompt == "Enter your PIN" and me.post.pin:
        return Action(Type(me.post.pin))
    return None


def menu(read: ReadBack, me: Worker) -> Action:
    """Choose the flow that is worth a look and was looked at longest ago."""
    _believe_counters(read, me)
    worth = [flow for flow in wanted(me) if flow in read.keys]
    if not worth:
        me.is_busy = is_waited_for(me)
        return wait(0.3) if me.is_busy else idle()
    me.flow = min(worth, key=lambda flow: me.look_at.get(flow, 0.0))
    me.look_at[me.flow] = me.now() + LOOK_SECONDS
    return me.does(me.flow, is_look=True)


def _believe_counters(read: ReadBack, me: Worker) -> None:
    """A menu that was drawn just now tells where nothing waits."""
    for flow, caption in _CAPTIONS.items():
        if me.waited_seconds == 0.0 and read.lines.get(caption) == "0":
            me.look_at[flow] = max(me.look_at.get(flow, 0.0), me.now() + LOOK_SECONDS)


def back(read: ReadBack, me: Worker) -> Action:
    """Leave a screen that nobody here has business with."""
    return me.does("BACK")


def wanted(me: Worker) -> list[str]:
    """Return the flows of this phase where work is seen, or may be asked for again."""
    flows = [flow for flow in me.post.flows if flow in PHASES.get(me.floor.phase(), ())]
    return [flow for flow in flows if _is_worth_a_look(flow, me)]


def is_waited_for(me: Worker) -> bool:
    """Tell whether something that this person works on was only set aside."""
    flows = [flow for flow in me.post.flows if flow in PHASES.get(me.floor.phase(), ())]
    return any(me.world.standing_at(_STANDS[flow]) for flow in flows if flow in _STANDS)


def nothing_here(me: Worker, flow: str, again: Action | None = None) -> Action:
    """Go where there is work; else ask `again` here, in a while."""
    if any(other != flow for other in wanted(me)) or flow not in PHASES.get(me.floor.phase(), ()):
        return me.does("BACK", is_look=True)
    me.is_busy = is_waited_for(me)
    if again is None:
        return idle()
    if me.now() < me.look_at.get(flow, 0.0):
        return idle()
    me.look_at[flow] = me.now() + MOST_SECONDS
    return again


def _is_worth_a_look(flow: str, me: Worker) -> bool:
    if flow == "RECEIVE":
        return bool(me.floor.yard.claim(me.name))
    if flow in _STANDS:
        carried = me.world.standing_at(me.cart) if flow != "PUTAWAY" else []
        return bool(me.free_at(_STANDS[flow])) or (bool(me.lpn or me.tote) and bool(carried))
    return me.now() >= me.look_at.get(flow, 0.0)
