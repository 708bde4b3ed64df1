"""Plan a day from a marketplace's tables: what its sellers deliver, and what goes wrong. Pure
but for reading the tables."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from wms.demo import olist
from wms.demo.crew import crew
from wms.demo.plan import (
    Batch,
    DemoPlan,
    Key,
    Lost,
    Mishaps,
    PlannedAsn,
    demand,
)
from wms.demo.synthetic import WRONG

MISSING_PERCENT = 2
ONE_LOST_IN = 250


def marketplace(folder: Path, orders: int, seed: int, carriers: tuple[str, ...]) -> DemoPlan:
    """Plan the first `orders` orders of the tables in `folder`.

    :raises Refused: the folder does not hold the tables.
    """
    found = olist.read(folder, orders, carriers)
    chance = random.Random(seed)
    brought = delivered(demand(found.orders), chance)
    asns = tuple(_asns(brought))
    mishaps = Mishaps(_lost(brought, chance), WRONG, qc_fail=1)
    plan = (found.items, asns, found.orders, crew(orders), mishaps, found.left_out, found.measured)
    return DemoPlan(f"olist {folder.name}", seed, *plan)


def delivered(wanted: Counter[Key], chance: random.Random) -> Counter[Key]:
    """Return what the sellers bring: all but a few units, so that some orders must wait."""
    units = sorted(wanted.elements())
    missing = chance.sample(units, -(-len(units) * MISSING_PERCENT // 100))
    return Counter(wanted) - Counter(missing)


def _asns(brought: Counter[Key]) -> Iterator[PlannedAsn]:
    for merchant in sorted({merchant for merchant, _ in brought}):
        skus = sorted(sku for owner, sku in brought if owner == merchant)
        batches = tuple(Batch(merchant, sku, brought[merchant, sku]) for sku in skus)
        yield PlannedAsn(f"ASN-{merchant}", merchant, batches)


def _lost(brought: Counter[Key], chance: random.Random) -> tuple[Lost, ...]:
    """Lose a piece now and then: of goods that several want, or nobody would notice."""
    several = sorted(key for key, n in brought.items() if n > 1)
    count = min(len(several), -(-brought.total() // ONE_LOST_IN))
    return tuple(Lost(sku, "", 1) for _, sku in chance.sample(several, count))
