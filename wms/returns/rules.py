"""What is proposed for pieces that came back, and which of those that left they are. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

GRADES = ("GOOD", "OPENED", "DAMAGED", "WRONG")
"""Conditions as they are asked for at the dock."""

NOT_OURS = "not_ours"


@dataclass(frozen=True, slots=True)
class Part:
    """Pieces of one kind that left in a parcel, and how many of them have come back."""

    parcel_id: int
    parcel: int
    item_id: int
    sku: str
    lot_id: int
    lot: str
    merchant_id: int
    shipped: int
    returned: int

    @property
    def left(self) -> int:
        return self.shipped - self.returned


def proposed(condition: str, config: Mapping[str, Any]) -> str:
    """Return what the site does with pieces in a condition: `restock`, `hold` or `scrap`."""
    return str(config["returns"][condition.lower()])


def fitting(parts: Iterable[Part], *, item_id: int, lot: str) -> list[Part]:
    """Return the parts that scanned pieces may be of; a code that names no lot fits any."""
    own = [part for part in parts if part.item_id == item_id]
    if not lot or all(not part.lot_id for part in own):
        return own
    return [part for part in own if part.lot == lot]


def lots_left(parts: Sequence[Part]) -> list[str]:
    """Return the lots of which pieces may still come back; "" for pieces without lot."""
    return list(dict.fromkeys(part.lot if part.lot_id else "" for part in parts if part.left))


def shares(parts: Sequence[Part], quantity: int) -> list[tuple[Part, int]]:
    """Share pieces out over the parts that they came from, first left first; what does not fit is
    left out: the sum is then less than `quantity`."""
    found = []
    for part in parts:
        share = min(part.left, quantity)
        if share > 0:
            found.append((part, share))
            quantity -= share
    return found
