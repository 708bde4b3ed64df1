"""How large a warehouse a plan needs. Pure: the example's plan, with other sizes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wms.demo.plan import DemoPlan

BAYS, LEVELS = 12, 3
ROOM_PERCENT = 130
"""Bins for so many percent of the batches that come."""

CARTON_FILL = 2
"""The largest carton is made so much higher than the largest item, padding included."""

TOTES, MOST_TOTES, TOTES_A_CART, USUAL_CARTS = 12, 60, 8, 4
"""A large crew gets more totes, or carts would wait for each other's."""


def building(example: Mapping[str, Any], plan: DemoPlan) -> dict[str, Any]:
    """Return the plan of a warehouse that has room for all that comes in and goes out."""
    batches = sum(len(asn.batches) for asn in plan.asns)
    bins = batches * ROOM_PERCENT // 100 + LEVELS + len(plan.faces)
    aisles = -(-bins // (BAYS * LEVELS))
    storage = example["storage"] | {"aisles": aisles, "bays": BAYS, "levels": LEVELS}
    storage |= {"pick_levels": LEVELS}
    sides = [sorted((i.length_mm, i.width_mm, i.height_mm), reverse=True) for i in plan.items]
    largest = [max(column) for column in zip(*sides, strict=True)]
    for name, needed in zip(("length_mm", "width_mm", "height_mm"), largest, strict=True):
        storage[name] = max(storage[name], needed * 2)
    carts = sum("PICK" in post.flows for post in plan.crew)
    most = MOST_TOTES + TOTES_A_CART * max(0, carts - USUAL_CARTS)
    totes = example["totes"] | {"count": max(TOTES, min(most, len(plan.orders) + 4))}
    cartons = [*example["carton"], *_extra_carton(example, plan, largest)]
    return {**example, "storage": storage, "totes": totes, "carton": cartons}


def _extra_carton(
    example: Mapping[str, Any], plan: DemoPlan, largest: list[int]
) -> list[dict[str, Any]]:
    """Return one more carton when an item is too large or too heavy for those there are."""
    heaviest = max(item.weight_grams for item in plan.items)
    for carton in example["carton"]:
        sides = sorted((carton["length_mm"], carton["width_mm"], carton["height_mm"]), reverse=True)
        roomy = all(mm < room for mm, room in zip(largest, sides, strict=True))
        if roomy and heaviest < carton["max_weight_grams"]:
            return []
    length_mm, width_mm, height_mm = (mm + 20 for mm in largest)
    return [
        {
            "code": "CX",
            "length_mm": length_mm,
            "width_mm": width_mm,
            "height_mm": height_mm * CARTON_FILL,
            "tare_grams": 2_500,
            "max_weight_grams": heaviest * CARTON_FILL,
        }
    ]
