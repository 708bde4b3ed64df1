"""What every screen at a stop shows: how many of what, and how far the walk is."""

from __future__ import annotations

from dataclasses import dataclass

from wms.terminal.machine import State, View
from wms.text import T, Words
from wms.units import kilograms, metres

TITLE = T("PICK")
Lines = tuple[tuple[Words, Words], ...]


@dataclass(frozen=True)
class _ToteFor(State):
    """An order needs an empty tote on the cart; with no `order_id` all orders of a batch do.

    With `joins` it came while the cart was walked; who has no tote for it leaves it for another
    walk, unless it is the first of the cart.
    """

    cluster_id: int
    order_id: int
    order: str
    position: int
    count: int
    joins: bool = False
    lines: int = 0
    weight_grams: int = 0
    walk_mm: int = 0

    def screen(self) -> View:
        place: Lines = ((T("Place on cart"), str(self.position)),)
        lines = place if self.order_id else ((T("Orders"), str(self.count)),)
        if self.joins:
            lines = (("", T("It joins your walk")), *lines)
        if self.lines:
            weight, walk = kilograms(self.weight_grams), metres(self.walk_mm)
            lines = (*lines, (T("Lines"), str(self.lines)), (T("Weight"), weight))
            lines = (*lines, (T("Walk"), walk)) if self.walk_mm else lines
        return View(
            TITLE,
            T("Scan an empty tote for {order}", order=self.order),
            lines=lines,
            keys=("SKIP", "BACK") if self.joins or self.position > 1 else ("BACK",),
            progress=(self.position - 1, self.count) if self.order_id else None,
        )


@dataclass(frozen=True)
class _Stop(State):
    """Everything about the pick at hand; in a batch it is for `wanting` orders at once, else 0."""

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
    wanting: int = 0

    def _view(self, prompt: Words, expects: str, keys: tuple[str, ...], taken: int = 0) -> View:
        count = f"{taken}/{self.want}" if taken else str(self.want)
        lot: Lines = ((T("Lot"), self.lot),) if self.lot != "-" else ()
        orders: Lines = ((T("For orders"), str(self.wanting)),) if self.wanting else ()
        return View(
            TITLE,
            prompt,
            lines=((T("Take"), count), (T("Item"), self.sku), ("", self.item[:38]), *lot, *orders),
            keys=keys,
            expects=expects,
            progress=(self.done, self.total),
        )


Stop = _Stop
ToteFor = _ToteFor
