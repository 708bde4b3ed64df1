"""The one way in which stock changes: `post`.

Every move takes from one place what it gives another, so the total over all places, those
outside the building included, is zero for ever. Quants are the fold of the moves and are
changed in the same statement order by everybody (sorted by their key), so that two posts never
wait for each other in a circle.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, and_, bindparam, insert, update
from sqlalchemy.dialects import postgresql, sqlite

from wms.errors import Refused
from wms.people.actor import Actor
from wms.stock import reserve
from wms.stock.models import GOOD, LOOSE, Quant, StockMove
from wms.text import T

_KEY = ("warehouse_id", "location_id", "lpn_id", "item_id", "lot_id", "status", "merchant_id")


@dataclass(frozen=True, slots=True)
class Goods:
    """What moves: an item of a merchant, and which lot of it (0: none)."""

    item_id: int
    lot_id: int
    merchant_id: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where it lies: a location (0 and below: outside), an LPN (0: loose) and a status."""

    location_id: int
    lpn_id: int = LOOSE
    status: str = GOOD


@dataclass(frozen=True, slots=True)
class Move:
    """`quantity` pieces of `goods` go from `source` to `target`.

    With `reservation_id` the pieces are those that it promised, and it is consumed to that
    extent. `for_kind` and `for_id` name the document; `corrects_id` the move that was wrong.
    """

    kind: str
    goods: Goods
    quantity: int
    source: Place
    target: Place
    for_kind: str = ""
    for_id: int = 0
    reason: str = ""
    reservation_id: int | None = None
    corrects_id: int | None = None


@dataclass(frozen=True, slots=True)
class _Delta:
    on_hand: int = 0
    reserved: int = 0


Account = tuple[int, int, int, int, int, str, int]

_MATCH = and_(*(getattr(Quant, name) == bindparam(f"k_{name}") for name in _KEY))
_TAKE = (
    update(Quant)
    .where(
        _MATCH,
        Quant.reserved >= bindparam("reserved_out"),
        Quant.on_hand - Quant.reserved >= bindparam("free_out"),
    )
    .values(
        on_hand=Quant.on_hand - bindparam("out"),
        reserved=Quant.reserved - bindparam("reserved_out"),
    )
)
_GIVE = {
    "sqlite": sqlite.insert(Quant).on_conflict_do_update(
        index_elements=_KEY, set_={"on_hand": Quant.on_hand + bindparam("put_in")}
    ),
    "postgresql": postgresql.insert(Quant).on_conflict_do_update(
        index_elements=_KEY, set_={"on_hand": Quant.on_hand + bindparam("put_in")}
    ),
}
_MOVE = insert(StockMove)


def post(
    conn: Connection,
    warehouse_id: int,
    moves: Sequence[Move],
    *,
    actor: Actor,
    at: datetime,
) -> None:
    """Append `moves` to the ledger and fold them into the quants, all or nothing.

    :raises Refused: `stock.not_enough` where more is taken than is free (or reserved).
    """
    deltas = _deltas(warehouse_id, moves)
    for account in sorted(deltas):
        _change(conn, account, deltas[account])
    for move in moves:
        if move.reservation_id is not None:
            reserve.consume(conn, move.reservation_id, move.quantity, at=at)
    conn.execute(_MOVE, [_row(warehouse_id, move, actor, at) for move in moves])


def reverse(move: Move, corrects_id: int, reason: str) -> Move:
    """Return the move that undoes `move`: a correction is a new line, never an erasure."""
    return replace(
        move,
        source=move.target,
        target=move.source,
        corrects_id=corrects_id,
        reason=reason,
        reservation_id=None,
    )


def _deltas(warehouse_id: int, moves: Sequence[Move]) -> dict[Account, _Delta]:
    """Return what each quant gains or loses in sum; places outside have no quant."""
    sums: dict[Account, _Delta] = defaultdict(_Delta)
    for move in moves:
        reserved = move.quantity if move.reservation_id is not None else 0
        for place, sign in ((move.source, -1), (move.target, 1)):
            if place.location_id > 0:
                account = _account(warehouse_id, place, move.goods)
                old = sums[account]
                sums[account] = _Delta(
                    old.on_hand + sign * move.quantity,
                    old.reserved - (reserved if sign < 0 else 0),
                )
    return sums


def _account(warehouse_id: int, place: Place, goods: Goods) -> Account:
    return (
        warehouse_id,
        place.location_id,
        place.lpn_id,
        goods.item_id,
        goods.lot_id,
        place.status,
        goods.merchant_id,
    )


def _change(conn: Connection, account: Account, delta: _Delta) -> None:
    if delta.on_hand > 0:
        values = dict(zip(_KEY, account, strict=True))
        values |= {"on_hand": delta.on_hand, "reserved": 0}
        conn.execute(_GIVE[conn.dialect.name], values | {"put_in": delta.on_hand})
    if delta.on_hand >= 0 and not delta.reserved:
        return
    out = max(-delta.on_hand, 0)
    key = {f"k_{name}": value for name, value in zip(_KEY, account, strict=True)}
    taken = {"out": out, "reserved_out": -delta.reserved, "free_out": out + delta.reserved}
    if not conn.execute(_TAKE, key | taken).rowcount:
        raise Refused(
            "stock.not_enough",
            T("There is not enough stock here to take {n}", n=out),
            T("Look again, or report it as SHORT"),
        )


def _row(warehouse_id: int, move: Move, actor: Actor, at: datetime) -> dict[str, object]:
    return {
        "warehouse_id": warehouse_id,
        "kind": move.kind,
        "item_id": move.goods.item_id,
        "lot_id": move.goods.lot_id,
        "merchant_id": move.goods.merchant_id,
        "quantity": move.quantity,
        "source_location_id": move.source.location_id,
        "source_lpn_id": move.source.lpn_id,
        "source_status": move.source.status,
        "target_location_id": move.target.location_id,
        "target_lpn_id": move.target.lpn_id,
        "target_status": move.target.status,
        "recorded_at": at,
        "worker_id": actor.worker_id,
        "station_id": actor.station_id,
        "event_id": actor.event_id,
        "for_kind": move.for_kind,
        "for_id": move.for_id,
        "reason": move.reason,
        "corrects_id": move.corrects_id,
    }
