"""Put away: the best bin for an LPN, and what it carries into that bin or another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from wms.errors import Refused
from wms.inbound import queries, rules, unknown
from wms.layout import queries as layout
from wms.layout.models import KEPT
from wms.people.actor import Actor
from wms.stock import freed, hold, loads, lpn
from wms.stock import queries as stock
from wms.stock.contents import Bin, Content
from wms.stock.ledger import Goods, Move, Place, post
from wms.stock.queries import LpnRow, Pieces
from wms.text import N, T, Text

NEAREST = 40
"""Empty bins that are looked at first; the rest only when none of these will do."""

_ALL = 1_000_000


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The bin that is kept for an LPN, and what the LPN carries as (SKU, pieces)."""

    location_id: int
    code: str
    contents: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Stored:
    """What was put where."""

    code: str
    pieces: int


@dataclass(frozen=True, slots=True)
class _Load:
    """An LPN with all that decides where its goods may lie."""

    plate: LpnRow
    goods: Sequence[Content]
    sharing: frozenset[tuple[int, int]]
    fill_percent: int
    is_whole: bool
    promised: int

    def why_not(self, bin_: Bin) -> Text | None:
        return rules.why_not(bin_, self.goods, sharing=self.sharing, fill_percent=self.fill_percent)

    def ranked(self, bins: Iterable[Bin]) -> list[Bin]:
        return rules.ranked(bins, self.goods, sharing=self.sharing, fill_percent=self.fill_percent)


def suggest(
    conn: Connection,
    *,
    lpn_id: int,
    warehouse_id: int,
    config: Mapping[str, Any],
    goods: Goods | None = None,
) -> Suggestion:
    """Return the best bin for all that an LPN carries, and keep it for that LPN.

    Asked again, it is the same bin while that bin still takes the goods. With `goods` it is about
    those only, and the LPN may be a tote or a parcel.

    :raises Refused: the LPN is empty, or stored already; no bin takes all of it.
    """
    load = _load(conn, lpn_id, config, goods)
    _check_on_the_way(conn, load)
    for bin_ in _candidates(conn, warehouse_id, load):
        # Somebody may have chosen it meanwhile: decide again on what is true under the lock.
        if load.why_not(loads.bin_now(conn, bin_.location_id, lpn_id)) is None:
            where = {"location_id": load.plate.location_id, "bound_for_id": bin_.location_id}
            lpn.put(conn, lpn_id, **where)
            return Suggestion(bin_.location_id, bin_.code, _told(load.goods))
    pieces = sum(content.pieces for content in load.goods)
    words = N("No bin has room for this {n} piece", "No bin has room for these {n} pieces", pieces)
    raise Refused("putaway.no_bin", words, T("Ask a supervisor to empty or add a bin"))


def check(
    conn: Connection,
    *,
    lpn_id: int,
    location_id: int,
    config: Mapping[str, Any],
    goods: Goods | None = None,
) -> None:
    """Lock a bin and make sure that it takes all that an LPN carries, or those `goods` of it.

    :raises Refused: `putaway.bin` when not, with the reason; the LPN is empty or stored already.
    """
    load = _load(conn, lpn_id, config, goods)
    _check_on_the_way(conn, load)
    _checked_bin(conn, load, location_id)


def put_away(
    conn: Connection,
    *,
    lpn_id: int,
    location_id: int,
    actor: Actor,
    at: datetime,
    config: Mapping[str, Any],
    goods: Goods | None = None,
    at_most: int = 0,
) -> Stored:
    """Move all that an LPN carries, or those `goods` of it, loose into a bin; held pieces stay
    held. With `at_most` no more good pieces than that.

    :raises Refused: as `check`.
    """
    load = _load(conn, lpn_id, config, goods)
    _check_on_the_way(conn, load)
    bin_ = _checked_bin(conn, load, location_id)
    inside = [p for p in stock.in_lpn(conn, lpn_id) if goods in (None, p.goods)]
    moves = [
        Move(
            "putaway",
            pieces.goods,
            quantity,
            pieces.place,
            Place(location_id, status=pieces.status),
            "lpn",
            lpn_id,
        )
        for pieces, quantity in _taken(inside, at_most)
    ]
    post(conn, bin_.warehouse_id, moves, actor=actor, at=at)
    if not at_most:
        hold.follow(conn, lpn_id=lpn_id, target=Place(location_id), goods=goods)
    is_left = goods is not None and bool(stock.in_lpn(conn, lpn_id))
    lpn.put(conn, lpn_id, location_id=load.plate.location_id if is_left else None)
    freed.tell(conn, bin_.warehouse_id, at=at)
    return Stored(bin_.code, sum(move.quantity for move in moves))


def _load(conn: Connection, lpn_id: int, config: Mapping[str, Any], part: Goods | None) -> _Load:
    plate = loads.lpn_now(conn, lpn_id)
    goods, promised = loads.carried(conn, lpn_id)
    if part is not None:
        goods = [c for c in goods if Goods(c.item_id, c.lot_id, c.merchant_id) == part]
    sharing = queries.sharing_codes(conn, {content.item_id for content in goods})
    fill_percent = config["putaway"]["fill_percent"]
    return _Load(plate, goods, sharing, fill_percent, part is None, promised)


def _check_on_the_way(conn: Connection, load: _Load) -> None:
    if not load.goods and unknown.on_lpn(conn, load.plate.id) is not None:
        words = T("LPN {code} holds an unknown item", code=load.plate.code)
        raise Refused("putaway.unknown_item", words, T("Leave it until the office has named it"))
    if not load.goods:
        words = T("LPN {code} is empty", code=load.plate.code)
        raise Refused("putaway.empty", words, T("Scan another LPN"))
    if load.is_whole and load.plate.kind != "lpn":
        words = T("{code} is no LPN", code=load.plate.code)
        raise Refused("lpn.kind", words, T("Scan an LPN label"))
    if load.is_whole and load.promised:
        words = N(
            "{n} piece of it is promised to an order",
            "{n} pieces of it are promised to orders",
            load.promised,
        )
        raise Refused("putaway.promised", words, T("Scan BACK, then the LPN again"))
    if load.plate.location_id is None:
        return
    place = layout.location(conn, load.plate.location_id)
    if place.kind in KEPT:
        words = T("LPN {code} is stored in {bin}", code=load.plate.code, bin=place.code)
        raise Refused("putaway.stored", words, T("Scan another LPN"))


def _checked_bin(conn: Connection, load: _Load, location_id: int) -> Bin:
    bin_ = loads.bin_now(conn, location_id, load.plate.id)
    why = load.why_not(bin_)
    if why is not None:
        raise Refused("putaway.bin", why, T("Scan another bin"))
    return bin_


def _candidates(conn: Connection, warehouse_id: int, load: _Load) -> Iterator[Bin]:
    """Yield bins that take the goods, best first; the costly questions are asked last."""
    lpn_id, item_ids = load.plate.id, {content.item_id for content in load.goods}
    if load.plate.bound_for_id is not None:
        yield from load.ranked([loads.bin_now(conn, load.plate.bound_for_id, lpn_id)])
    holding = load.ranked(loads.bins_holding(conn, warehouse_id, item_ids, lpn_id))
    yield from holding
    yield from load.ranked(loads.empty_bins(conn, warehouse_id, lpn_id, at_most=NEAREST))
    rest = loads.empty_bins(conn, warehouse_id, lpn_id, at_most=_ALL, skipped=NEAREST)
    yield from load.ranked(rest)
    merchant_id = load.goods[0].merchant_id
    yield from load.ranked(loads.bins_of_merchant(conn, warehouse_id, merchant_id, lpn_id))


def _taken(inside: Sequence[Pieces], at_most: int) -> list[tuple[Pieces, int]]:
    """Return how many pieces of each kind go: all of them, or `at_most` good ones."""
    if not at_most:
        return [(pieces, pieces.on_hand) for pieces in inside]
    good, taken = [pieces for pieces in inside if pieces.status == "good"], []
    for pieces in good:
        n = min(at_most, pieces.on_hand)
        at_most -= n
        taken += [(pieces, n)] if n else []
    return taken


def _told(goods: Sequence[Content]) -> tuple[tuple[str, int], ...]:
    return tuple((content.sku, content.pieces) for content in goods)
