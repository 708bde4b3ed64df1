"""A stranger who follows the feed of changes and knows the warehouse by nothing else."""

from __future__ import annotations

from collections import Counter
from typing import Any

from wms.changes import feed
from wms.changes.facts import FACTS
from wms.changes.feed import START, Cursor, Only
from wms.changes.show import shown
from wms.db import Database

SAYS_A_STATUS = {
    *(f"order.{name}" for name in ("accepted", "waiting", "allocated", "released", "picked")),
    *(f"order.{name}" for name in ("packed", "shipped", "cancelled")),
}


class Follower:
    """Reads on from its cursor, which it keeps as text, a few changes at a time."""

    def __init__(self, db: Database, *types: str, most: int = 7) -> None:
        self.db, self.only, self.most = db, Only(types=types), most
        self.cursor = str(START)
        self.numbers: list[int] = []
        self.ids: list[str] = []
        self.statuses: dict[str, str] = {}
        self.reasons: dict[str, str] = {}
        self.parcels: dict[str, str] = {}
        self.stock: dict[str, tuple[int, int]] = {}
        self.tracking: dict[str, set[str]] = {}

    def restarted(self) -> Follower:
        """Return one that begins anew with the cursor alone."""
        again = Follower(self.db, *self.only.types, most=self.most)
        again.cursor = self.cursor
        return again

    def read_on(self) -> int:
        """Read to the end of the feed and return how many changes were new."""
        count = 0
        while True:
            with self.db.read() as conn:
                at: Cursor = feed.cursor(self.cursor)
                page = feed.read(conn, at, self.only, most=self.most)
                plain = shown(conn, page.changes)
            self.cursor = str(page.following)
            self.numbers += [change.id for change in page.changes]
            for change in plain:
                self.learn(change)
            count += len(plain)
            if len(plain) < self.most:
                return count

    def learn(self, change: dict[str, Any]) -> None:
        self.ids.append(change["id"])
        name, data = change["subject"]["reference"], change["data"]
        assert set(data) <= set(FACTS[change["type"]]), change
        if change["type"] in SAYS_A_STATUS:
            self.statuses[name] = data["status"]
            self.reasons[name] = data["reason"]
            assert change["type"] == f"order.{data['status']}"
        if change["type"] == "order.shipped":
            self.tracking[name] = {parcel["tracking"] for parcel in data["parcels"]}
        if change["type"].startswith("shipment."):
            self.parcels[name] = data["status"]
        if change["type"] == "stock.changed":
            self.stock[name] = (data["on_hand"], data["available"])

    def repeats(self) -> list[str]:
        """Return the ids that came more than once."""
        return [name for name, n in Counter(self.ids).items() if n > 1]
