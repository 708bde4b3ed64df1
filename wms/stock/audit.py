"""Prove that stock has not drifted: refold the ledger and compare."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, func, literal, select, union_all

from wms.stock.models import Quant, Reservation, StockMove

Account = tuple[int, int, int, int, int, str, int]


@dataclass(frozen=True, slots=True)
class Difference:
    """`what` should be `expected` by the ledger but is `found` at the account `where`."""

    what: str
    where: Account | int
    expected: int
    found: int


@dataclass(frozen=True, slots=True)
class Audit:
    """`total` is the sum over all places, outside included: zero for ever."""

    differences: tuple[Difference, ...]
    total: int
    moves: int
    pieces: int


def fold(conn: Connection, upto: int | None = None) -> dict[Account, int]:
    """Return the balance of every account after the move `upto` (None: all), zeros left out."""
    sides = union_all(_side("source", -1, upto), _side("target", 1, upto)).subquery()
    key = [sides.c[i] for i in range(7)]
    asked = select(*key, func.sum(sides.c.change)).group_by(*key)
    return {tuple(row[:7]): int(row[7]) for row in conn.execute(asked) if row[7]}


def last_move(conn: Connection) -> int:
    """Return the number of the last move; 0 before the first."""
    return conn.execute(select(func.max(StockMove.id))).scalar() or 0


def audit(conn: Connection) -> Audit:
    """Compare quants with the fold of the ledger, and `reserved` with pending reservations."""
    folded = fold(conn)
    inside = {account: n for account, n in folded.items() if account[1] > 0}
    quants = {
        tuple(row[:7]): row[7]
        for row in conn.execute(
            select(
                Quant.warehouse_id,
                Quant.location_id,
                Quant.lpn_id,
                Quant.item_id,
                Quant.lot_id,
                Quant.status,
                Quant.merchant_id,
                Quant.on_hand,
            )
        )
    }
    found = [
        Difference("on_hand", account, inside.get(account, 0), quants.get(account, 0))  # type: ignore[arg-type]
        for account in {*inside, *quants}
        if inside.get(account, 0) != quants.get(account, 0)  # type: ignore[arg-type]
    ]
    moves = conn.execute(select(func.count()).select_from(StockMove)).scalar_one()
    outside = sum(n for account, n in folded.items() if account[1] <= 0)
    total = outside + sum(quants.values())
    return Audit((*found, *_reserved(conn)), total, moves, sum(quants.values()))


def _reserved(conn: Connection) -> list[Difference]:
    pending = (
        select(Reservation.quant_id, func.sum(Reservation.quantity).label("promised"))
        .where(Reservation.status == "pending")
        .group_by(Reservation.quant_id)
        .subquery()
    )
    promised = func.coalesce(pending.c.promised, 0)
    asked = (
        select(Quant.id, promised, Quant.reserved)
        .outerjoin(pending, pending.c.quant_id == Quant.id)
        .where(promised != Quant.reserved)
    )
    return [Difference("reserved", row[0], int(row[1]), row[2]) for row in conn.execute(asked)]


def _side(side: str, sign: int, upto: int | None) -> Select[*tuple[Any, ...]]:
    asked = select(
        StockMove.warehouse_id,
        getattr(StockMove, f"{side}_location_id"),
        getattr(StockMove, f"{side}_lpn_id"),
        StockMove.item_id,
        StockMove.lot_id,
        getattr(StockMove, f"{side}_status"),
        StockMove.merchant_id,
        (StockMove.quantity * literal(sign)).label("change"),
    )
    return asked if upto is None else asked.where(StockMove.id <= upto)
