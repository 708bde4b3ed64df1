"""Pack: tote, carton, pieces, scale, label, lane, as told; the label is read before it is stuck."""

from __future__ import annotations

import os
import re
from zlib import crc32

from stations.people.actions import Action, PutOnScale, Scan, Type, wait
from stations.people.eyes import Unreadable, slip_codes
from stations.people.flows.signin import nothing_here
from stations.people.notes import ParcelSeen
from stations.people.worker import LOOK_SECONDS, PACK, Worker
from stations.people.world import EMPTIES
from stations.readback import ReadBack
from wms.terminal.wire import Tone

ASIDE_SECONDS = 2.0
SLIP_SECONDS = 4.0
AGAIN_SECONDS = 2.0
MISSING_SECONDS = 3.0
"""After so long a piece that is nowhere here is worth a word."""

_CARTON = re.compile(r"Take carton (\S+)\. Scan it")
_LANE = re.compile(r"Bring it to (\S+)\. Scan the lane")


def tote(read: ReadBack, me: Worker) -> Action:
    """Take a tote from the bench; one whose order is not ready is set aside for a while."""
    if me.tote and read.tone is Tone.REFUSED:
        me.turned_away(PACK, ASIDE_SECONDS)
        return wait(0.1)
    if not me.tote:
        me.tote = me.world.grab(PACK, me.cart, among=me.free_at(PACK)) or ""
    if not me.tote:
        return nothing_here(me, "PACK")
    me.is_busy = True
    return Action(me.at_tote(me.tote))


def carton(read: ReadBack, me: Worker) -> Action:
    """Bring the order's other totes, take the carton that is proposed; leave an order that somebody
    else has begun meanwhile, with all its totes."""
    if read.tone is Tone.REFUSED and me.carton:
        return _leave(me)
    me.order = read.lines.get("Order", me.order)
    also = [code.strip() for code in read.lines.get("Also", "").split(",") if code.strip()]
    me.also = tuple(also)
    _fetch(me)
    me.fitting = int(read.lines.get("Fit in it", "0"))
    found = _CARTON.fullmatch(read.prompt)
    code = found[1] if found else _largest(me)
    if me.floor.budget.has("carton"):
        others = sorted(set(me.floor.reality.pictures.cartons) - {code})
        other = me.floor.budget.choose(others, f"carton instead of {code}")
        if other and me.floor.budget.spend("carton"):
            return Action(_at_carton(me, other), wrong="carton")
    return Action(_at_carton(me, code), lambda: setattr(me, "carton", code))


def _leave(me: Worker) -> Action:
    """Put an order's totes back to where its packer finds them."""
    for code in me.world.standing_at(me.cart):
        me.set_aside(code, PACK, ASIDE_SECONDS)
    me.tote, me.also, me.carton = "", (), ""
    return me.does("BACK")


def pieces(read: ReadBack, me: Worker) -> Action:
    """Put the pieces of the totes into the carton, one kind after the other."""
    if read.prompt.startswith("All is packed"):
        return me.does("DONE")
    if me.fitting and me.world.count(me.bench) >= me.fitting:
        return Action(me.command("FULL"), lambda: setattr(me, "fitting", 0))
    for source in me.world.standing_at(me.cart):
        for kind, there in me.world.contents(source).items():
            if kind.sku in read.lines:
                return _put(read, me, source, min(there, int(read.lines[kind.sku])))
    if MISSING_SECONDS < me.waited_seconds <= MISSING_SECONDS + AGAIN_SECONDS:
        me.tell(f"{me.order} wants {read.lines}, not in the totes here")
    _fetch(me)
    return wait(AGAIN_SECONDS)


def _fetch(me: Worker) -> None:
    """Bring the order's other totes from wherever somebody has put them."""
    for code in me.also:
        if me.world.stands(code) != me.cart:
            me.world.set_down(code, me.cart)


def _put(read: ReadBack, me: Worker, source: str, quantity: int) -> Action:
    kind = next(k for k in me.world.contents(source) if k.sku in read.lines)
    if me.fitting:
        quantity = min(quantity, me.fitting - me.world.count(me.bench))
    counts = re.search(r", it counts (\d+)$", read.prompt)
    times = int(counts[1]) if counts else 1
    if times != quantity:
        return Action(me.says(quantity, read))
    return Action(me.piece(kind), lambda: me.world.move(kind, quantity, source, me.bench))


def lot(read: ReadBack, me: Worker) -> Action | None:
    """Say the lot of a piece whose code names none."""
    named = read.lines.get("Lot", "").split("\n")
    for source in me.world.standing_at(me.cart):
        for kind in me.world.contents(source):
            if kind.lot in named:
                return Action(Type(kind.lot))
    return None


def weigh(read: ReadBack, me: Worker) -> Action:
    """Put the carton on the scale; no two weigh quite the same."""
    me.order = read.lines.get("Order", me.order)
    me.carton = read.lines.get("Carton", me.carton)
    return Action(PutOnScale(grams(me)))


def differs(read: ReadBack, me: Worker) -> Action:
    """What lies on the scale is right, so the fault is told; then it is weighed again."""
    if me.waited_seconds == 0.0:
        me.tell(f"{me.order} weighs {grams(me)} g: {read.message} ({read.lines})")
    return wait(0.5) if me.waited_seconds < AGAIN_SECONDS else me.does("BACK")


def grams(me: Worker) -> int:
    """Return what the filled carton weighs, in grams, give or take one by the seed."""
    reality = me.floor.reality
    goods = me.world.contents(me.bench)
    sway = crc32(f"{reality.seed}:{me.order}".encode()) % 3 - 1
    net = sum(reality.weight_grams[kind.sku] * n for kind, n in goods.items())
    return reality.tare_grams[me.carton] + net + sway


def label(read: ReadBack, me: Worker) -> Action:
    """Read the label that came out; stick it on the carton and scan it."""
    me.order = read.lines.get("Order", me.order)
    stuck = me.world.standing_at(me.hand)
    if stuck:  # the scan was not heard
        return Action(Scan(f"00{stuck[-1]}", "]C1"))
    found = me.printed()
    if found is None:
        return me.misses_label()
    if me.floor.budget.has("label"):
        others = [sscc for sscc in sorted(me.floor.lpn_labels) if sscc != found.text[2:]]
        other = me.floor.budget.choose(others, f"label instead of {me.order}")
        if other and me.floor.budget.spend("label"):
            return Action(me.floor.lpn_labels[other], wrong="label")
    return Action(found, lambda: _stick(me, found))


def _stick(me: Worker, found: Scan) -> None:
    sscc = found.text[2:]
    seen = ParcelSeen(sscc, me.order, found.text, me.carton, grams(me), me.name)
    me.world.move_all(me.bench, sscc)
    me.world.set_down(sscc, me.hand)
    me.floor.notes.parcel(seen)


def lane(read: ReadBack, me: Worker) -> Action | None:
    """Put the slip in, bring the parcel to its lane."""
    found = _LANE.fullmatch(read.prompt)
    mine = [parcel for parcel in me.floor.notes.parcels if parcel.station == me.name]
    if found is None or not mine:
        return None
    parcel, place = mine[-1], found[1]
    if not parcel.slip:
        parcel.slip = _slip(me, parcel.order)
    if not parcel.slip and me.waited_seconds < SLIP_SECONDS:
        return wait(LOOK_SECONDS)
    return Action(me.at_place(place), lambda: _set_down(me, parcel, place))


def _set_down(me: Worker, parcel: ParcelSeen, place: str) -> None:
    if not parcel.slip:
        me.tell(f"no packing slip came for {parcel.order}")
    parcel.lane = place
    me.world.set_down(parcel.sscc, place)
    for code in me.world.standing_at(me.cart):
        if not me.world.count(code):
            me.world.set_down(code, EMPTIES)
    left = me.world.standing_at(me.cart)
    me.tote = left[0] if left else ""


def _slip(me: Worker, order: str) -> str:
    """Return the order's code as read from the packing slip that was printed, "" if none."""
    if me.documents is None:
        return order
    there = os.listdir(me.documents) if me.documents.is_dir() else []
    for name in sorted({name for name in there if name.endswith(".pdf")} - me.slips_seen):
        me.slips_seen.add(name)
        try:
            codes = slip_codes(me.documents / name)
        except Unreadable as error:
            me.tell(str(error))
            continue
        if order in codes or codes == ["%PDF"]:
            return codes[codes.index(order)] if order in codes else codes[0]
        me.tell(f"the slip {name} says {codes}, not {order}")
    return ""


def _largest(me: Worker) -> str:
    return max(me.floor.reality.tare_grams, key=lambda code: me.floor.reality.tare_grams[code])


def _at_carton(me: Worker, code: str) -> Scan:
    pictures = me.floor.reality.pictures.cartons
    if code not in pictures:
        raise Unreadable(f"no label of the carton {code} was drawn")
    return me.floor.eyes.scan(pictures[code])
