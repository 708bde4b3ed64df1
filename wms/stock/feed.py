"""Read the ledger in pages after a cursor, so that no move is ever missed or shown twice.

Moves are shown in the order of (transaction, number), and only those of transactions below the
horizon; `wms.horizon` says why. On SQLite the move's number alone is the order.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    false,
    func,
    or_,
    select,
    tuple_,
)

from wms import horizon
from wms.stock.models import StockMove

MOST = 1000


@dataclass(frozen=True, slots=True, order=True)
class Cursor:
    """The last row that was read; `transaction_id` is 0 on SQLite."""

    transaction_id: int = 0
    move_id: int = 0

    def __str__(self) -> str:
        return f"{self.transaction_id}.{self.move_id}"


START = Cursor()


@dataclass(frozen=True, slots=True)
class Moved:
    """One move as the feed shows it; reading goes on after its `cursor`."""

    cursor: Cursor
    warehouse_id: int
    kind: str
    item_id: int
    lot_id: int
    merchant_id: int
    quantity: int
    source_location_id: int
    source_lpn_id: int
    source_status: str
    target_location_id: int
    target_lpn_id: int
    target_status: str
    recorded_at: datetime
    worker_id: int | None
    station_id: int | None
    event_id: str | None
    for_kind: str
    for_id: int
    reason: str
    corrects_id: int | None


@dataclass(frozen=True, slots=True)
class Only:
    """Which moves are wanted; None narrows nothing. A location or LPN is either end of a move;
    `documents` are ids by `for_kind`, of which any may be named."""

    merchant_id: int | None = None
    kind: str | None = None
    item_ids: Sequence[int] | None = None
    location_id: int | None = None
    lpn_id: int | None = None
    documents: Mapping[str, Sequence[int]] | None = None


ALL = Only()


@dataclass(frozen=True, slots=True)
class Departed:
    """A document whose goods went out in one move or several; reading goes on after `cursor`."""

    cursor: Cursor
    for_id: int


_M = StockMove
_AFTER = tuple_(_M.transaction_id, _M.id) > tuple_(bindparam("transaction"), bindparam("move"))
_SHOWN = [getattr(_M, name) for name in Moved.__slots__ if name != "cursor"]
_MOVES: Select[*tuple[Any, ...]] = (
    select(_M.transaction_id, _M.id, *_SHOWN)
    .where(_AFTER)
    .order_by(_M.transaction_id, _M.id)
    .limit(bindparam("most"))
)
_DEPARTURES = (
    select(_M.transaction_id, func.max(_M.id).label("id"), _M.for_id)
    .where(_AFTER, _M.kind == "ship", _M.for_kind == bindparam("of_kind"))
    .group_by(_M.transaction_id, _M.for_id)
    .order_by(_M.transaction_id, func.max(_M.id))
    .limit(bindparam("most"))
)
SETTLED = or_(_M.transaction_id < horizon.HORIZON, _M.transaction_id >= horizon.NEXT)
"""What can be seen of transactions that this server has yet to begin was restored from another by
other means than `wms restore`, which lets the numbers go on."""

_LAST = select(func.max(_M.id))

_SELECTS = {
    "sqlite": (_MOVES, _DEPARTURES),
    "postgresql": (_MOVES.where(SETTLED), _DEPARTURES.where(SETTLED)),
}


def cursor(text: str) -> Cursor:
    """Read a cursor as it was shown; the empty text is the start.

    :raises Refused: `feed.cursor`, it is none.
    """
    return Cursor(*horizon.numbers(text, text, 2, 2)) if text else START


def moves(
    conn: Connection, after: Cursor = START, *, most: int = MOST, only: Only = ALL
) -> list[Moved]:
    """Return the moves that follow the cursor, `most` at most; fewer when no more are settled.

    :raises Refused: `feed.ahead`, the cursor is of another database.
    """
    asked = _SELECTS[conn.dialect.name][0].where(*_conditions(only))
    rows = _read(conn, asked, after, most, {})
    return [Moved(Cursor(row[0], row[1]), *row[2:]) for row in rows]


def departures(
    conn: Connection, after: Cursor = START, *, of_kind: str, most: int = MOST
) -> list[Departed]:
    """Return the documents `of_kind` (parcels) whose goods went out after the cursor, each once.

    :raises Refused: `feed.ahead`, the cursor is of another database.
    """
    asked = _SELECTS[conn.dialect.name][1]
    rows = _read(conn, asked, after, most, {"of_kind": of_kind})
    return [Departed(Cursor(row[0], row[1]), row[2]) for row in rows]


def _conditions(only: Only) -> Iterator[ColumnElement[bool]]:
    if only.merchant_id is not None:
        yield _M.merchant_id == only.merchant_id
    if only.kind is not None:
        yield _M.kind == only.kind
    if only.item_ids is not None:
        yield _M.item_id.in_(only.item_ids)
    if only.location_id is not None:
        ends = (_M.source_location_id, _M.target_location_id)
        yield or_(*(end == only.location_id for end in ends))
    if only.lpn_id is not None:
        yield or_(_M.source_lpn_id == only.lpn_id, _M.target_lpn_id == only.lpn_id)
    if only.documents is not None:
        named = (
            and_(_M.for_kind == kind, _M.for_id.in_(ids)) for kind, ids in only.documents.items()
        )
        yield or_(false(), *named)


def _read(
    conn: Connection,
    asked: Select[*tuple[Any, ...]],
    after: Cursor,
    most: int,
    more: dict[str, str],
) -> Sequence[Any]:
    given = {"transaction": after.transaction_id, "move": after.move_id, "most": most}
    rows = conn.execute(asked, given | more).all()
    if after != START:
        horizon.check_known(conn, after.transaction_id, after.move_id)
    if not rows and conn.dialect.name == "sqlite":
        _check_there(conn, after)
    return rows


def _check_there(conn: Connection, after: Cursor) -> None:
    """Numbers of moves have no gaps where one writes at a time: one that is not there is foreign.

    :raises Refused: `feed.ahead`.
    """
    if after.move_id > (conn.execute(_LAST).scalar() or 0):
        raise horizon.ahead(str(after))
