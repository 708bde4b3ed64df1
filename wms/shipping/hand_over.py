"""Bring a closed parcel to its carrier's lane; it departs from there, or waits for its truck."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, update

from wms import jobs
from wms.errors import Refused
from wms.orders import queries as orders
from wms.packing import ready
from wms.packing.models import Parcel
from wms.packing.queries import ParcelRow
from wms.people.actor import Actor
from wms.shipping.queries import carrier_of
from wms.stock import lpn
from wms.text import T

_LANE = (
    update(Parcel).where(Parcel.id == bindparam("parcel_id")).values(lane_id=bindparam("new_lane"))
)


def hand_over(
    conn: Connection,
    warehouse_id: int,
    *,
    parcel_id: int,
    lane_id: int,
    lane: str,
    departs: str = "lane",
    actor: Actor,
    at: datetime,
) -> ParcelRow:
    """Move a closed parcel from the bench to the scanned lane and wish for its departure, unless
    it departs with its load.

    :raises Refused: the lane is not its carrier's, or the parcel is not closed here.
    """
    parcel = ready.parcel_ready(conn, parcel_id, actor, "closed")
    _check_lane(conn, parcel, lane_id, lane)
    lpn.move(
        conn,
        warehouse_id,
        parcel.lpn_id,
        target_id=lane_id,
        kind="to_lane",
        actor=actor,
        at=at,
        for_kind="parcel",
        for_id=parcel_id,
    )
    conn.execute(_LANE, {"parcel_id": parcel_id, "new_lane": lane_id})
    if departs == "lane":
        jobs.put(conn, "ship_parcel", {"parcel_id": parcel_id}, key=f"ship-{parcel_id}", at=at)
    return parcel


def _check_lane(conn: Connection, parcel: ParcelRow, lane_id: int, lane: str) -> None:
    carrier = carrier_of(conn, orders.order(conn, parcel.order_id))
    if parcel.lane_id is not None:
        raise Refused(
            "shipping.handed_over",
            T("Parcel {n} of {order} is on its lane", n=parcel.number, order=parcel.order),
            T("Scan BACK and take another tote"),
        )
    if lane_id != carrier.lane_id:
        raise Refused(
            "shipping.wrong_lane",
            T("This is {lane}", lane=lane),
            T("Bring the parcel to {lane}", lane=carrier.lane),
        )
