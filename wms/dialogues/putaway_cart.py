"""Put away by cart: scan one LPN after the other, then walk their bins in walking order.

It begins when a second LPN is scanned instead of the bin of the first one; who carries one LPN at
a time never sees it.
"""

from __future__ import annotations

from dataclasses import dataclass

from wms.dialogues import identify, in_bin, putaway
from wms.dialogues.home import Menu, menu
from wms.errors import Refused
from wms.inbound import cart
from wms.inbound.cart import Loaded
from wms.inbound.putaway import suggest
from wms.layout.queries import LocationRow
from wms.stock.queries import LpnRow
from wms.terminal import documents
from wms.terminal.machine import Said, State, View, Work, known
from wms.terminal.wire import Key, Scan, Tone
from wms.text import N, T, Words

SHOWN = 5
TAIL = 8
"""Last characters of an LPN that tell it from the others on a cart."""


@dataclass(frozen=True)
class CartLoad(State):
    """LPNs on the cart as (end of the code, bin); more may join them."""

    rows: tuple[tuple[str, str], ...]

    def screen(self) -> View:
        more = len(self.rows) - SHOWN
        rest: tuple[tuple[Words, Words], ...] = (("", N("{n} more", "{n} more", more)),)
        count = (T("On the cart"), str(len(self.rows)))
        return View(
            putaway.TITLE,
            T("Scan the next LPN, or DONE"),
            lines=(count, *self.rows[:SHOWN], *rest[: max(more, 0)]),
            keys=("DONE", "BACK"),
        )

    def on_scan(self, scan: Scan, work: Work) -> tuple[CartLoad | putaway.StoreIn, Said]:
        wanted = T("Scan the next LPN, or DONE")
        plate = identify.lpn(work, scan, wanted=wanted, kinds=("lpn",))
        return joined(work, plate, 0)

    def on_key(self, key: Key, work: Work) -> putaway.StoreIn | CartLoad | putaway.ScanLpn | Menu:
        known(key, self)
        return menu(work) if key.name == "BACK" else onward(work)


@dataclass(frozen=True)
class WhichLpn(State):
    """At the bin: another LPN on the cart carries the same, so the right one is scanned."""

    lpn_id: int
    lpn: str
    bin: str
    place_id: int

    def screen(self) -> View:
        return View(
            putaway.TITLE,
            T("Scan LPN {lpn}", lpn=self.lpn[-TAIL:]),
            lines=((T("Into bin"), self.bin), (T("LPN"), self.lpn[-TAIL:])),
            keys=("BACK",),
            expects=self.lpn,
        )

    def on_scan(
        self, scan: Scan, work: Work
    ) -> tuple[putaway.StoreIn | CartLoad | putaway.ScanLpn | Menu, Said]:
        wanted = T("Take LPN {lpn}", lpn=self.lpn[-TAIL:])
        plate = identify.lpn(work, scan, wanted=wanted, kinds=("lpn",))
        if plate.id != self.lpn_id:
            words = T("This is LPN {code}", code=plate.code[-TAIL:])
            raise Refused("putaway.which", words, wanted)
        return putaway.store(work, self.lpn_id, self.place_id)

    def on_key(self, key: Key, work: Work) -> putaway.StoreIn | CartLoad | putaway.ScanLpn:
        known(key, self)
        return onward(work)


def mine(work: Work) -> list[Loaded]:
    """Return what the person has on the cart."""
    return cart.loaded(work.conn, work.station.warehouse_id, work.actor.worker_id)


def found_again(work: Work) -> CartLoad | None:
    """Return the cart that the person loaded and has not emptied."""
    rows = tuple((_tail(one), one.bin) for one in mine(work))
    return CartLoad(rows) if rows else None


def onward(work: Work) -> putaway.StoreIn | CartLoad | putaway.ScanLpn:
    """Return the next stop of the cart, or the beginning when it is empty."""
    on_cart = mine(work)
    return stop(work, on_cart[0]) if on_cart else putaway.begin(work)


def stop(work: Work, one: Loaded) -> putaway.StoreIn:
    """Return the stop of an LPN; its bin is another one when that takes it no longer."""
    found = suggest(
        work.conn,
        lpn_id=one.lpn_id,
        warehouse_id=work.station.warehouse_id,
        config=work.config,
    )
    goods = tuple((sku, str(pieces)) for sku, pieces in found.contents)
    return putaway.StoreIn(one.lpn_id, found.code, goods, lpn=_tail(one))


def joined(work: Work, plate: LpnRow, first_id: int) -> tuple[CartLoad | putaway.StoreIn, Said]:
    """Let an LPN join the cart, and `first_id` before it, which was carried alone so far; one that
    is on the cart already is stored next.

    :raises Refused: no bin takes it.
    """
    for one in mine(work):
        if one.lpn_id == plate.id:
            words = T("This one goes first")
            return stop(work, one), Said(words, Tone.ATTENTION)
    for lpn_id in (first_id, plate.id):
        if lpn_id:
            found = cart.load(
                work.conn,
                lpn_id=lpn_id,
                warehouse_id=work.station.warehouse_id,
                actor=work.actor,
                at=work.at,
                config=work.config,
            )
            documents.end(work.conn, for_kind="lpn", for_id=lpn_id, state="seen")
    rows = tuple((_tail(one), one.bin) for one in mine(work))
    words = T("{lpn} is for {bin}", lpn=plate.code[-TAIL:], bin=found.code)
    return CartLoad(rows), Said(words)


def which(work: Work, lpn_id: int, place: LocationRow) -> WhichLpn | None:
    """Return the question for the LPN where another one on the cart carries some of the same."""
    on_cart = mine(work)
    own = next((one for one in on_cart if one.lpn_id == lpn_id), None)
    if own is None:
        return None
    skus = {sku for sku, _ in own.contents}
    others = {sku for one in on_cart if one.lpn_id != lpn_id for sku, _ in one.contents}
    return WhichLpn(lpn_id, own.code, place.code, place.id) if skus & others else None


def plate_scanned(work: Work, scan: Scan) -> LpnRow | None:
    """Return the LPN that was scanned, None for anything else."""
    if in_bin.bin_scanned(work, scan) is not None:
        return None
    try:
        return identify.lpn(work, scan, wanted="", kinds=("lpn",))
    except Refused:
        return None


def _tail(one: Loaded) -> str:
    return one.code[-TAIL:]
