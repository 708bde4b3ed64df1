"""What lies somewhere, by size and weight, and what a bin takes. Plain data, pure."""

from __future__ import annotations

from dataclasses import dataclass

NO_LOT = 0
"""The lot of pieces that have none."""

Sides = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Content:
    """Pieces of one item and lot; `sides_mm` and `weight_grams` are of one piece."""

    item_id: int
    sku: str
    lot_id: int
    merchant_id: int
    pieces: int
    sides_mm: Sides
    weight_grams: int

    @property
    def volume_mm3(self) -> int:
        """Volume of all the pieces."""
        length, width, height = self.sides_mm
        return length * width * height * self.pieces

    @property
    def total_grams(self) -> int:
        return self.weight_grams * self.pieces


@dataclass(frozen=True, slots=True)
class Bin:
    """A location with what it holds; sizes and weight 0 mean unlimited.

    `is_storage` tells that goods are kept there, `is_promised` that other goods are on their way.
    `faces` are the items that are picked from it, each with the most pieces that shall lie there.
    """

    location_id: int
    warehouse_id: int
    code: str
    kind: str
    sequence: int
    sides_mm: Sides
    max_weight_grams: int
    is_storage: bool
    is_promised: bool
    contents: tuple[Content, ...] = ()
    faces: tuple[tuple[int, int], ...] = ()

    @property
    def volume_mm3(self) -> int:
        """Inner volume; 0 where it is not limited."""
        length, width, height = self.sides_mm
        return length * width * height
