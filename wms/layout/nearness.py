"""How far it is to walk from one place to another, roughly. Pure."""

from __future__ import annotations

from typing import Protocol


class Spot(Protocol):
    """A place: its aisle (0: in none) and its access point in millimetres, y into the aisle."""

    @property
    def aisle(self) -> int: ...
    @property
    def x_mm(self) -> int: ...
    @property
    def y_mm(self) -> int: ...


def walk_mm(one: Spot, other: Spot) -> int:
    """Return the millimetres between two places: along an aisle they share, else by the front."""
    aside = abs(one.x_mm - other.x_mm)
    if one.aisle == other.aisle:
        return aside + abs(one.y_mm - other.y_mm)
    return aside + abs(one.y_mm) + abs(other.y_mm)
