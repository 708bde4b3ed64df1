"""Turn a plan of a warehouse into its locations: names, coordinates, walking order. Pure.

Aisles run into the building (y) and stand side by side along its front (x). Bays with odd
numbers stand on the left of an aisle, even ones on the right, so two bays share one place to
stand. The walking order is a serpentine: up the first aisle, down the second.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from wms.errors import Refused
from wms.layout.models import KINDS
from wms.text import T

FIRST_SEQUENCE = 1000
"""Areas come first in walking order; bins begin here."""

MAX_BINS = 1_000_000
AREA_FIELDS = ("zone", "x_mm", "y_mm", "length_mm", "width_mm", "height_mm")
MAX_SLOTS = 99


@dataclass(frozen=True, slots=True)
class Storage:
    """Aisles x bays x levels of equal bins; levels up to `pick_levels` are pick faces."""

    aisles: int
    bays: int
    levels: int
    pick_levels: int
    first_x_mm: int
    first_y_mm: int
    aisle_pitch_mm: int
    bay_pitch_mm: int
    level_pitch_mm: int
    length_mm: int
    width_mm: int
    height_mm: int
    max_weight_grams: int


def locations(plan: Mapping[str, Any], **sizes: int | None) -> list[dict[str, Any]]:
    """Return a row for each location of `plan`; `sizes` (aisles, bays, levels) override it.

    :raises Refused: something is missing in the plan or makes no sense; says where.
    """
    areas = [row for i, area in enumerate(plan.get("area", ())) for row in _with_slots(i, area)]
    if len(areas) >= FIRST_SEQUENCE:
        raise _wrong("area", T("areas and slots must be fewer than {n}", n=FIRST_SEQUENCE))
    numbered = [row | {"sequence": n} for n, row in enumerate(areas, 1)]
    rows = [*numbered, *bins(storage(plan, **sizes))]
    twice = sorted(code for code, n in Counter(row["code"] for row in rows).items() if n > 1)
    if twice:
        raise _wrong("area", T("the code {code} is used twice", code=twice[0]))
    return rows


def storage(plan: Mapping[str, Any], **sizes: int | None) -> Storage:
    """Return the plan's table [storage], with `sizes` instead of its own where given."""
    given = dict(plan.get("storage", {}))
    given |= {name: value for name, value in sizes.items() if value is not None}
    for name in Storage.__dataclass_fields__:
        if not isinstance(given.get(name), int) or given[name] < 0:
            raise _wrong("storage", T("{name} is missing or not a whole number", name=name))
    wanted = Storage(**{name: given[name] for name in Storage.__dataclass_fields__})
    if wanted.aisles * wanted.bays * wanted.levels > MAX_BINS:
        raise _wrong("storage", T("these are more than {n} bins", n=MAX_BINS))
    return wanted


def bins(storage: Storage) -> Iterator[dict[str, Any]]:
    """Yield the bins in walking order."""
    sequence = FIRST_SEQUENCE
    for aisle in range(storage.aisles):
        for bay in _walk(storage.bays, upwards=aisle % 2 == 0):
            for level in range(1, storage.levels + 1):
                sequence += 1
                yield _bin(storage, aisle, bay, level, sequence)


def aisle_name(index: int) -> str:
    """Return A to Z, then AA, AB: the name of the aisle with this index from 0."""
    letters = chr(ord("A") + index % 26)
    return letters if index < 26 else aisle_name(index // 26 - 1) + letters


def _walk(bays: int, *, upwards: bool) -> list[int]:
    """Return the bays' numbers as somebody passes them, both sides of a place together."""
    pairs = [[bay for bay in (n, n + 1) if bay <= bays] for n in range(1, bays + 1, 2)]
    ordered = pairs if upwards else pairs[::-1]
    return [bay for pair in ordered for bay in pair]


def _bin(storage: Storage, aisle: int, bay: int, level: int, sequence: int) -> dict[str, Any]:
    name = aisle_name(aisle)
    return {
        "code": f"{name}-{bay:02d}-{level}",
        "kind": "pick" if level <= storage.pick_levels else "storage",
        "zone": name,
        "aisle": aisle + 1,
        "bay": bay,
        "level": level,
        "x_mm": storage.first_x_mm + aisle * storage.aisle_pitch_mm,
        "y_mm": storage.first_y_mm + (bay - 1) // 2 * storage.bay_pitch_mm,
        "z_mm": (level - 1) * storage.level_pitch_mm,
        "length_mm": storage.length_mm,
        "width_mm": storage.width_mm,
        "height_mm": storage.height_mm,
        "max_weight_grams": storage.max_weight_grams,
        "sequence": sequence,
    }


def _area(index: int, area: Mapping[str, Any]) -> dict[str, Any]:
    code, kind = area.get("code"), area.get("kind")
    if not isinstance(code, str) or not code.isprintable() or not code or code.startswith("%"):
        raise _wrong(f"area {index + 1}", T("its code is missing or cannot be printed"))
    if kind not in KINDS or kind == "outside":
        raise _wrong(f"area {code}", T("{kind} is no kind of location", kind=str(kind)))
    row: dict[str, Any] = {"code": code, "kind": kind, "aisle": 0, "bay": 0, "level": 0}
    row |= {name: area.get(name, "" if name == "zone" else 0) for name in AREA_FIELDS}
    return row | {"z_mm": 0, "max_weight_grams": 0}


def _with_slots(index: int, area: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield an area and, of a put wall, its slots: `WALL-01` and on."""
    row, count = _area(index, area), area.get("slots", 0)
    if not isinstance(count, int) or not 0 <= count <= MAX_SLOTS:
        raise _wrong(f"area {row['code']}", T("slots must be 0 to {n}", n=MAX_SLOTS))
    if (count > 0) != (row["kind"] == "wall"):
        raise _wrong(f"area {row['code']}", T("a put wall has slots, and nothing else has"))
    yield row
    for number in range(1, count + 1):
        yield row | {"code": f"{row['code']}-{number:02d}", "kind": "slot"}


def _wrong(where: str, words: object) -> Refused:
    text = T("The plan of the warehouse is wrong at [{where}]: {words}", where=where, words=words)
    return Refused("layout.plan", text, T("Mend the file; config/example_warehouse.toml shows how"))
