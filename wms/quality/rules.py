"""What quality decides: which orders are looked at, and how pieces are shared out. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

NTH, FIRST = "nth_order", "first_orders"
REASONS = ("DAMAGED", "WRONG", "EXPIRED")
MISSING = "MISSING"


def why_check(order_id: int, order_no_of_carrier: int, config: Mapping[str, Any]) -> str:
    """Return the rule by which an order is checked, or "" when it is not.

    `order_no_of_carrier` counts a carrier's orders from 1, 0 for an order without carrier;
    `config` is the site's, of which `[quality]` is read; a limit of 0 switches a rule off.
    """
    limits = config["quality"]
    nth, first = int(limits["every_nth_order"]), int(limits["first_orders"])
    if 0 < order_no_of_carrier <= first:
        return FIRST
    return NTH if nth > 0 and order_id % nth == 0 else ""


@dataclass(frozen=True, slots=True)
class Look:
    """Pieces of one item and lot in an order's totes, and how many of them were looked at.

    `failed` ones have left the totes.
    """

    item_id: int
    sku: str
    lot_id: int
    lot: str
    in_totes: int
    passed: int = 0
    failed: int = 0

    @property
    def left(self) -> int:
        """Pieces that nobody looked at yet."""
        return max(self.in_totes - self.passed, 0)

    @property
    def name(self) -> str:
        """What the pieces are called on a screen: the SKU, and the lot if there is one."""
        return f"{self.sku} {self.lot}" if self.lot_id else self.sku


def progress(looks: Iterable[Look]) -> tuple[int, int]:
    """Return how many pieces were looked at, and of how many."""
    done = total = 0
    for look in looks:
        done += min(look.passed, look.in_totes) + look.failed
        total += look.in_totes + look.failed
    return done, total
