"""Sort a batch at the put wall: each piece goes from a common tote into its order's slot.

Books and hands agree at every step: a piece moves in the ledger when its slot is scanned. Who
sorts which tote stands with the tote, so that anybody can go on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, exists, insert, select, update

from wms.errors import Refused
from wms.layout.models import Location
from wms.orders.rules import spread
from wms.people.actor import Actor
from wms.picking import wall
from wms.picking.models import OrderTote, Pick, WallSlot
from wms.picking.rules import whose
from wms.picking.wall import IN_USE, BatchTote, Slot
from wms.stock import lpn
from wms.stock import queries as stock
from wms.stock.ledger import Move, Place, post
from wms.stock.queries import Pieces
from wms.text import N, T

_THIS = (OrderTote.lpn_id == bindparam("lpn"), OrderTote.status != "empty")
_OWNER_NOW = select(OrderTote.worker_id, OrderTote.status).where(*_THIS).with_for_update()
_TAKE = update(OrderTote).where(*_THIS).values(worker_id=bindparam("worker"))
_LEAVE = (
    update(OrderTote)
    .where(IN_USE, OrderTote.worker_id == bindparam("worker"), OrderTote.lpn_id != bindparam("lpn"))
    .values(worker_id=None)
)
_OF_CLUSTER = {
    table: update(table)
    .where(table.cluster_id == bindparam("cluster"), table.worker_id == bindparam("former"))
    .values(worker_id=bindparam("worker"))
    for table in (OrderTote, WallSlot)
}
_EMPTY = update(OrderTote).where(*_THIS).values(status="empty", worker_id=None)
_FREE_SLOT = (
    select(Location.id, Location.code)
    .where(
        Location.warehouse_id == bindparam("warehouse_id"),
        Location.kind == "slot",
        ~exists().where(WallSlot.location_id == Location.id, WallSlot.emptied_at.is_(None)),
    )
    .order_by(Location.sequence, Location.code)
    .limit(1)
    .with_for_update(of=Location, skip_locked=True, key_share=True)
)
_OPEN_SLOT = insert(WallSlot)
_SLOT_NOW = (
    select(WallSlot.order_id)
    .where(WallSlot.location_id == bindparam("location_id"), WallSlot.emptied_at.is_(None))
    .with_for_update()
)
_HELD_BY = (
    update(WallSlot)
    .where(WallSlot.location_id == bindparam("slot"), WallSlot.emptied_at.is_(None))
    .values(worker_id=bindparam("worker"))
)
_PICKS = (
    select(Pick.id, (Pick.picked - Pick.sorted).label("left"))
    .where(
        Pick.cluster_id == bindparam("cluster_id"),
        Pick.order_id == bindparam("order_id"),
        Pick.item_id == bindparam("item_id"),
        Pick.lot_id == bindparam("lot_id"),
        Pick.picked > Pick.sorted,
    )
    .order_by(Pick.id)
    .with_for_update()
)
COUNT = (
    update(Pick).where(Pick.id == bindparam("pick_id")).values(sorted=Pick.sorted + bindparam("n"))
)


@dataclass(frozen=True, slots=True)
class Given:
    """The slot that the next piece goes into, and how many such pieces its order still gets."""

    order_id: int
    order: str
    slot_id: int
    slot: str
    pieces: int


def at_wall(conn: Connection, *, lpn_id: int, code: str) -> BatchTote:
    """Return the tote at the put wall that was scanned: one to sort, or one that was filled there.

    :raises Refused: it is neither, or is still on its picker's cart.
    """
    found = wall.tote(conn, lpn_id)
    if found is None:
        words = T("{tote} is not a batch to sort", tote=code)
        raise Refused("sort.no_batch", words, T("Scan a tote at the wall"))
    if found.status != "dropped" and not found.is_filled:
        words = T("Tote {tote} is still on a cart", tote=code)
        raise Refused("sort.on_cart", words, T("Its picker must finish the walk"))
    return found


def take(conn: Connection, *, tote: BatchTote, actor: Actor) -> int | None:
    """Make a tote the actor's work, with the slots and totes that somebody else had in hand for
    its batch; return who that was."""
    former = conn.execute(_OWNER_NOW, {"lpn": tote.lpn_id}).scalar()
    given = {"worker": actor.worker_id, "lpn": tote.lpn_id}
    conn.execute(_LEAVE, given)
    conn.execute(_TAKE, given)
    if former is None or former == actor.worker_id:
        return None
    for change in _OF_CLUSTER.values():
        conn.execute(
            change, {"cluster": tote.cluster_id, "former": former, "worker": actor.worker_id}
        )
    return former


def own(conn: Connection, *, tote_id: int, actor: Actor) -> None:
    """Make sure that the actor sorts a tote, and lock it until the transaction ends.

    :raises Refused: it is sorted, or somebody else took it over.
    """
    row = conn.execute(_OWNER_NOW, {"lpn": tote_id}).first()
    if row is None:
        raise Refused("sort.done", T("This tote is sorted"), T("Scan BACK"))
    if actor.worker_id is not None and row.worker_id != actor.worker_id:
        words = T("Somebody else took this tote over")
        raise Refused("sort.taken_over", words, T("Put the piece back and scan BACK"))


def give_slot(
    conn: Connection,
    *,
    tote: BatchTote,
    item_id: int,
    lot_id: int,
    warehouse_id: int,
    actor: Actor,
    at: datetime,
) -> Given | None:
    """Return where a piece goes; an order gets a free slot at its first piece. None when no order
    of the batch wants it.

    :raises Refused: somebody else took the tote over; all slots are taken.
    """
    own(conn, tote_id=tote.lpn_id, actor=actor)
    claim = whose(wall.claims(conn, tote.cluster_id, item_id, lot_id))
    if claim is None:
        return None
    slot_id, slot = claim.slot_id, claim.slot
    if not slot_id:
        free = conn.execute(_FREE_SLOT, {"warehouse_id": warehouse_id}).first()
        if free is None:
            words = T("All slots are taken")
            raise Refused("sort.wall_full", words, T("Scan a slot to empty it"))
        slot_id, slot = free.id, free.code
        row = {"location_id": slot_id, "order_id": claim.order_id, "cluster_id": tote.cluster_id}
        conn.execute(_OPEN_SLOT, row | {"worker_id": actor.worker_id, "opened_at": at})
    return Given(claim.order_id, claim.order, slot_id, slot, claim.pieces)


def put(
    conn: Connection,
    *,
    tote: BatchTote,
    order_id: int,
    slot_id: int,
    item_id: int,
    lot_id: int,
    quantity: int,
    warehouse_id: int,
    actor: Actor,
    at: datetime,
) -> Slot:
    """Move pieces from a batch's totes, `tote` first, into an order's slot; return the slot.

    A piece that the books have in another tote of the batch is taken from there. Totes that are
    empty by now are free.

    :raises Refused: somebody else took the tote over, or has sorted these pieces.
    """
    own(conn, tote_id=tote.lpn_id, actor=actor)
    asked = {"cluster_id": tote.cluster_id, "order_id": order_id}
    counts = _wanted(conn, slot_id, quantity, asked | {"item_id": item_id, "lot_id": lot_id})
    here = wall.inside(conn, tote.cluster_id, first=tote.lpn_id)
    sources = [p for p in here if (p.item_id, p.lot_id) == (item_id, lot_id)]
    moves = [
        Move("sort", p.goods, n, p.place, Place(slot_id), "order", order_id)
        for p, n in _taken(sources, quantity)
    ]
    post(conn, warehouse_id, moves, actor=actor, at=at)
    conn.execute(COUNT, [{"pick_id": pick_id, "n": n} for pick_id, n in counts])
    conn.execute(_HELD_BY, {"slot": slot_id, "worker": actor.worker_id})
    free_empty(conn, sorted({move.source.lpn_id for move in moves}))
    found = wall.slot(conn, slot_id)
    assert found is not None, "a slot that holds pieces is somebody's"
    return found


def _wanted(
    conn: Connection, slot_id: int, quantity: int, asked: dict[str, int]
) -> list[tuple[int, int]]:
    """Return for which picks of an order the pieces are, all of them locked."""
    holder = conn.execute(_SLOT_NOW, {"location_id": slot_id}).scalar()
    picks = conn.execute(_PICKS, asked).all()
    if holder != asked["order_id"] or sum(row.left for row in picks) < quantity:
        words = T("This was sorted meanwhile")
        raise Refused("sort.changed", words, T("Scan BACK, then the piece"))
    shares = spread(quantity, (row.left for row in picks))
    return [(row.id, n) for row, n in zip(picks, shares, strict=True) if n]


def free_empty(conn: Connection, tote_ids: list[int]) -> None:
    """Free those of a batch's totes that hold nothing any more."""
    for tote_id in tote_ids:
        if not stock.in_lpn(conn, tote_id):
            conn.execute(_EMPTY, {"lpn": tote_id})
            lpn.put(conn, tote_id, location_id=None)


def _taken(sources: list[Pieces], quantity: int) -> list[tuple[Pieces, int]]:
    """Return from where the pieces come, in the order of `sources`."""
    shares = spread(quantity, (pieces.free for pieces in sources))
    if sum(shares) < quantity:
        n = sum(shares)
        words = N("Only {n} piece is in the totes", "Only {n} pieces are in the totes", n)
        raise Refused("sort.changed", words, T("Scan BACK, then the piece"))
    return [(pieces, n) for pieces, n in zip(sources, shares, strict=True) if n]
