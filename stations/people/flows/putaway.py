"""Put away: take an LPN from the dock to the bin that the screen names."""

from __future__ import annotations

import re

from stations.people.actions import Action, wait
from stations.people.flows.signin import nothing_here
from stations.people.worker import DOCK, Worker
from stations.people.world import LOST
from stations.readback import ReadBack
from wms.terminal.wire import Tone

ASIDE_SECONDS = 3.0
_BIN = re.compile(r"Scan bin (\S+)|Scan \S+ again, or (\S+)")


def decide(read: ReadBack, me: Worker) -> Action | None:
    """Return what the person with the truck does."""
    if read.prompt == "Scan an LPN":
        return _lpn(read, me)
    go = _BIN.fullmatch(read.prompt)
    if go is None:
        return None
    bin_code, lpn = go[1] or go[2], me.lpn
    if not lpn:
        return me.does("BACK")
    return Action(me.at_place(bin_code), lambda: _store(me, lpn, bin_code))


def _lpn(read: ReadBack, me: Worker) -> Action:
    if me.lpn and read.tone is Tone.REFUSED:
        me.tell(f"LPN {me.lpn}: {read.message}")
        me.set_aside(me.lpn, DOCK, ASIDE_SECONDS)
        me.lpn = ""
        return wait(0.1)
    if not me.lpn:
        me.lpn = me.world.grab(DOCK, me.cart, among=me.free_at(DOCK)) or ""
    if not me.lpn:
        return nothing_here(me, "PUTAWAY")
    me.is_busy = True
    return Action(me.floor.lpn_labels[me.lpn])


def _store(me: Worker, lpn: str, bin_code: str) -> None:
    """Empty the LPN into the bin; some pieces may get lost there, and nobody notices."""
    kinds = me.world.contents(lpn)
    me.world.move_all(lpn, bin_code)
    me.world.set_down(lpn, "USED UP")
    for kind, quantity in kinds.items():
        me.world.move(kind, me.floor.losses.spend(str(kind), quantity), bin_code, LOST)
    me.lpn = ""
    me.floor.notes.count("stored_lpns")
