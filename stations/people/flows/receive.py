"""Receive: unload the truck batch by batch, each onto an LPN of its own."""

from __future__ import annotations

import re

from stations.people.actions import Action, Type, wait
from stations.people.flows.signin import nothing_here
from stations.people.reality import Batch, Kind
from stations.people.worker import DOCK, Worker
from stations.people.yard import truck
from stations.readback import ReadBack
from wms.terminal.wire import Tone

_LABEL = re.compile(r"Scan label (\d{18})")


def decide(read: ReadBack, me: Worker) -> Action | None:
    """Return what the receiver does."""
    label = _LABEL.fullmatch(read.prompt)
    if label:
        return _label(read, me, label[1])
    if read.prompt == "Scan the ASN":
        return _asn(me)
    if read.prompt.startswith("Scan more "):
        return _count(read, me)
    if read.prompt == "Scan or type the lot" or read.prompt.startswith("Type expiry"):
        return _facts(me)
    if read.prompt.startswith(("Scan an item", "All here", "Scan DONE again")):
        return _item(read, me)
    return None


def _asn(me: Worker) -> Action:
    asn = me.floor.yard.claim(me.name)
    if not asn:
        return nothing_here(me, "RECEIVE")
    me.is_busy = True
    return Action(me.floor.eyes.scan(me.floor.reality.pictures.asns[asn]))


def _item(read: ReadBack, me: Worker) -> Action:
    """Take the next batch off the truck, or finish the delivery."""
    asn = read.lines.get("ASN") or read.lines.get("Missing of", "")
    held = _in_hand(me)
    if held is not None and read.tone is Tone.REFUSED and me.waited_seconds > 0:
        return _refused(read, me, asn)
    batch = me.floor.yard.next_batch(asn)
    if held is None and batch is None:
        return Action(me.command("DONE"), lambda: _finished(read, me, asn))
    if held is None and batch is not None:
        _unload(me, asn, batch)
        held = batch.kind
    assert held is not None
    return Action(me.piece(held))


def _unload(me: Worker, asn: str, batch: Batch) -> None:
    me.floor.yard.unload(asn)
    me.world.move(batch.kind, batch.quantity, truck(asn), me.hand)


def _refused(read: ReadBack, me: Worker, asn: str) -> Action:
    """What the screen does not want is set aside, and told."""
    me.tell(f"{asn}: {read.message}")
    me.world.move_all(me.hand, f"ASIDE {asn}")
    return wait(0.3)


def _finished(read: ReadBack, me: Worker, asn: str) -> None:
    """The delivery is closed unless the screen asks for DONE once more."""
    if read.prompt.startswith(("All here", "Scan DONE again")):
        me.floor.yard.close(asn)


def _count(read: ReadBack, me: Worker) -> Action:
    """Say how many pieces are in hand, then book them."""
    held = _in_hand(me)
    if held is None or held.sku != read.lines.get("Item"):
        return me.does("BACK")
    quantity = me.world.count(me.hand)
    if read.lines.get("Counted") == str(quantity):
        return me.does("DONE")
    return Action(me.says(quantity, read))


def _facts(me: Worker) -> Action:
    """The item's own code may say lot or expiry; else the lot that is written on it."""
    held = _in_hand(me)
    if held is None:
        return me.does("BACK")
    scan = me.piece(held)
    says_more = scan.symbology in ("]C1", "]d2", "]Q3")
    return Action(scan if says_more or not held.lot else Type(held.lot))


def _label(read: ReadBack, me: Worker, sscc: str) -> Action:
    """Stick the printed label on, set the LPN down at the dock, scan it."""
    if me.world.stands(sscc):
        return Action(me.floor.lpn_labels[sscc])
    label = me.printed(sscc)
    if label is None:
        return me.misses_label()
    me.floor.lpn_labels[sscc] = label
    return Action(label, lambda: _stand(me, sscc))


def _stand(me: Worker, sscc: str) -> None:
    me.world.move_all(me.hand, sscc)
    me.world.set_down(sscc, DOCK)
    me.floor.notes.count("received_lpns")


def _in_hand(me: Worker) -> Kind | None:
    return next(iter(me.world.contents(me.hand)), None)
