"""Fit out a site by its plan: locations, totes, carriers, empty cartons. Safe to do again."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, select, update

from wms.catalog.models import Item
from wms.errors import Refused
from wms.layout import lay_out, queries
from wms.layout.models import Location
from wms.packing.models import CartonType
from wms.shipping.models import Carrier
from wms.stock import lpn
from wms.stock.queries import lpn_by_code, lpn_codes
from wms.text import T

_TOTES = lpn_codes("tote")
_SKU_OF_PLACE = select(Item.sku).join(Location, Location.code == Item.sku).limit(1)
_SKU_OF_TOTE = select(Item.sku).join(_TOTES, _TOTES.c.code == Item.sku).limit(1)
_CARTON_FIELDS = ("length_mm", "width_mm", "height_mm", "tare_grams", "max_weight_grams")


@dataclass(frozen=True, slots=True)
class Outfit:
    """The warehouse's id and how many of each the plan names; `added` locations were new."""

    warehouse_id: int
    locations: int
    added: int
    totes: int
    carriers: int
    cartons: int


def read_plan(path: Path | None = None) -> Mapping[str, Any]:
    """Return the plan in a TOML file, or the example.

    :raises Refused: the file cannot be read or is no TOML; says where.
    """
    try:
        file = path or resources.files("config") / "example_warehouse.toml"
        return tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        words = T("The plan {path} cannot be read", path=str(path))
        raise Refused("layout.missing", words, error.strerror or "") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        words = T("The plan {path} is not valid TOML", path=str(path))
        raise Refused("layout.invalid", words, str(error)) from None


def fit_out(conn: Connection, plan: Mapping[str, Any], **sizes: int | None) -> Outfit:
    """Lay out the warehouse of `plan` and its equipment; `sizes` override aisles, bays, levels.

    :raises Refused: the plan is wrong; says where.
    """
    try:
        laid = lay_out.lay_out(conn, plan, **sizes)
        totes = _totes(conn, plan.get("totes", {}))
        _check_skus(conn)
        for carrier in plan.get("carrier", ()):
            _carrier(conn, carrier)
        for carton in plan.get("carton", ()):
            _carton(conn, carton)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        words = T("The plan of the warehouse is wrong: {error}", error=repr(error))
        remedy = T("Mend the file; config/example_warehouse.toml shows how")
        raise Refused("layout.plan", words, remedy) from None
    count = laid.added + laid.changed + laid.kept
    carriers, cartons = len(plan.get("carrier", ())), len(plan.get("carton", ()))
    return Outfit(laid.warehouse_id, count, laid.added, totes, carriers, cartons)


def _check_skus(conn: Connection) -> None:
    """Refuse a code of a place or a tote that is an item's SKU: a scan could mean both."""
    taken = conn.execute(_SKU_OF_PLACE).scalar() or conn.execute(_SKU_OF_TOTE).scalar()
    if taken is not None:
        words = T("The code {code} is an item's SKU", code=taken)
        raise Refused("layout.taken", words, T("Give the new location another code"))


def _totes(conn: Connection, plan: Mapping[str, Any]) -> int:
    count, prefix = int(plan.get("count", 0)), str(plan.get("prefix", "T-"))
    for number in range(1, count + 1):
        code = f"{prefix}{number:03d}"
        if lpn_by_code(conn, code) is None:
            lpn.register(conn, code=code, kind="tote", location_id=None)
    return count


def _carrier(conn: Connection, plan: Mapping[str, Any]) -> None:
    lane = queries.by_code(conn, plan["lane"])
    if lane is None or lane.kind != "lane":
        raise Refused(
            "layout.plan",
            T("Carrier {code}: {lane} is no lane", code=plan["code"], lane=plan["lane"]),
            T("Name an area of kind lane"),
        )
    values = {"name": plan["name"], "service": plan["service"], "lane_id": lane.id}
    known = conn.execute(select(Carrier.id).where(Carrier.code == plan["code"])).scalar()
    if known is None:
        conn.execute(insert(Carrier), {"code": plan["code"], **values})
    else:
        conn.execute(update(Carrier).where(Carrier.id == known).values(values))


def _carton(conn: Connection, plan: Mapping[str, Any]) -> None:
    values = {name: int(plan[name]) for name in _CARTON_FIELDS}
    known = conn.execute(select(CartonType.id).where(CartonType.code == plan["code"])).scalar()
    if known is None:
        conn.execute(insert(CartonType), {"code": plan["code"], **values})
    else:
        conn.execute(update(CartonType).where(CartonType.id == known).values(values))
