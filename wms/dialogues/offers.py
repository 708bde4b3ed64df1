"""Work that may be offered to somebody: what it is, where it begins, how urgent it is. Pure.

A dialogue names its offers where it registers: `@entry(KEY, caption, offers=…)`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from wms.layout.nearness import walk_mm
from wms.layout.queries import LocationRow
from wms.terminal.machine import Reply, Work

MINE, LEFT, NEW = 0, 1, 2
"""One's own work in progress comes first, then what was left for one, then what is new."""

NEAR_STEPS = 2
"""What lies near counts as so many steps of priority more urgent, so that it is done on the way."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A task by the number its dialogue knows it by; `begin` takes it, or says that it has gone.

    `place` is where it begins and `zones` where it leads (none: anywhere); `scan` is a code that
    begins it at once. `priority` is as of orders, 1 the most urgent; `count` is how many of
    something it is (stops, LPNs), 0 where that says nothing.
    """

    id: int
    begin: Callable[[Work], Reply | None]
    place: LocationRow | None = None
    zones: tuple[str, ...] = ()
    scan: str = ""
    stage: int = NEW
    priority: int = 5
    count: int = 0


Offers = Callable[[Work], Iterable[Offer]]


@dataclass(frozen=True, slots=True)
class Ranked:
    """An offer of a dialogue, and how far away it begins; -1 where nobody knows."""

    key: str
    offer: Offer
    distance_mm: int

    @property
    def name(self) -> str:
        return f"{self.key}:{self.offer.id}"


def ranked(
    offers: Iterable[tuple[str, Offer]], here: LocationRow | None, *, near_mm: int
) -> list[Ranked]:
    """Return offers of dialogues, the best first for somebody who stands `here`."""
    found = [Ranked(key, offer, _distance(offer, here)) for key, offer in offers]
    return sorted(found, key=lambda one: _rank(one, near_mm))


def _distance(offer: Offer, here: LocationRow | None) -> int:
    return walk_mm(here, offer.place) if here is not None and offer.place is not None else -1


def _rank(one: Ranked, near_mm: int) -> tuple[int, int, int, str, int]:
    is_near = 0 <= one.distance_mm <= near_mm
    urgency = one.offer.priority - (NEAR_STEPS if is_near else 0)
    return one.offer.stage, urgency, one.distance_mm, one.key, one.offer.id
