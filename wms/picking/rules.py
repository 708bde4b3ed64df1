"""What a cart and its totes take, and what is urgent. Pure; which orders go together is decided by
`wms.planning`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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


def totes_needed(goods: Goods, cart: Cart) -> int:
    """Return how many totes an order takes at least: by weight, by volume, and one."""
    parts = (
        (goods.weight_grams, cart.tote_weight_grams),
        (goods.volume_mm3, cart.tote_volume_mm3),
    )
    return max([1, *(-(-much // most) for much, most in parts if most)])
