"""What the shop's software does with the warehouse."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from tests.stranger.hook import Inbox
from tests.stranger.wire import Api, RefusalError

MOST_ROWS = 100
DONE_SECONDS = 20.0
Plain = dict[str, Any]


class Shop:
    """A shop of one merchant. `orders` are its own records, `tags` of which content they were."""

    def __init__(self, api: Api) -> None:
        self.api = api
        self.orders: dict[str, Plain] = {}
        self.tags: dict[str, str] = {}

    def register(self, items: Sequence[Plain]) -> list[Plain]:
        """Register items; return the rows that were refused."""
        return self._in_bulk("/items/bulk", items)

    def expect(self, reference: str, pieces: dict[str, int]) -> Plain:
        """Announce a delivery."""
        lines = [{"sku": sku, "quantity": n} for sku, n in pieces.items()]
        found: Plain = self.api.post("/asns", {"external_ref": reference, "lines": lines})
        return found

    def listen(self, inbox: Inbox, *types: str) -> int:
        """Let changes be sent to an inbox; return the webhook's number."""
        made = self.api.post("/webhooks", {"url": inbox.url, "types": list(types)})
        inbox.secret = made["secret"]
        return int(made["id"])

    def sell(self, orders: Sequence[Plain]) -> list[Plain]:
        """Send orders; keep those that were taken and return the rows that were refused."""
        refused = self._in_bulk("/orders/bulk", orders)
        bad = {row["index"] for row in refused}
        for number, order in enumerate(orders):
            if number not in bad:
                name = order["external_ref"]
                self.orders[name] = order
                self.tags[name] = self.api.ask("GET", f"/orders/{name}").etag
        return refused

    def _in_bulk(self, path: str, rows: Sequence[Plain]) -> list[Plain]:
        refused: list[Plain] = []
        for first in range(0, len(rows), MOST_ROWS):
            told = self.api.post(path, {"rows": rows[first : first + MOST_ROWS]})
            for row in told["rows"]:
                if row["outcome"] == "refused":
                    refused.append(row | {"index": row["index"] + first})
        return refused

    def upload(self, payload: Plain, *, format_name: str) -> tuple[Plain, list[Plain]]:
        """Send a file of another system's orders; return how it went and what was wrong in it."""
        query = {"kind": "orders", "format": format_name, "file": f"{format_name}.json"}
        run = self.api.post("/imports", payload, **query)
        latest = time.monotonic() + DONE_SECONDS
        while run["status"] != "done" and time.monotonic() < latest:
            time.sleep(0.3)
            run = self.api.get(f"/imports/{run['id']}")
        return run, list(self.api.pages(f"/imports/{run['id']}/rejections"))

    def move(self, name: str, street: str) -> Plain:
        """Send an order to another address, unless it is no longer as the shop knows it: then it
        is read again, and decided anew."""
        order = self.orders[name]
        wanted = order | {"recipient": order["recipient"] | {"street": [street]}}
        try:
            reply = self.api.ask("PUT", f"/orders/{name}", wanted, if_match=self.tags[name])
        except RefusalError as refusal:
            if refusal.status != 412:
                raise
            known = self.api.ask("GET", f"/orders/{name}")
            if known.body["status"] in ("shipped", "cancelled"):
                raise
            reply = self.api.ask("PUT", f"/orders/{name}", wanted, if_match=known.etag)
        self.orders[name], self.tags[name] = wanted, reply.etag
        found: Plain = reply.body
        return found

    def cancel(self, name: str, reason: str) -> Plain:
        """Cancel an order.

        :raises RefusalError: it is too late.
        """
        found: Plain = self.api.post(f"/orders/{name}/cancel", {"reason": reason})
        return found

    def send_back(self, name: str, order: str, pieces: dict[str, int]) -> Plain:
        """Announce that pieces of an order come back."""
        lines = [{"sku": sku, "quantity": n} for sku, n in pieces.items()]
        found: Plain = self.api.post(
            "/returns", {"external_ref": name, "order": order, "lines": lines}
        )
        return found
