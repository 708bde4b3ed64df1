"""What a demo will play, as plain data: goods, deliveries, orders, people, mishaps. Pure.

A plan depends on its seed and its data only, so the same seed ships the same orders.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

Key = tuple[str, str]
"""Merchant and SKU: an SKU alone may be used by several merchants."""


@dataclass(frozen=True, slots=True)
class PlannedItem:
    """One kind of goods; sizes and weight are of one piece."""

    merchant: str
    sku: str
    name: str
    gtin: str
    length_mm: int
    width_mm: int
    height_mm: int
    weight_grams: int
    has_lots: bool = False

    @property
    def key(self) -> Key:
        return self.merchant, self.sku


@dataclass(frozen=True, slots=True)
class Batch:
    """Pieces of one item, and of one lot where the item has lots."""

    merchant: str
    sku: str
    quantity: int
    lot: str = ""
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class PlannedAsn:
    reference: str
    merchant: str
    batches: tuple[Batch, ...]


@dataclass(frozen=True, slots=True)
class PlannedLine:
    merchant: str
    sku: str
    quantity: int

    @property
    def key(self) -> Key:
        return self.merchant, self.sku


@dataclass(frozen=True, slots=True)
class PlannedFace:
    """An item that is picked from a bin of its own, filled below `least` up to `most` pieces."""

    merchant: str
    sku: str
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Address:
    name: str
    street: str
    postal_code: str
    city: str
    region: str
    country: str


@dataclass(frozen=True, slots=True)
class PlannedOrder:
    reference: str
    recipient: Address
    carrier: str
    lines: tuple[PlannedLine, ...]


@dataclass(frozen=True, slots=True)
class Lost:
    """Pieces that vanish from their bin after they were put away; nobody tells the ledger."""

    sku: str
    lot: str
    quantity: int


@dataclass(frozen=True, slots=True)
class Mishaps:
    """What goes wrong: pieces lost, wrong scans of each kind, pieces that fail their check.

    `qc_fail_skus` names what fails (empty: the first pieces that are looked at), where not every
    piece could be replaced and so which one fails would decide which order is shipped.
    """

    lost: tuple[Lost, ...] = ()
    wrong: Mapping[str, int] = field(default_factory=dict)
    qc_fail: int = 0
    qc_fail_skus: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Crew:
    """A station and who works there: `flows` are the keys of the menu that are used there."""

    code: str
    kind: str
    worker: str
    name: str
    flows: tuple[str, ...]
    devices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DemoPlan:
    """`left_out` are orders of the source that are not imported, by the reason in words;
    `measured` counts items whose sizes or weight the source does not know."""

    data: str
    seed: int
    items: tuple[PlannedItem, ...]
    asns: tuple[PlannedAsn, ...]
    orders: tuple[PlannedOrder, ...]
    crew: tuple[Crew, ...]
    mishaps: Mishaps
    faces: tuple[PlannedFace, ...] = ()
    left_out: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    measured: int = 0

    @property
    def given(self) -> int:
        """How many orders the source gave, those included that are not imported."""
        return len(self.orders) + sum(len(refs) for refs in self.left_out.values())


def demand(orders: Iterable[PlannedOrder]) -> Counter[Key]:
    """Return the pieces that `orders` want, by item."""
    wanted: Counter[Key] = Counter()
    for order in orders:
        for line in order.lines:
            wanted[line.key] += line.quantity
    return wanted


def supply(asns: Iterable[PlannedAsn]) -> Counter[Key]:
    """Return the pieces that `asns` bring, by item."""
    brought: Counter[Key] = Counter()
    for asn in asns:
        for batch in asn.batches:
            brought[batch.merchant, batch.sku] += batch.quantity
    return brought
