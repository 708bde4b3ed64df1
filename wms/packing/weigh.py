"""Weigh a parcel: the weight is evidence of what is in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, update

from wms.errors import Refused
from wms.packing import queries, ready
from wms.packing.models import Parcel
from wms.packing.queries import ParcelRow
from wms.packing.weight import Difference, Expectation, difference, expectation
from wms.people.actor import Actor
from wms.text import T

MAX_GRAMS = 1_000_000
"""No parcel is heavier than this: a typing error, or a pallet."""

_FILLED = (
    update(Parcel)
    .where(Parcel.id == bindparam("parcel_id"))
    .values(expected_grams=bindparam("new_expected"))
)
_WEIGHED = (
    update(Parcel)
    .where(Parcel.id == bindparam("parcel_id"))
    .values(
        status="weighed",
        weight_grams=bindparam("new_weight"),
        expected_grams=bindparam("new_expected"),
        override_by_id=bindparam("new_override"),
        override_reason=bindparam("new_reason"),
        unweighed=bindparam("reckoned"),
    )
)


def filled(
    conn: Connection, *, parcel_id: int, actor: Actor, config: Mapping[str, Any]
) -> Expectation:
    """Note that nothing more goes into a parcel and return what it should weigh.

    :raises Refused: it is empty, or not open here.
    """
    parcel = ready.parcel_ready(conn, parcel_id, actor, "open")
    if not queries.inside(conn, parcel.lpn_id):
        raise Refused("packing.empty", T("The carton is empty"), T("Scan what goes into it first"))
    expected = should_weigh(conn, parcel, config)
    conn.execute(_FILLED, {"parcel_id": parcel_id, "new_expected": expected.grams})
    return expected


def should_weigh(conn: Connection, parcel: ParcelRow, config: Mapping[str, Any]) -> Expectation:
    """Return what a parcel should weigh as it is now."""
    return expectation(
        parcel.tare_grams,
        queries.inside(conn, parcel.lpn_id),
        tolerance_grams=config["packing"]["weight_tolerance_grams"],
        tolerance_percent=config["packing"]["weight_tolerance_percent"],
    )


def weigh(
    conn: Connection,
    *,
    parcel_id: int,
    grams: int,
    actor: Actor,
    config: Mapping[str, Any],
    override_by_id: int | None = None,
    override_reason: str = "",
) -> Difference | None:
    """Store a parcel's weight; where it differs too much, store nothing and return how.

    With `override_by_id` a supervisor takes any weight on himself, `override_reason` says why.

    :raises Refused: no sensible weight, or the parcel is not open here.
    """
    parcel = ready.parcel_ready(conn, parcel_id, actor, "open")
    expected = should_weigh(conn, parcel, config)
    _sensible(grams)
    gap = difference(grams, expected, queries.inside(conn, parcel.lpn_id))
    if gap is not None and override_by_id is None:
        return gap
    values: dict[str, Any] = {"parcel_id": parcel_id, "new_weight": grams}
    values |= {
        "new_expected": expected.grams,
        "new_override": override_by_id,
        "new_reason": override_reason,
    }
    conn.execute(_WEIGHED, values | {"reckoned": False})
    return None


def reckon(
    conn: Connection,
    *,
    parcel_id: int,
    actor: Actor,
    config: Mapping[str, Any],
    by_id: int,
    reason: str,
) -> None:
    """Let a parcel weigh what its items weigh in sum, because nothing can weigh it: the supervisor
    `by_id` takes it on himself. It is flagged as not weighed.

    :raises Refused: the parcel is not open here, or nothing is known of its weight.
    """
    parcel = ready.parcel_ready(conn, parcel_id, actor, "open")
    expected = should_weigh(conn, parcel, config)
    _sensible(expected.grams)
    grams = expected.grams
    values: dict[str, Any] = {"parcel_id": parcel_id, "new_weight": grams, "new_expected": grams}
    values |= {"new_override": by_id, "new_reason": reason, "reckoned": True}
    conn.execute(_WEIGHED, values)


def compare(
    conn: Connection, *, parcel_id: int, grams: int, config: Mapping[str, Any]
) -> Difference | None:
    """Return how a weight differs from what a parcel should weigh; nothing is written."""
    parcel = queries.parcel(conn, parcel_id)
    expected = should_weigh(conn, parcel, config)
    return difference(grams, expected, queries.inside(conn, parcel.lpn_id))


def _sensible(grams: int) -> None:
    if grams <= 0:
        raise Refused("packing.no_weight", T("Nothing is on the scale"), T("Put the parcel on it"))
    if grams > MAX_GRAMS:
        raise Refused(
            "packing.weight_too_large",
            T("{grams} g is no weight of a parcel", grams=grams),
            T("Weigh again"),
        )
