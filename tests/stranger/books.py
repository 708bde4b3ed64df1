"""The shop's own books: what ought to be in the warehouse, from what was told; and what differs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from tests.stranger.wire import Api

OUTSIDE = {"SUPPLIER", "CUSTOMER", "SCRAP", "COUNT"}
STAYS = {"restock", "hold"}
"""Dispositions of returned pieces that are in the building afterwards."""


class Books:
    """Pieces by SKU: received - shipped + returned + adjusted."""

    def __init__(self, plain: Mapping[str, Mapping[str, int]] | None = None) -> None:
        kept = plain or {}
        self.received = Counter(kept.get("received", {}))
        self.shipped = Counter(kept.get("shipped", {}))
        self.returned = Counter(kept.get("returned", {}))
        self.adjusted = Counter(kept.get("adjusted", {}))

    def enter(self, change: Mapping[str, Any]) -> None:
        """Enter what a change tells of goods that came or were found to be more or fewer."""
        data = change["data"]
        match change["type"]:
            case "asn.received":
                self.received[data["sku"]] += data["pieces"]
            case "return.disposed" if data["disposition"] in STAYS:
                self.returned[data["sku"]] += data["pieces"]
            case "count.booked" | "count.adjusted":
                self.adjusted[change["subject"]["reference"]] += data["pieces"]

    def on_hand(self) -> dict[str, int]:
        """Return what ought to be there, without what there is none of."""
        skus = {*self.received, *self.shipped, *self.returned, *self.adjusted}
        found = {
            sku: self.received[sku] - self.shipped[sku] + self.returned[sku] + self.adjusted[sku]
            for sku in sorted(skus)
        }
        return {sku: n for sku, n in found.items() if n}

    def plain(self) -> dict[str, dict[str, int]]:
        """Return them as they are kept."""
        names = ("received", "shipped", "returned", "adjusted")
        return {name: dict(getattr(self, name)) for name in names}


def in_stock(api: Api) -> dict[str, int]:
    """Return pieces by SKU as the warehouse's stock has them."""
    rows = api.pages("/stock", limit=2)
    return {row["sku"]: row["on_hand"] for row in rows if row["on_hand"]}


def in_ledger(api: Api) -> dict[str, int]:
    """Return pieces by SKU as the moves across the warehouse's walls add up."""
    found: Counter[str] = Counter()
    for move in api.pages("/moves", limit=10):
        came = move["target"]["location"] not in OUTSIDE
        left = move["source"]["location"] not in OUTSIDE
        found[move["sku"]] += move["quantity"] * (came - left)
    return {sku: n for sku, n in sorted(found.items()) if n}
