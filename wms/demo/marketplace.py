"""Plan a day from a marketplace's tables: what its sellers deliver, and what goes wrong. Pure
but for reading the tables."""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from wms.demo import olist
from wms.demo.faces import faces
from wms.demo.plan import (
    Batch,
    Crew,
    DemoPlan,
    Key,
    Lost,
    Mishaps,
    PlannedAsn,
    PlannedOrder,
    demand,
)
from wms.demo.synthetic import WRONG

MISSING_PERCENT = 2
ONE_LOST_IN = 250


def marketplace(
    folder: Path, orders: int, seed: int, carriers: tuple[str, ...], people: tuple[Crew, ...]
) -> DemoPlan:
    """Plan the first `orders` orders of the tables in `folder`, all of them if that is 0.

    :raises Refused: the folder does not hold the tables.
    """
    found = olist.read(folder, orders or sys.maxsize, carriers)
    chance = random.Random(seed)
    checked = next((order.lines[0].key for order in found.orders), ("", ""))
    wanted = demand(found.orders)
    brought = delivered(wanted, chance, checked)
    if checked in brought:
        brought[checked] += 1
    asns = tuple(_asns(brought))
    lost = _lost(brought, found.orders, checked, chance)
    never = {loss.sku for loss in lost}
    mishaps = Mishaps(lost, WRONG, qc_fail=1, qc_fail_skus=(checked[1],))
    on_faces = faces(wanted, brought, {checked, *(key for key in wanted if key[1] in never)})
    plan = (found.items, asns, found.orders, people, mishaps, on_faces)
    return DemoPlan(f"olist {folder.name}", seed, *plan, found.left_out, found.measured)


def delivered(wanted: Counter[Key], chance: random.Random, never: Key) -> Counter[Key]:
    """Return what the sellers bring: all but a few units, so that some orders must wait; of
    `never` all comes, because a piece of the first order is to fail its check."""
    units = sorted(key for key in wanted.elements() if key != never)
    missing = chance.sample(units, -(-len(units) * MISSING_PERCENT // 100))
    return Counter(wanted) - Counter(missing)


def _asns(brought: Counter[Key]) -> Iterator[PlannedAsn]:
    for merchant in sorted({merchant for merchant, _ in brought}):
        skus = sorted(sku for owner, sku in brought if owner == merchant)
        batches = tuple(Batch(merchant, sku, brought[merchant, sku]) for sku in skus)
        yield PlannedAsn(f"ASN-{merchant}", merchant, batches)


def _lost(
    brought: Counter[Key], orders: Sequence[PlannedOrder], never: Key, chance: random.Random
) -> tuple[Lost, ...]:
    """Lose a piece now and then: of goods that just one order wants, so that it does not depend
    on who comes first which order is short."""
    wanting = Counter(line.key for order in orders for line in order.lines)
    lonely = sorted(key for key in brought if wanting[key] == 1 and key != never)
    count = min(len(lonely), -(-brought.total() // ONE_LOST_IN))
    return tuple(Lost(sku, "", 1) for _, sku in chance.sample(lonely, count))
