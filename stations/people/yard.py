"""The trucks at the dock: whose delivery it is, and which batches are still on it."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterable

from stations.people.reality import Batch, Delivery
from stations.people.world import World


def truck(asn: str) -> str:
    """Return the name of the place where a delivery's pieces are before they are received."""
    return f"TRUCK {asn}"


class Yard:
    """Deliveries that wait; each is received by one person, in the order given."""

    def __init__(self, deliveries: Iterable[Delivery], world: World) -> None:
        self._lock = threading.Lock()
        self._batches: dict[str, deque[Batch]] = {}
        self._by: dict[str, str] = {}
        self._closed: set[str] = set()
        for delivery in deliveries:
            self._batches[delivery.asn] = deque(delivery.batches)
            for batch in delivery.batches:
                world.arrive(truck(delivery.asn), batch.kind, batch.quantity)

    def claim(self, who: str) -> str:
        """Return the ASN that `who` works on, else the next free one; "" if all are done."""
        with self._lock:
            mine = (asn for asn, by in self._by.items() if by == who and asn not in self._closed)
            free = (asn for asn in self._batches if asn not in self._by)
            asn = next(mine, "") or next(free, "")
            if asn:
                self._by[asn] = who
            return asn

    def next_batch(self, asn: str) -> Batch | None:
        """Return the batch at the tail of the truck, None when it is empty."""
        with self._lock:
            batches = self._batches.get(asn)
            return batches[0] if batches else None

    def unload(self, asn: str) -> None:
        """The first batch has left the truck."""
        with self._lock:
            self._batches[asn].popleft()

    def close(self, asn: str) -> None:
        """The delivery is finished."""
        with self._lock:
            self._closed.add(asn)

    @property
    def is_done(self) -> bool:
        """Tell whether every delivery was finished."""
        with self._lock:
            return self._closed >= set(self._batches)
