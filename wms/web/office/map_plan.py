"""Where things stand on the drawing of a warehouse: boxes, walks, the frame around. Pure.

All lengths are millimetres of the building. The front, where goods come and go, is below: y grows
upwards as it does into the building, so a drawing turns it round (`Frame.down`). Bays with odd
numbers stand left of their aisle, even ones right; of a bay's levels the lowest is nearest to the
aisle, as if the shelves had been laid on the floor.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

from wms.planning.travel import Spot

WALKWAY_MM = 1_400
"""The free width of an aisle, where people walk and walks are drawn."""

AREA_MM = 1_700
MARGIN_MM = 1_600
MM_PER_PIXEL = 28
SIGN_MM = (5_600, 960)
"""How wide and high the sign of a person is, with the name."""

STEPS = 5
RACKED = ("storage", "pick")
UNDRAWN = ("slot", "outside")
"""The slots of a put wall stand in their wall."""


class Place(Protocol):
    """A location as far as a drawing needs it; aisle and bay are 0 where it is in none."""

    @property
    def id(self) -> int: ...
    @property
    def code(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def zone(self) -> str: ...
    @property
    def aisle(self) -> int: ...
    @property
    def bay(self) -> int: ...
    @property
    def level(self) -> int: ...
    @property
    def x_mm(self) -> int: ...
    @property
    def y_mm(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle for one place, or for the places of a bay together; x and y are of its corner
    that is left and nearest to the front. `codes` are of the places that it stands for."""

    x_mm: int
    y_mm: int
    width_mm: int
    height_mm: int
    kind: str
    zone: str
    codes: tuple[str, ...]

    @property
    def name(self) -> str:
        """Return what is written on it: a code, or the first and last of several."""
        return self.codes[0] if len(self.codes) == 1 else f"{self.codes[0]} – {self.codes[-1]}"


@dataclass(frozen=True, slots=True)
class Frame:
    """The part of the building that is drawn."""

    left_mm: int
    front_mm: int
    width_mm: int
    height_mm: int

    @property
    def pixels(self) -> tuple[int, int]:
        return self.width_mm // MM_PER_PIXEL, self.height_mm // MM_PER_PIXEL

    def across(self, x_mm: int) -> int:
        """Return how far from the left edge a place is drawn."""
        return x_mm - self.left_mm

    def down(self, y_mm: int) -> int:
        """Return how far below the upper edge a place is drawn."""
        return self.front_mm + self.height_mm - y_mm


def boxes(places: Sequence[Place], *, by_bay: bool = False) -> list[Box]:
    """Return a box for each place that is drawn, in the order given; `by_bay` lays all levels of a
    bay into one."""
    pitch, deep = _pitches(places)
    levels: dict[tuple[int, int], list[Place]] = defaultdict(list)
    for place in places:
        if _is_racked(place):
            levels[place.aisle, place.bay].append(place)
    found: dict[tuple[int, int] | int, Box] = {}
    for place in places:
        if place.kind in UNDRAWN:
            continue
        if not _is_racked(place):
            found[-place.id] = _area(place)
            continue
        bay = levels[place.aisle, place.bay]
        if by_bay:
            found.setdefault((place.aisle, place.bay), _rack(bay, bay, pitch, deep))
        else:
            found[-place.id] = _rack([place], bay, pitch, deep)
    return list(found.values())


def _is_racked(place: Place) -> bool:
    return place.kind in RACKED and place.aisle > 0 and place.bay > 0


def _pitches(places: Iterable[Place]) -> tuple[int, int]:
    """Return how far bays are apart, and how deep a rack is that leaves the walkway free."""
    racked = [place for place in places if _is_racked(place)]
    columns: dict[int, set[int]] = defaultdict(set)
    for place in racked:
        columns[place.x_mm].add(place.y_mm)
    bays = [gap for ys in columns.values() for gap in _gaps(ys)]
    pitch = min(bays, default=AREA_MM)
    aisles = min(_gaps(columns), default=WALKWAY_MM + 2 * AREA_MM)
    return pitch, max((aisles - WALKWAY_MM) // 2, aisles // 4, 1)


def _gaps(numbers: Iterable[int]) -> list[int]:
    ordered = sorted(numbers)
    return [after - before for before, after in pairwise(ordered)]


def _rack(shown: Sequence[Place], bay: Sequence[Place], pitch: int, deep: int) -> Box:
    """Return the box of one level of a bay, or of all of them."""
    first = shown[0]
    ordered = sorted(bay, key=lambda place: (place.level, place.code))
    wide = max(deep // len(ordered), 1)
    if len(shown) > 1 or len(ordered) == 1:
        index, wide = 0, deep
    else:
        index = ordered.index(first)
    reach = WALKWAY_MM // 2 + index * wide
    x = first.x_mm - reach - wide if first.bay % 2 else first.x_mm + reach
    codes = tuple(place.code for place in (ordered if len(shown) > 1 else shown))
    return Box(x, first.y_mm - pitch // 2, wide, pitch, first.kind, first.zone, codes)


def _area(place: Place) -> Box:
    half = AREA_MM // 2
    corner = (place.x_mm - half, place.y_mm - half)
    return Box(*corner, AREA_MM, AREA_MM, place.kind, place.zone, (place.code,))


def frame(drawn: Iterable[Box], spots: Iterable[Spot] = ()) -> Frame:
    """Return the frame that holds all boxes and walks, with a margin."""
    every = list(drawn)
    xs = [x for box in every for x in (box.x_mm, box.x_mm + box.width_mm)]
    ys = [y for box in every for y in (box.y_mm, box.y_mm + box.height_mm)]
    for spot in spots:
        xs.append(spot.x_mm)
        ys.append(spot.y_mm)
    left, front = min(xs, default=0) - MARGIN_MM, min(ys, default=0) - MARGIN_MM
    right, back = max(xs, default=0) + MARGIN_MM, max(ys, default=0) + MARGIN_MM
    return Frame(left, front, right - left, back - front)


def cuts(values: Iterable[int], *, is_share: bool = False) -> list[int]:
    """Return the most that each step stands for, rising; the last is the most there is.

    Steps hold about as many boxes each, so that one full pallet does not make all else look empty;
    percent have even steps.
    """
    if is_share:
        return [100 * number // STEPS for number in range(1, STEPS + 1)]
    ordered = sorted(value for value in values if value > 0)
    ends = [ordered[-(-len(ordered) * n // STEPS) - 1] for n in range(1, STEPS + 1) if ordered]
    return sorted(set(ends))


def step(value: int, ends: Sequence[int]) -> int:
    """Return how dark a value is drawn: 0 for nothing, `STEPS` for the most there is."""
    if value <= 0 or not ends:
        return 0
    reached = sum(1 for end in ends if end < value) + 1
    return min(reached, len(ends)) * STEPS // len(ends)


def steps(ends: Sequence[int]) -> list[tuple[int, int, int]]:
    """Return (step, least, most) of what the steps stand for."""
    return [
        (step(end, ends), before + 1, end) for before, end in zip([0, *ends], ends, strict=False)
    ]


def aisle_signs(places: Iterable[Place]) -> list[tuple[str, int, int]]:
    """Return (name, x, y) of the signs that stand before the aisles."""
    fronts: dict[str, tuple[int, int]] = {}
    for place in places:
        if _is_racked(place):
            x, y = fronts.get(place.zone, (place.x_mm, place.y_mm))
            fronts[place.zone] = (min(x, place.x_mm), min(y, place.y_mm))
    return [(name, x, y) for name, (x, y) in sorted(fronts.items()) if name]


def beside(corners: Sequence[Spot], number: int, of: int) -> list[Spot]:
    """Return a walk shifted a little, so that several in one aisle are told apart."""
    room = WALKWAY_MM * 2 // 3
    aside = (2 * number - of + 1) * room // (2 * max(of, 2))
    return [Spot(spot.x_mm + aside, spot.y_mm + aside) for spot in corners]


def apart(spots: Sequence[Spot]) -> list[Spot]:
    """Return places of signs that do not cover each other: one that would stands lower down."""
    found: list[Spot] = []
    for spot in spots:
        while any(_covers(spot, other) for other in found):
            spot = Spot(spot.x_mm, spot.y_mm + SIGN_MM[1])
        found.append(spot)
    return found


def _covers(one: Spot, other: Spot) -> bool:
    wide, high = SIGN_MM
    return abs(one.x_mm - other.x_mm) < wide and abs(one.y_mm - other.y_mm) < high


def centres(drawn: Iterable[Box]) -> Mapping[str, Spot]:
    """Return the middle of the box that each place is drawn in."""
    return {
        code: Spot(box.x_mm + box.width_mm // 2, box.y_mm + box.height_mm // 2)
        for box in drawn
        for code in box.codes
    }
