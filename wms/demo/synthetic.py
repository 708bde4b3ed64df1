"""Plan a day of three made-up shops. Pure: the seed and the day decide everything.

Every order can be shipped, but for one that wants goods that never come. One item comes in two
lots: the one that expires first is all promised, then loses a piece, so that a picker meets a
short bin and finds the rest in the other lot. What is wanted most, and has no lots, is picked from
faces.
"""

from __future__ import annotations

import hashlib
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from wms.demo.faces import faces
from wms.demo.plan import (
    Batch,
    Crew,
    DemoPlan,
    Key,
    Lost,
    Mishaps,
    PlannedAsn,
    PlannedItem,
    PlannedLine,
    PlannedOrder,
    demand,
    supply,
)
from wms.demo.shop import CUSTOMERS, GOODS, NEVER_DELIVERED, WITH_TWO_LOTS, Kind
from wms.gs1.digits import check_digit

SPARE = 2
"""Pieces of each item beyond what is ordered: one may fail its check, one may be lost."""

LINES = (1,) * 14 + (2,) * 4 + (3, 4)
QUANTITIES = (1,) * 8 + (2, 3)
EARLY, LATE = timedelta(days=90), timedelta(days=240)
WRONG = {"bin": 1, "item": 1, "tote": 1, "label": 1, "unknown": 1, "carton": 1}
FEW = 3
"""So few orders are played without mishaps that keep an order from being shipped."""


def gtin13(name: str) -> str:
    """Return a GTIN-13 that belongs to `name`, out of the range for use inside a company.

    Source: GS1 General Specifications, section 2.1.11 (restricted circulation numbers, 2…).
    """
    digits = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8]) % 10**11
    body = f"2{digits:011d}"
    return body + check_digit(body)


def synthetic(
    orders: int, seed: int, carriers: Sequence[str], today: date, people: tuple[Crew, ...]
) -> DemoPlan:
    """Plan `orders` orders; lots expire counted from `today`."""
    chance = random.Random(seed)
    items = tuple(_items())
    planned = tuple(_orders(orders, items, carriers, chance))
    wanted = demand(planned)
    asns = tuple(_asns(wanted, today))
    early = next((b for a in asns for b in a.batches if _is_early(b)), None)
    lost = (Lost(early.sku, early.lot, 1),) if early and orders > FEW else ()
    brought = supply(asns)
    on_faces = faces(wanted, brought, {item.key for item in items if item.has_lots})
    fails = sorted({sku for _, sku in brought} - {face.sku for face in on_faces})
    mishaps = Mishaps(lost, WRONG, qc_fail=1 if orders > FEW else 0, qc_fail_skus=tuple(fails))
    return DemoPlan("synthetic", seed, items, asns, planned, people, mishaps, on_faces)


def _items() -> Iterator[PlannedItem]:
    for merchant, sku, name, length_mm, width_mm, height_mm, grams, has_lots in GOODS:
        gtin = gtin13(f"{merchant}/{sku}")
        sizes = (length_mm, width_mm, height_mm)
        yield PlannedItem(merchant, sku, name, gtin, *sizes, grams, has_lots)


def _orders(
    count: int, items: Sequence[PlannedItem], carriers: Sequence[str], chance: random.Random
) -> Iterator[PlannedOrder]:
    """Yield orders of one merchant each; every fourth begins with the item of two lots."""
    common = [item for item in items if item.sku != NEVER_DELIVERED]
    star = next(item for item in items if item.sku == WITH_TWO_LOTS)
    unlucky = chance.randrange(count) if count > FEW else -1
    never = next(item for item in items if item.sku == NEVER_DELIVERED)
    for number in range(count):
        first = star if number % 4 == 1 else chance.choice(common)
        same_shop = [i for i in common if i.merchant == first.merchant and i != first]
        others = chance.sample(same_shop, chance.choice(LINES) - 1)
        chosen = [first, *others, *([never] if number == unlucky else [])]
        if number == unlucky and first.merchant != never.merchant:
            chosen = [never]
        lines = [PlannedLine(*item.key, chance.choice(QUANTITIES)) for item in chosen]
        recipient, carrier = chance.choice(CUSTOMERS), chance.choice(carriers)
        yield PlannedOrder(f"WEB-{1001 + number}", recipient, carrier, tuple(lines))


def _asns(wanted: Counter[Key], today: date) -> Iterator[PlannedAsn]:
    """Yield a delivery for each merchant with what is ordered of it, later lots in a last one."""
    ordered = [kind for kind in GOODS if wanted[kind[0], kind[1]] and kind[1] != NEVER_DELIVERED]
    first = [_first(kind, wanted, today) for kind in ordered]
    merchants = list(dict.fromkeys(batch.merchant for batch in first))
    for number, merchant in enumerate(merchants, 1):
        batches = tuple(batch for batch in first if batch.merchant == merchant)
        yield PlannedAsn(f"ASN-{number}", merchant, batches)
    later = tuple(_later(batch, wanted, today) for batch in first if _is_early(batch))
    if later:
        yield PlannedAsn(f"ASN-{len(merchants) + 1}", later[0].merchant, later)


def _first(kind: Kind, wanted: Counter[Key], today: date) -> Batch:
    """Return what comes first of an item: all that is needed, or half of it as an early lot."""
    merchant, sku, has_lots = kind[0], kind[1], kind[-1]
    pieces = wanted[merchant, sku]
    if not has_lots:
        return Batch(merchant, sku, pieces + SPARE)
    if sku == WITH_TWO_LOTS and pieces > 1:
        return Batch(merchant, sku, pieces // 2, f"{_lot(sku)}A", today + EARLY)
    return Batch(merchant, sku, pieces + SPARE, f"{_lot(sku)}B", today + LATE)


def _later(early: Batch, wanted: Counter[Key], today: date) -> Batch:
    """Return a second lot that can replace the early one entirely."""
    pieces = wanted[early.merchant, early.sku] + SPARE
    return Batch(early.merchant, early.sku, pieces, f"{_lot(early.sku)}B", today + LATE)


def _is_early(batch: Batch) -> bool:
    return batch.lot == f"{_lot(batch.sku)}A"


def _lot(sku: str) -> str:
    return f"L{sum(map(ord, sku)) % 900 + 100}"
