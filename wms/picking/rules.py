"""What a cart and its totes take, what is urgent, who gets a piece at the put wall. Pure; which
orders go together is decided by `wms.planning`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from wms.planning.batch import Capacity

URGENT = 1
"""Orders and clusters of this priority or a smaller one do not wait for the next wave."""

LITRE_MM3 = 1_000_000


@dataclass(frozen=True, slots=True)
class Cart:
    """What a cart takes, and one tote of it; 0 is no limit."""

    capacity: Capacity
    tote_weight_grams: int = 0
    tote_volume_mm3: int = 0


@dataclass(frozen=True, slots=True)
class Goods:
    """How much an order weighs and fills; what is not known counts as 0."""

    weight_grams: int = 0
    volume_mm3: int = 0


@dataclass(frozen=True, slots=True)
class Pace:
    """How much was done in how long."""

    done: int
    within: timedelta


FEWEST_TO_TELL = 5
"""With less done than this, nobody can say how fast the work goes."""


def finish(left: int, pace: Pace, at: datetime) -> datetime | None:
    """Return when `left` more will be done at this pace; None when too little was done to tell."""
    if pace.done < FEWEST_TO_TELL or pace.within <= timedelta():
        return None
    return at + pace.within * left / pace.done


def cart_of(config: Mapping[str, Any]) -> Cart:
    """Return the carts of a site by its settings."""
    given = config["picking"]
    capacity = Capacity(
        orders=given["orders_per_cluster"],
        totes=given["totes_per_cart"],
        weight_grams=given["cart_weight_grams"],
        volume_mm3=given["totes_per_cart"] * given["tote_volume_litres"] * LITRE_MM3,
    )
    return Cart(capacity, given["tote_weight_grams"], given["tote_volume_litres"] * LITRE_MM3)


def batch_cart_of(config: Mapping[str, Any], slots: int) -> Cart:
    """Return the carts for picking in batches, to be sorted at a put wall with so many slots.

    Totes are common to all orders there, so their number limits nothing but weight and volume.
    """
    cart = cart_of(config)
    orders = min(config["picking"]["orders_per_batch"], slots)
    return replace(cart, capacity=replace(cart.capacity, orders=orders, totes=0))


def totes_needed(goods: Goods, cart: Cart) -> int:
    """Return how many totes an order takes at least: by weight, by volume, and one."""
    parts = (
        (goods.weight_grams, cart.tote_weight_grams),
        (goods.volume_mm3, cart.tote_volume_mm3),
    )
    return max([1, *(-(-much // most) for much, most in parts if most)])


@dataclass(frozen=True, slots=True)
class Claim:
    """An order that still gets pieces of an item and lot from a batch's totes.

    `pieces` of them, and `left` of all items together. `slot_id` and `slot` name its slot of the
    put wall, 0 and "" while it has none; `position` is its place in the batch.
    """

    order_id: int
    order: str
    position: int
    is_cancelled: bool
    pieces: int
    left: int
    slot_id: int
    slot: str


def whose(claims: Iterable[Claim]) -> Claim | None:
    """Return who gets the next piece: a cancelled order last, for its pieces go back anyway; then
    one that has a slot, the one that is complete soonest; else the first of the batch."""
    return min(
        claims,
        key=lambda c: (c.is_cancelled, not c.slot_id, c.left if c.slot_id else 0, c.position),
        default=None,
    )
