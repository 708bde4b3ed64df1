"""Which carton to take for what is left of an order, and another one for an open parcel."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, update

from wms.packing import queries, ready, rules
from wms.packing.models import Parcel
from wms.packing.rules import Content, Proposal
from wms.people.actor import Actor

_CARTON = (
    update(Parcel)
    .where(Parcel.id == bindparam("parcel_id"))
    .values(carton_type_id=bindparam("new_carton"), expected_grams=None)
)


def propose(
    conn: Connection, *, order_id: int, parcel_id: int = 0, fill_percent: int
) -> tuple[list[Content], Proposal | None]:
    """Return what waits for a carton, and which one to take.

    That is what was picked and is in no parcel, and what the open parcel `parcel_id` holds.
    """
    contents = queries.left(conn, order_id)
    if parcel_id:
        contents += queries.inside(conn, queries.parcel(conn, parcel_id).lpn_id)
    known = queries.cartons(conn)
    return contents, rules.propose(contents, known, fill_percent=fill_percent)


def change(conn: Connection, *, parcel_id: int, carton_id: int, actor: Actor) -> None:
    """Put what is in an open parcel into another carton.

    :raises Refused: the parcel is not open here.
    """
    ready.parcel_ready(conn, parcel_id, actor, "open")
    conn.execute(_CARTON, {"parcel_id": parcel_id, "new_carton": carton_id})
