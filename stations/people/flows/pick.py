"""Pick: totes onto the cart; then bin, item, tote, as told; then set the totes down."""

from __future__ import annotations

import re

from stations.people import hands
from stations.people.actions import Action, Scan, wait
from stations.people.flows.signin import nothing_here
from stations.people.reality import Kind
from stations.people.worker import Worker
from stations.people.world import EMPTIES
from stations.readback import ReadBack
from wms.terminal.wire import Tone

TOTES_A_WALK = 4
"""So many totes, at least, should be left for each picker before another cart is begun."""

FEW_TOTES_SECONDS = 4.0
NO_SUCH_CODE = "NO-SUCH-CODE"
_EMPTY_TOTE = re.compile(r"Scan an empty tote for .+")
_BIN = re.compile(r"Scan bin (\S+)")
_TOTE = re.compile(r"Put into (\S+)\. Scan it")
_DROP = re.compile(r"Bring them to (\S+)\. Scan \S+")


def decide(read: ReadBack, me: Worker) -> Action | None:
    """Return what the picker does."""
    if read.prompt == "Scan PICK to look again":
        if "DONE" in read.keys:
            return me.does("DONE")
        _set_apart(me)
        return nothing_here(me, "PICK", me.does("PICK", is_look=True))
    me.is_busy = True
    if _EMPTY_TOTE.fullmatch(read.prompt):
        return _empty_tote(read, me)
    if found := _BIN.fullmatch(read.prompt):
        return _bin(me, found[1])
    if found := _TOTE.fullmatch(read.prompt):
        return _tote(read, me, found[1])
    if read.prompt.endswith("Scan SHORT again"):
        return me.does("SHORT")
    return _item(read, me) if read.prompt.startswith("Scan ") else None


def drop(read: ReadBack, me: Worker) -> Action | None:
    """Set the totes down where the screen says."""
    found = _DROP.fullmatch(read.prompt)
    if found is None:
        return None
    named = read.lines.get("Tote", "").split("\n")
    carts = {me.cart, *(me.world.stands(tote) for tote in named if _is_mine(me, tote))}
    # what does not fit on the screen belongs to the same place, or is named on the next screen
    totes = [t for c in sorted(carts) for t in me.world.standing_at(c) if read.cut or t in named]
    place = found[1]

    def set_down() -> None:
        for tote in totes:
            me.world.set_down(tote, place)

    return Action(me.at_place(place), set_down)


def _set_apart(me: Worker) -> None:
    """Leave the cart that waits for goods, and walk with another one until they are there.

    Where few totes are left, that comes later: else carts that wait might hold them all.
    """
    totes = me.world.standing_at(me.cart)
    if not totes:
        return
    for tote in totes:
        me.world.set_down(tote, f"{me.waiting_cart} {totes[0]}")
    pickers = sum("PICK" in post.flows for post in me.floor.reality.posts)
    if len(me.world.standing_at(EMPTIES)) < TOTES_A_WALK * pickers:
        me.look_at["PICK"] = me.now() + FEW_TOTES_SECONDS


def _is_mine(me: Worker, tote: str) -> bool:
    """Tell whether a tote stands on the cart at hand, or on one of this person's that waited."""
    cart = me.world.stands(tote)
    return cart == me.cart or cart.startswith(f"{me.waiting_cart} ")


def _empty_tote(read: ReadBack, me: Worker) -> Action:
    if me.tote and read.tone is Tone.REFUSED:
        me.world.set_down(me.tote, EMPTIES)  # behind the others: the next try takes another
        me.tote = ""
    if not me.tote:
        me.tote = me.world.grab(EMPTIES, me.cart) or ""
    if not me.tote:
        return wait(0.5)
    return Action(me.at_tote(me.tote), lambda: setattr(me, "tote", ""))


def _bin(me: Worker, code: str) -> Action:
    hands.put_back(me, 0)
    if not me.world.step_to(code, me.name):
        return wait(0.2)
    me.spot = code
    if me.floor.budget.spend("unknown"):
        return Action(Scan(NO_SUCH_CODE), wrong="unknown")
    if me.floor.budget.has("bin"):
        others = sorted(set(_bins_with_stock(me)) - {code})
        other = me.floor.budget.choose(others, f"bin instead of {code}")
        if other and me.floor.budget.spend("bin"):
            return Action(me.at_place(other), wrong="bin")
    return Action(me.at_place(code))


def _item(read: ReadBack, me: Worker) -> Action | None:
    """Take pieces until as many are counted as are wanted, or as are there."""
    asked, sku = hands.wanted(read), read.lines.get("Item", "")
    if asked is None or not sku:
        return None
    if not me.world.step_to(me.spot, me.name):
        return wait(0.2)
    (taken, want), lot = asked, read.lines.get("Lot", "")
    kind = me.world.kind_at(me.hand, sku, lot) or me.world.kind_at(me.spot, sku, lot)
    if kind is None:
        return me.does("SHORT")
    hands.put_back(me, taken, kind)
    if taken == 0 and (wrong := _wrong_item(me, kind)):
        return wrong
    reach = min(want, hands.within_reach(me, kind))
    if taken >= reach:
        return me.does("SHORT")
    return hands.count(read, me, kind, taken, reach)


def _tote(read: ReadBack, me: Worker, tote: str) -> Action:
    asked, sku = hands.wanted(read), read.lines.get("Item", "")
    lot = read.lines.get("Lot", "")
    kind = me.world.kind_at(me.hand, sku, lot) or me.world.kind_at(me.spot, sku, lot)
    if asked and kind:
        hands.put_back(me, asked[0], kind)
        hands.hold(me, kind, asked[0])
    if me.floor.budget.has("tote"):
        others = sorted(set(me.floor.reality.pictures.totes) - {tote})
        other = me.floor.budget.choose(others, f"tote instead of {tote}")
        if other and me.floor.budget.spend("tote"):
            return Action(me.at_tote(other), wrong="tote")
    return Action(me.at_tote(tote), lambda: _put_in(me, tote))


def _put_in(me: Worker, tote: str) -> None:
    me.world.move_all(me.hand, tote)
    me.world.step_back(me.name)


def _wrong_item(me: Worker, kind: Kind) -> Action | None:
    """Return the scan of another item than `kind`, if such a mistake is still to be made."""
    if not me.floor.budget.has("item"):
        return None
    right = me.piece(kind).text
    others = {str(k): k for k in me.floor.labels if k.sku != kind.sku and me.piece(k).text != right}
    other = me.floor.budget.choose(sorted(others), f"item instead of {kind}")
    if other is None or not me.floor.budget.spend("item"):
        return None
    return Action(me.piece(others[other]), wrong="item")


def _bins_with_stock(me: Worker) -> list[str]:
    pictures = me.floor.reality.pictures.bins
    return [place for place in me.world.places() if place in pictures]
