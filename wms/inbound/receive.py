"""Book what arrives: from the supplier onto an LPN at the dock, then settle the delivery."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, update

from wms import units
from wms.catalog import queries as catalog
from wms.errors import Refused
from wms.inbound import arrival, queries, rules
from wms.inbound.arrival import Line, Share
from wms.inbound.models import Asn, AsnLine
from wms.inbound.queries import LINE, AsnRow
from wms.layout.models import SUPPLIER
from wms.people.actor import Actor
from wms.stock import hold, loads, lots, lpn
from wms.stock.contents import NO_LOT, Content
from wms.stock.ledger import Goods, Move, Place, post
from wms.text import T

SHORT_LIFE = "short shelf life"
"""Reason of the hold on goods that expire too soon after arrival."""

_ARRIVED = (
    update(AsnLine)
    .where(AsnLine.id == bindparam("line_id"))
    .values(received=AsnLine.received + bindparam("arrived"))
)
_BEGUN = (
    update(Asn)
    .where(Asn.id == bindparam("asn_id"), Asn.status == "expected")
    .values(status="receiving")
)
_SETTLED = (
    update(Asn)
    .where(Asn.id == bindparam("asn_id"))
    .values(status="received", closed_at=bindparam("settled_at"))
)


@dataclass(frozen=True, slots=True)
class Received:
    """What was booked. `is_held` when it expires too soon, `is_other_lot` when another lot
    than this one was announced."""

    quantity: int
    sku: str
    lot: str
    expires_on: date | None
    is_held: bool
    is_other_lot: bool


@dataclass(frozen=True, slots=True)
class Settled:
    """A delivery that is over: `missing` pieces were announced and did not come."""

    reference: str
    missing: int


@dataclass(frozen=True, slots=True)
class _Arrival:
    """Pieces as they stand before the worker, and onto which LPN at which dock they go."""

    quantity: int
    lot: str
    expires_on: date | None
    lpn_id: int
    location_id: int


@dataclass(frozen=True, slots=True)
class _Desk:
    """Who books, when, and by which rules of the site."""

    conn: Connection
    actor: Actor
    at: datetime
    rules: Mapping[str, Any]


def receive(
    conn: Connection,
    *,
    warehouse_id: int,
    asn_line_id: int,
    quantity: int,
    lot: str = "",
    expires_on: date | None = None,
    lpn_id: int,
    location_id: int,
    actor: Actor,
    at: datetime,
    config: Mapping[str, Any],
) -> Received:
    """Book `quantity` pieces of an ASN's line onto an LPN at the dock `location_id`.

    :raises Refused: more than the tolerance allows; lot or expiry missing; expired; the ASN is
        closed or unknown; the LPN may not take these goods.
    """
    asn = _open_asn(queries.asn_of_line(conn, asn_line_id), warehouse_id)
    line = next(row for row in queries.lines(conn, asn.id) if row.id == asn_line_id)
    arrived = _Arrival(quantity, lot, expires_on, lpn_id, location_id)
    return _book(_Desk(conn, actor, at, config["receiving"]), asn, line, arrived)


def receive_item(
    conn: Connection,
    *,
    warehouse_id: int,
    asn_id: int,
    item_id: int,
    quantity: int,
    lot: str = "",
    expires_on: date | None = None,
    lpn_id: int,
    location_id: int,
    actor: Actor,
    at: datetime,
    config: Mapping[str, Any],
) -> Received:
    """Book pieces of an item on those lines of an ASN that announce it, as `receive` does.

    :raises Refused: as `receive`; `receive.not_announced` when no line has the item.
    """
    asn = _open_asn(queries.asn_now(conn, asn_id), warehouse_id)
    shares = _shares(conn, asn, item_id, lot, quantity, config["receiving"]["over_percent"])
    desk = _Desk(conn, actor, at, config["receiving"])
    arrived = _Arrival(quantity, lot, expires_on, lpn_id, location_id)
    booked = [_book(desk, asn, line, replace(arrived, quantity=n)) for line, n in shares]
    is_other_lot = any(one.is_other_lot for one in booked)
    return replace(booked[0], quantity=quantity, is_other_lot=is_other_lot)


def finish(conn: Connection, *, asn_id: int, at: datetime) -> Settled:
    """Settle a delivery: what has not come by now is missing.

    :raises Refused: `asn.closed` when it is settled already.
    """
    asn = queries.asn_now(conn, asn_id)
    _check_open(asn)
    missing = sum(line.open for line in queries.lines(conn, asn_id))
    conn.execute(_SETTLED, {"asn_id": asn_id, "settled_at": at})
    return Settled(asn.reference, missing)


def _book(desk: _Desk, asn: AsnRow, line: Line, arrived: _Arrival) -> Received:
    room = line.room(desk.rules["over_percent"])
    if units.quantity(arrived.quantity) > room:
        raise arrival.too_many(line.sku, arrived.quantity, room)
    lot = arrival.lot_of(line, arrived.lot, arrived.expires_on)
    today, days = desk.at.date(), desk.rules["shelf_life_days"]
    arrival.check_expiry(arrived.expires_on, today)
    is_held = arrival.is_short_lived(arrived.expires_on, today, days)

    goods = Goods(line.item_id, _lot_id(desk.conn, line, lot, arrived), asn.merchant_id)
    _check_lpn(desk.conn, arrived, goods)
    _post(desk, asn.warehouse_id, line, goods, arrived, is_held=is_held)
    lpn.put(desk.conn, arrived.lpn_id, location_id=arrived.location_id)
    desk.conn.execute(_ARRIVED, {"line_id": line.id, "arrived": arrived.quantity})
    desk.conn.execute(_BEGUN, {"asn_id": asn.id})
    is_other = bool(line.lot_code) and line.lot_code != lot
    return Received(arrived.quantity, line.sku, lot, arrived.expires_on, is_held, is_other)


def _post(
    desk: _Desk, warehouse_id: int, line: Line, goods: Goods, arrived: _Arrival, *, is_held: bool
) -> None:
    place, n = Place(arrived.location_id, arrived.lpn_id), arrived.quantity
    move = Move("receive", goods, n, Place(SUPPLIER), place, LINE, line.id)
    post(desk.conn, warehouse_id, [move], actor=desk.actor, at=desk.at)
    if is_held:
        hold.hold(
            desk.conn,
            warehouse_id,
            goods,
            n,
            source=place,
            reason=SHORT_LIFE,
            actor=desk.actor,
            at=desk.at,
        )


def _lot_id(conn: Connection, line: Line, lot: str, arrived: _Arrival) -> int:
    if not lot:
        return NO_LOT
    return lots.known(conn, item_id=line.item_id, code=lot, expires_on=arrived.expires_on)


def _shares(
    conn: Connection, asn: AsnRow, item_id: int, lot: str, quantity: int, over_percent: int
) -> list[Share]:
    lines = queries.lines(conn, asn.id)
    if all(line.item_id != item_id for line in lines):
        words = T("This item was not announced with {reference}", reference=asn.reference)
        raise Refused("receive.not_announced", words, T("Set it aside and tell a supervisor"))
    wanted = units.quantity(quantity)
    return arrival.shares(
        lines, item_id=item_id, lot=lot, quantity=wanted, over_percent=over_percent
    )


def _open_asn(asn: AsnRow | None, warehouse_id: int) -> AsnRow:
    if asn is None or asn.warehouse_id != warehouse_id:
        words = T("This delivery is not known in this warehouse")
        raise Refused("asn.unknown", words, T("Check the reference"))
    _check_open(asn)
    return asn


def _check_open(asn: AsnRow) -> None:
    if asn.status == "received":
        words = T("{reference} is closed", reference=asn.reference)
        raise Refused("asn.closed", words, T("Ask a supervisor to announce the rest"))


def _content(conn: Connection, goods: Goods, quantity: int) -> Content:
    item = catalog.item(conn, goods.item_id)
    sides = (item.length_mm, item.width_mm, item.height_mm)
    key = (item.id, item.sku, goods.lot_id, goods.merchant_id)
    return Content(*key, quantity, sides, item.weight_grams)


def _check_lpn(conn: Connection, arrived: _Arrival, goods: Goods) -> None:
    """An LPN ends in one bin, so it takes only what may lie in one bin."""
    plate = loads.lpn_now(conn, arrived.lpn_id)
    if plate.kind != "lpn":
        raise Refused("lpn.kind", T("{code} is no LPN", code=plate.code), T("Scan an LPN label"))
    if plate.location_id not in (None, arrived.location_id) or plate.bound_for_id is not None:
        words = T("LPN {code} has left the dock", code=plate.code)
        raise Refused("lpn.elsewhere", words, T("Scan DONE for a new LPN"))
    held = loads.contents(conn, arrived.lpn_id)
    if not held:
        return
    new = _content(conn, goods, arrived.quantity)
    sharing = queries.sharing_codes(conn, [goods.item_id])
    why = rules.why_apart(T("This LPN"), held, [new], sharing=sharing)
    if why is not None:
        raise Refused("lpn.mixed", why, T("Scan DONE for a new LPN"))
