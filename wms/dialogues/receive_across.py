"""Cross-dock: an LPN, or part of it, goes to where orders are waiting, not into storage."""

from __future__ import annotations

from dataclasses import dataclass

from wms.dialogues import identify, putaway, putaway_cart, receive
from wms.orders import cross_dock
from wms.stock import queries as stock
from wms.terminal.machine import Said, State, View, Work, known
from wms.terminal.wire import Key, Scan, Tone
from wms.text import N, T, Words

SHOWN = 4


def begun(
    work: Work, lpn_id: int, asn_id: int = 0, reference: str = ""
) -> tuple[CarryAcross, Said] | None:
    """Say what of an LPN at the dock goes to orders that wait for it; None when nothing does.

    What was promised before the site switched this off is still carried. `asn_id` 0 comes from
    putaway.
    """
    key = {"lpn_id": lpn_id, "warehouse_id": work.station.warehouse_id}
    if work.config["receiving"]["cross_dock"]:
        found = cross_dock.promise(work.conn, **key, at=work.at)
    else:
        found = cross_dock.crossing(work.conn, **key)
    if found is None:
        return None
    goods = tuple((sku, str(n)) for sku, n in found.goods)
    code = stock.lpns(work.conn, [lpn_id])[lpn_id].code
    facts = (asn_id, reference, lpn_id, code, found.bin, goods, ", ".join(found.orders))
    words = N("An order waits for it", "{n} orders wait for it", len(found.orders))
    return CarryAcross(*facts, found.is_whole), Said(words, Tone.ATTENTION)


@dataclass(frozen=True)
class CarryAcross(State):
    """`goods` of an LPN, all of it if `is_whole`, go to the cross-dock bin `bin` for `orders`."""

    asn_id: int
    reference: str
    lpn_id: int
    lpn: str
    bin: str
    goods: tuple[tuple[str, str], ...]
    orders: str
    is_whole: bool

    def screen(self) -> View:
        how: Words = T("The whole LPN") if self.is_whole else T("Of the LPN take only")
        more = len(self.goods) - SHOWN
        rest: tuple[tuple[Words, Words], ...] = (("", N("{n} more", "{n} more", more)),)
        goods = (*self.goods[:SHOWN], *rest[: max(more, 0)])
        head = ((T("LPN"), self.lpn), ("", how))
        return View(
            T("CROSS-DOCK"),
            self._wanted,
            lines=(*head, *goods, (T("Orders"), self.orders)),
            keys=("BACK",),
            expects=self.bin,
        )

    @property
    def _wanted(self) -> Words:
        if not self.bin:
            return T("Scan a cross-dock bin")
        return T("Bring it to {bin}. Scan {bin}", bin=self.bin)

    def on_scan(
        self, scan: Scan, work: Work
    ) -> tuple[receive.ScanItem | putaway.ScanLpn | putaway_cart.CartLoad | putaway.StoreIn, Said]:
        place = identify.location(work, scan, wanted=self._wanted)
        done = cross_dock.carry(
            work.conn, lpn_id=self.lpn_id, location_id=place.id, actor=work.actor, at=work.at
        )
        words = N("{n} piece in {bin}", "{n} pieces in {bin}", done.pieces, bin=done.bin)
        if self.is_whole:
            return self._back(work), Said(words)
        if not self.asn_id:
            said = Said(T("{words}. Now the rest", words=words))
            return putaway.suggested(work, self.lpn_id), said
        return self._back(work), Said(T("{words}. The rest to putaway", words=words))

    def on_key(
        self, key: Key, work: Work
    ) -> receive.ScanItem | putaway.ScanLpn | putaway_cart.CartLoad:
        known(key, self)
        return self._back(work)

    def _back(self, work: Work) -> receive.ScanItem | putaway.ScanLpn | putaway_cart.CartLoad:
        if not self.asn_id:
            return putaway.begin(work)
        return receive.items(work, self.asn_id, self.reference)
