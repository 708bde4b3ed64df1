"""Pack, which lot: asked only where the totes hold several and the code names none."""

from __future__ import annotations

from dataclasses import dataclass

from wms.dialogues import identify, pack, pack_items, pack_weigh
from wms.errors import Refused
from wms.terminal.machine import Said, State, View, Work
from wms.terminal.wire import Accepts, Key, Scan, Typed
from wms.text import T


@dataclass(frozen=True)
class PackLot(State):
    """The totes hold several lots of an item and its code names none."""

    parcel_id: int
    tote_id: int
    item_id: int
    sku: str
    quantity: int
    lots: tuple[str, ...]

    def screen(self) -> View:
        return View(
            T("WHICH LOT"),
            T("Scan or type the lot of {sku}", sku=self.sku),
            lines=tuple((T("Lot"), lot) for lot in self.lots),
            keys=("BACK",),
            accepts=(Accepts.SCAN, Accepts.TEXT),
        )

    def on_scan(
        self, scan: Scan, work: Work
    ) -> tuple[pack_items.Pack | pack_weigh.PackWeigh, Said]:
        lot = scan.text
        if lot not in self.lots:
            wanted = self.screen().prompt
            lot = identify.item(work, scan, among=(self.item_id,), wanted=wanted).lot
        if lot not in self.lots:
            raise Refused(
                "packing.wrong_lot",
                T("That is no lot that was picked"),
                T("Scan the lot: {lots}", lots=", ".join(self.lots)),
            )
        return pack_items.put(work, self.parcel_id, self.tote_id, self.item_id, self.quantity, lot)

    def on_text(
        self, typed: Typed, work: Work
    ) -> tuple[pack_items.Pack | pack_weigh.PackWeigh, Said]:
        return self.on_scan(Scan(typed.text.strip()), work)

    def on_key(self, key: Key, work: Work) -> pack_items.Pack:
        pack.only_back(key, self)
        return pack_items.items_step(work, self.parcel_id, self.tote_id)
