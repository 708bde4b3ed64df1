"""Lay out a warehouse by a plan. Doing it again adds what is new and mends what was measured."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from wms.errors import Refused
from wms.layout import plan as plans
from wms.layout.models import KEPT, Location, Warehouse
from wms.text import T

_FIELDS = (
    *("kind", "zone", "aisle", "bay", "level", "x_mm", "y_mm", "z_mm", "length_mm", "width_mm"),
    *("height_mm", "max_weight_grams", "sequence"),
)
_KNOWN = select(
    Location.code,
    Location.id,
    Location.warehouse_id,
    *(getattr(Location, name) for name in _FIELDS),
)
_CHANGE = (
    update(Location)
    .where(Location.id == bindparam("location_id"))
    .values({name: bindparam(f"new_{name}") for name in _FIELDS})
)


@dataclass(frozen=True, slots=True)
class LaidOut:
    """The warehouse's id and how many locations were added, changed, left as they were."""

    warehouse_id: int
    added: int
    changed: int
    kept: int


def lay_out(conn: Connection, plan: Mapping[str, Any], **sizes: int | None) -> LaidOut:
    """Make the warehouse of `plan` with its locations; `sizes` override aisles, bays, levels.

    :raises Refused: the plan is wrong, or a code belongs to another warehouse or kind.
    """
    rows = plans.locations(plan, **sizes)
    number = _warehouse(conn, plan.get("warehouse", {}))
    known = {row.code: row for row in conn.execute(_KNOWN)}
    new = [row | {"warehouse_id": number} for row in rows if row["code"] not in known]
    changed = []
    for row in rows:
        found = known.get(row["code"])
        if found is None:
            continue
        _check_same(row, found, number)
        if any(getattr(found, name) != row[name] for name in _FIELDS):
            changed.append(_renamed(row) | {"location_id": found.id})
    if new:
        conn.execute(insert(Location), new)
    if changed:
        conn.execute(_CHANGE, changed)
    return LaidOut(number, len(new), len(changed), len(rows) - len(new) - len(changed))


def _renamed(row: Mapping[str, Any]) -> dict[str, Any]:
    return {f"new_{name}": row[name] for name in _FIELDS}


def _warehouse(conn: Connection, plan: Mapping[str, Any]) -> int:
    code = str(plan.get("code", "W1"))
    known = conn.execute(select(Warehouse.id).where(Warehouse.code == code)).scalar()
    if known is not None:
        return known
    row = {"code": code, "name": str(plan.get("name", code))}
    row["timezone"] = str(plan.get("timezone", "UTC"))
    return conn.execute(insert(Warehouse).returning(Warehouse.id), row).scalar_one()


def _check_same(row: Mapping[str, Any], found: Any, warehouse_id: int) -> None:
    kinds = {row["kind"], found.kind}
    if found.warehouse_id != warehouse_id or (len(kinds) > 1 and not kinds <= set(KEPT)):
        raise Refused(
            "layout.taken",
            T("The code {code} is used for something else", code=row["code"]),
            T("Give the new location another code"),
        )
