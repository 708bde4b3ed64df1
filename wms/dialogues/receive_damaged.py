"""Receive, some of it broken: damaged pieces are counted apart and held on an LPN of their own."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace

from wms.dialogues import receive_count, receive_label
from wms.dialogues import receive_goods as goods
from wms.dialogues.receive_pieces import Pieces
from wms.inbound.arrival import DAMAGED
from wms.terminal.machine import Said, State, View, Work
from wms.terminal.wire import Key, Scan, Typed
from wms.text import T


def begun(counted: receive_count.CountPieces) -> CountDamaged:
    """Begin with the piece in hand; the others that were counted are good so far."""
    plain = asdict(counted) | {"quantity": 1}
    return CountDamaged(**plain, counted=counted.quantity)


@dataclass(frozen=True)
class CountDamaged(Pieces, State):
    """How many are broken? `counted` pieces were counted before, good and damaged together."""

    counted: int = 0

    def screen(self) -> View:
        return View(
            T("DAMAGED"),
            T("Scan more damaged ones or DONE"),
            lines=(*self.facts, (T("Damaged"), str(self.quantity))),
            keys=("DONE", "BACK"),
            accepts=goods.SCAN_OR_TEXT,
            counts_repeats=True,
        )

    def on_scan(self, scan: Scan, work: Work) -> CountDamaged:
        return self._set(self.quantity + self.more(work, scan))

    def on_text(self, typed: Typed, work: Work) -> CountDamaged:
        return self._set(goods.quantity(typed.text))

    def on_key(
        self, key: Key, work: Work
    ) -> CountDamaged | receive_count.CountPieces | tuple[receive_label.ScanLabel, Said]:
        match key.name:
            case "QTY" if key.value:
                return self._set(goods.quantity(key.value))
            case "BACK":
                plain = asdict(self) | {"quantity": self.counted}
                plain.pop("counted")
                return receive_count.CountPieces(**plain)
            case "DONE":
                left = max(self.counted - self.quantity, 0)
                return receive_label.labelled(work, self, aside=DAMAGED, left=left)
        return goods.refuse(self, key, work)

    def _set(self, quantity: int) -> CountDamaged:
        goods.check_room(self.sku, quantity, self.room)
        return replace(self, quantity=quantity)
