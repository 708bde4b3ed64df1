"""What every screen at a stop shows: how many of what, and how far the walk is."""

from __future__ import annotations

from dataclasses import dataclass

from wms.terminal.machine import State, View
from wms.text import T, Words

TITLE = T("PICK")


@dataclass(frozen=True)
class _Stop(State):
    """Everything about the pick at hand."""

    cluster_id: int
    pick_id: int
    bin: str
    item_id: int
    sku: str
    item: str
    lot: str
    want: int
    tote_id: int
    tote: str
    cart_id: int
    done: int
    total: int

    def _view(self, prompt: Words, expects: str, keys: tuple[str, ...], taken: int = 0) -> View:
        count = f"{taken}/{self.want}" if taken else str(self.want)
        lot: tuple[tuple[Words, Words], ...] = ((T("Lot"), self.lot),) if self.lot != "-" else ()
        return View(
            TITLE,
            prompt,
            lines=((T("Take"), count), (T("Item"), self.sku), ("", self.item[:38]), *lot),
            keys=keys,
            expects=expects,
            progress=(self.done, self.total),
        )


Stop = _Stop
