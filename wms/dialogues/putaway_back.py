"""Put away, a tote or parcel of a cancelled or changed order: what it does not need goes back, each
item into a bin of its own.

Where there are several, the item is scanned before its bin, so that none lands in another's.
"""

from __future__ import annotations

from dataclasses import dataclass

from wms.dialogues import identify, putaway
from wms.dialogues import putaway_cart as cart
from wms.errors import Refused
from wms.layout.queries import LocationRow
from wms.shipping import put_back
from wms.shipping.put_back import Returning
from wms.stock import queries as stock
from wms.stock.contents import Content
from wms.stock.ledger import Goods
from wms.stock.queries import LpnRow
from wms.terminal.machine import Said, State, View, Work, known
from wms.terminal.wire import Key, Scan, Tone
from wms.text import T, Words


def begun(work: Work, scan: Scan, plate: LpnRow) -> tuple[putaway.StoreIn | PutBackItem, Said]:
    """Begin to empty a tote or parcel that was scanned.

    :raises Refused: its order needs all of it, or it is still on a cart.
    """
    found = put_back.of_lpn(work.conn, plate.id)
    if found is None or not found.parts:
        identify.lpn(work, scan, wanted=T("Scan an LPN"), kinds=("lpn",))
        raise AssertionError("only an LPN is an LPN")
    words = T("Take only this from {tote}", tote=plate.code)
    if found.is_cancelled:
        words = T("Order {order} was cancelled", order=found.order)
    return _step(work, plate.id, found), Said(words, Tone.ATTENTION)


def stored(
    work: Work, lpn_id: int, part: tuple[int, ...], place: LocationRow
) -> putaway.ScanLpn | putaway.StoreIn | PutBackItem | cart.CartLoad:
    """Put a part back into a bin and go on with the rest."""
    put_back.put_back(
        work.conn,
        lpn_id=lpn_id,
        goods=Goods(*part),
        location_id=place.id,
        actor=work.actor,
        at=work.at,
        config=work.config,
    )
    left = put_back.of_lpn(work.conn, lpn_id)
    return _step(work, lpn_id, left) if left and left.parts else putaway.begin(work)


def _step(work: Work, lpn_id: int, found: Returning) -> putaway.StoreIn | PutBackItem:
    """Go straight to the bin with the last part; of several, have the next one scanned."""
    first = found.parts[0]
    if len(found.parts) == 1 and found.is_cancelled:
        return _bin_step(work, lpn_id, _part(first), first.sku, first.pieces)
    lots = {p.lot_id: p.lot for p in stock.in_lpn(work.conn, lpn_id)}
    return PutBackItem(
        lpn_id, found.order, _part(first), first.sku, lots[first.lot_id], first.pieces
    )


def _bin_step(
    work: Work, lpn_id: int, part: tuple[int, ...], sku: str, pieces: int
) -> putaway.StoreIn:
    found = put_back.suggest(
        work.conn,
        lpn_id=lpn_id,
        goods=Goods(*part),
        warehouse_id=work.station.warehouse_id,
        config=work.config,
    )
    return putaway.StoreIn(lpn_id, found.code, ((sku, str(pieces)),), part)


def _part(content: Content) -> tuple[int, ...]:
    return content.item_id, content.lot_id, content.merchant_id


@dataclass(frozen=True)
class PutBackItem(State):
    """The next of several items in the tote; `part` is (item, lot, merchant)."""

    lpn_id: int
    order: str
    part: tuple[int, ...]
    sku: str
    lot: str
    pieces: int

    def screen(self) -> View:
        lot: tuple[tuple[Words, Words], ...] = ((T("Lot"), self.lot),) if self.part[1] else ()
        lines = ((T("Order"), self.order), (T("Take"), str(self.pieces)), (T("Item"), self.sku))
        prompt = T("Scan {sku}", sku=self.sku)
        return View(putaway.TITLE, prompt, lines=(*lines, *lot), keys=("BACK",))

    def on_scan(self, scan: Scan, work: Work) -> putaway.StoreIn:
        wanted = T("Take {sku}", sku=self.sku)
        found = identify.item(work, scan, among=(self.part[0],), wanted=wanted)
        if found.lot and self.part[1] and found.lot != self.lot:
            words = T("This is lot {lot}", lot=found.lot)
            raise Refused("putback.wrong_lot", words, T("Take lot {lot}", lot=self.lot))
        return _bin_step(work, self.lpn_id, self.part, self.sku, self.pieces)

    def on_key(self, key: Key, work: Work) -> putaway.ScanLpn | cart.CartLoad:
        known(key, self)
        return putaway.begin(work)
