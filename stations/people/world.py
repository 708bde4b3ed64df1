"""What physically is where: pieces in places, containers standing somewhere. Thread-safe.

Pieces come into the world with the deliveries and never vanish: each change is a move of some
pieces from one place to another, so their sum is constant. A place is any word: a bin, an LPN, a
tote, somebody's hand, a carton on a bench, `LOST`.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Mapping

from stations.people.reality import Kind

LOST = "LOST"
EMPTIES = "EMPTIES"
"""Where empty totes stand."""


class NotThere(Exception):  # noqa: N818  (a fact about the floor)
    """Somebody reached for pieces that are not in that place."""


class World:
    """Places with pieces, and containers (LPNs, totes, parcels) with the place they stand at."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._pieces: dict[str, Counter[Kind]] = {}
        self._stands: dict[str, str] = {}
        self._standing: dict[str, dict[str, None]] = {}
        self._occupied: dict[str, str] = {}

    def arrive(self, place: str, kind: Kind, quantity: int) -> None:
        """Bring new pieces into the world.

        :raises ValueError: fewer than one piece.
        """
        if quantity < 1:
            raise ValueError(f"{quantity} pieces of {kind} cannot arrive")
        with self._lock:
            self._pieces.setdefault(place, Counter())[kind] += quantity

    def move(self, kind: Kind, quantity: int, source: str, target: str) -> None:
        """Carry pieces by hand from `source` to `target`.

        :raises NotThere: `source` has fewer.
        """
        with self._lock:
            if quantity < 0 or self.count(source, kind) < quantity:
                there = self.count(source, kind)
                raise NotThere(f"{quantity} x {kind} wanted from {source}, {there} are there")
            if quantity:
                self._pieces[source][kind] -= quantity
                self._pieces[source] += Counter()  # drops the zeros
                self._pieces.setdefault(target, Counter())[kind] += quantity

    def move_all(self, source: str, target: str) -> None:
        """Carry everything from `source` to `target`."""
        with self._lock:
            for kind, quantity in self.contents(source).items():
                self.move(kind, quantity, source, target)

    def count(self, place: str, kind: Kind | None = None) -> int:
        """Return how many pieces, of one kind or of all, lie in `place`."""
        with self._lock:
            pieces = self._pieces.get(place, Counter())
            return pieces.total() if kind is None else pieces[kind]

    def contents(self, place: str) -> dict[Kind, int]:
        """Return what lies in `place`, by kind in order."""
        with self._lock:
            return dict(sorted(self._pieces.get(place, Counter()).items()))

    def kind_at(self, place: str, sku: str, lot: str = "") -> Kind | None:
        """Return which pieces in `place` answer to a SKU and, if one is named, a lot."""
        found = [kind for kind in self.contents(place) if kind.sku == sku]
        named = [kind for kind in found if not lot or kind.lot in ("", lot)]
        return next(iter(named), None)

    def total(self) -> Counter[Kind]:
        """Return all pieces of the world."""
        with self._lock:
            return sum(self._pieces.values(), Counter())

    def places(self) -> dict[str, dict[Kind, int]]:
        """Return every place that holds something, as of one moment."""
        with self._lock:
            return {
                place: self.contents(place) for place in sorted(self._pieces) if self.count(place)
            }

    def set_down(self, container: str, place: str) -> None:
        """Let `container` stand at `place`, behind what stands there already."""
        with self._lock:
            self._standing.get(self._stands.get(container, ""), {}).pop(container, None)
            self._standing.setdefault(place, {})[container] = None
            self._stands[container] = place

    def stands(self, container: str) -> str:
        """Return where `container` stands, "" if nowhere."""
        with self._lock:
            return self._stands.get(container, "")

    def standing_at(self, place: str) -> list[str]:
        """Return the containers at `place`, the one that came first in front."""
        with self._lock:
            return list(self._standing.get(place, ()))

    def grab(self, place: str, hand: str, *, among: frozenset[str] | None = None) -> str | None:
        """Take the first container at `place` (of those in `among`); two people never get one."""
        with self._lock:
            found = (c for c in self.standing_at(place) if among is None or c in among)
            taken = next(found, None)
            if taken is not None:
                self.set_down(taken, hand)
            return taken

    def step_to(self, spot: str, who: str) -> bool:
        """Leave where `who` stands and step in front of `spot`; False while somebody else is there.

        Whoever waits stands in nobody's way, so no two people wait for each other.
        """
        with self._lock:
            self.step_back(who)
            return self._occupied.setdefault(spot, who) == who

    def step_back(self, who: str) -> None:
        """Leave the spot where `who` stands."""
        with self._lock:
            self._occupied = {spot: by for spot, by in self._occupied.items() if by != who}


def told(places: Mapping[str, Mapping[Kind, int]]) -> dict[str, dict[str, int]]:
    """Return places as plain data: place -> "SKU|LOT" -> pieces."""
    return {place: {str(kind): n for kind, n in kinds.items()} for place, kinds in places.items()}
