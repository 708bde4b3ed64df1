"""Follow the feed of changes; the cursor and all that was learned are in one file."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from tests.stranger.books import Books
from tests.stranger.wire import Api

PAGE = 20


class Follower:
    """Knows how far each order is. Another one of the same file goes on where this one was."""

    def __init__(self, api: Api, file: Path) -> None:
        self.api = api
        self.file = file
        kept = json.loads(file.read_text("utf-8")) if file.exists() else {}
        self.cursor: str = kept.get("cursor", "")
        self.seen: list[str] = kept.get("seen", [])
        self.statuses: dict[str, str] = kept.get("statuses", {})
        self.tracking: dict[str, list[str]] = kept.get("tracking", {})
        self.books = Books(kept.get("books"))

    def read_on(self, wait: int = 0) -> int:
        """Read one page, keep what it told, and return how many changes it had."""
        query: dict[str, Any] = {"limit": PAGE, "wait": wait}
        page = self.api.get("/changes", **query | ({"after": self.cursor} if self.cursor else {}))
        for change in page["items"]:
            if change["id"] not in self.seen:
                self._learn(change)
                self.seen.append(change["id"])
        self.cursor = page["next"]
        self._keep()
        return len(page["items"])

    def _learn(self, change: dict[str, Any]) -> None:
        name, data = change["subject"]["external_ref"], change["data"]
        if change["subject"]["kind"] == "order" and change["type"] != "order.changed":
            self.statuses[name] = data["status"]
        if change["type"] == "order.shipped":
            self.tracking[name] = [parcel["tracking"] for parcel in data["parcels"]]
            for line in self.api.get(f"/orders/{name}")["lines"]:
                self.books.shipped[line["sku"]] += line["shipped"]
        self.books.enter(change)

    def _keep(self) -> None:
        plain = {"cursor": self.cursor, "seen": self.seen, "statuses": self.statuses}
        plain |= {"tracking": self.tracking, "books": self.books.plain()}
        beside = self.file.with_suffix(".new")
        beside.write_text(json.dumps(plain), "utf-8")
        os.replace(beside, self.file)
