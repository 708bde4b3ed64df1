"""Pack, a piece is not there: said twice, then written off; another is fetched or the order is
short."""

from __future__ import annotations

from dataclasses import dataclass

from wms.dialogues import pack, pack_items, pack_weigh
from wms.shipping.missing import missing
from wms.terminal.machine import Said, State, View, Work, known
from wms.terminal.wire import Key, Tone
from wms.text import T

SHOWN = 5


@dataclass(frozen=True)
class PackMissing(State):
    """`left` has SKU and pieces that neither the totes nor the carton hold."""

    parcel_id: int
    tote_id: int
    order: str
    left: tuple[tuple[str, int], ...]

    def confirms(self) -> bool:
        return True

    def screen(self) -> View:
        return View(
            T("MISSING"),
            T("Really not there? MISSING again"),
            lines=tuple((sku, str(n)) for sku, n in self.left[:SHOWN]),
            keys=("MISSING", "BACK"),
        )

    def on_key(
        self, key: Key, work: Work
    ) -> pack_items.Pack | tuple[pack.PackTote | pack_weigh.PackWeigh, Said]:
        known(key, self)
        if key.name == "BACK":
            return pack_items.items_step(work, self.parcel_id, self.tote_id)
        done = missing(
            work.conn,
            work.station.warehouse_id,
            parcel_id=self.parcel_id,
            ship_short=bool(work.config["packing"]["ship_short"]),
            actor=work.actor,
            at=work.at,
        )
        if done.fetched:
            words = T("Another one is fetched. Put {order} aside", order=self.order)
            return pack.tote_step(work), Said(words, Tone.ATTENTION)
        if done.ended:
            words = T("{order} has no piece left to pack", order=self.order)
            return pack.tote_step(work), Said(words, Tone.ATTENTION)
        said = Said(T("The order goes without it"), Tone.ATTENTION)
        return pack_weigh.filled(work, self.parcel_id), said
