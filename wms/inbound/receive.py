"""Book what arrives: from the supplier onto an LPN at the dock, then settle the delivery."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, update

from wms import units
from wms.errors import Refused
from wms.inbound import arrival, blind, onto, queries
from wms.inbound.arrival import DAMAGED, OVER, Line, Share
from wms.inbound.models import Asn, AsnDiscrepancy, AsnLine
from wms.inbound.queries import LINE, AsnRow
from wms.layout.models import SUPPLIER
from wms.people.actor import Actor
from wms.stock import hold, lots, lpn
from wms.stock.contents import NO_LOT
from wms.stock.ledger import Goods, Move, Place, post
from wms.text import T

SHORT_LIFE = "short shelf life"
"""Reason of the hold on goods that expire too soon after arrival."""

_ARRIVED = (
    update(AsnLine)
    .where(AsnLine.id == bindparam("line_id"))
    .values(
        received=AsnLine.received + bindparam("arrived"),
        over_received=AsnLine.over_received + bindparam("over"),
        damaged=AsnLine.damaged + bindparam("broken"),
    )
)
_NOTED = insert(AsnDiscrepancy)
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
class LetIn:
    """A supervisor's word that pieces may come on top of what was announced, and why."""

    by_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class Received:
    """What was booked. `is_held` when it expires too soon, `is_other_lot` when another lot
    than this one was announced, `aside` (`OVER`, `DAMAGED`) why it was set aside on hold."""

    quantity: int
    sku: str
    lot: str
    expires_on: date | None
    is_held: bool
    is_other_lot: bool
    aside: str = ""


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
    aside: str = ""
    let_in: LetIn | None = None

    @property
    def is_over(self) -> bool:
        return self.aside == OVER or self.let_in is not None


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
    room = line.room(config["receiving"]["over_percent"])
    if units.quantity(quantity) > room:
        raise arrival.too_many(line.sku, quantity, room)
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
    aside: str = "",
    let_in: LetIn | None = None,
) -> Received:
    """Book pieces of an item on those lines of an ASN that announce it, as `receive` does.

    Once all that may come is here, more is taken as `OVER`: with `let_in` as good pieces, with
    `aside` on hold. With `aside` of `DAMAGED` announced pieces are held. A line of a blind
    delivery expects what comes.

    :raises Refused: as `receive`; `receive.not_announced` when no line has the item,
        `receive.not_over` when pieces of it may still come, as of a blind delivery always.
    """
    asn = _open_asn(queries.asn_now(conn, asn_id), warehouse_id)
    arrived = _Arrival(quantity, lot, expires_on, lpn_id, location_id, aside, let_in)
    if asn.is_blind and arrived.is_over:
        words = T("Nothing is over here: it came unannounced")
        raise Refused("receive.not_over", words, T("Receive it as it is"))
    if asn.is_blind:
        blind.expect(conn, asn, item_id=item_id, quantity=units.quantity(quantity))
    shares = _shares(conn, asn, item_id, arrived, config["receiving"]["over_percent"])
    desk = _Desk(conn, actor, at, config["receiving"])
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
    lot = arrival.lot_of(line, arrived.lot, arrived.expires_on)
    today, days = desk.at.date(), desk.rules["shelf_life_days"]
    arrival.check_expiry(arrived.expires_on, today)
    is_held = arrival.is_short_lived(arrived.expires_on, today, days)

    goods = Goods(line.item_id, _lot_id(desk.conn, line, lot, arrived), asn.merchant_id)
    where = {"lpn_id": arrived.lpn_id, "location_id": arrived.location_id}
    is_alone = bool(arrived.aside)
    onto.check(desk.conn, **where, goods=goods, quantity=arrived.quantity, is_alone=is_alone)
    why = arrived.aside or (SHORT_LIFE if is_held else "")
    _post(desk, asn.warehouse_id, line, goods, arrived, hold_reason=why)
    lpn.put(desk.conn, **where)
    _count(desk, asn, line, arrived)
    facts = (arrived.quantity, line.sku, lot, arrived.expires_on, is_held)
    is_other = bool(line.lot_code) and line.lot_code != lot
    return Received(*facts, is_other, arrived.aside)


def _count(desk: _Desk, asn: AsnRow, line: Line, arrived: _Arrival) -> None:
    """Count the pieces on their line, and note who let them in or set them aside."""
    n, is_broken = arrived.quantity, arrived.aside == DAMAGED
    counted = {"arrived": n, "over": n if arrived.is_over else 0, "broken": n if is_broken else 0}
    desk.conn.execute(_ARRIVED, {"line_id": line.id} | counted)
    desk.conn.execute(_BEGUN, {"asn_id": asn.id})
    if not (arrived.is_over or is_broken):
        return
    by, why = (arrived.let_in.by_id, arrived.let_in.reason) if arrived.let_in else (None, "")
    row = {"asn_line_id": line.id, "kind": DAMAGED if is_broken else OVER, "quantity": n}
    row |= {"lpn_id": arrived.lpn_id, "noted_at": desk.at, "noted_by_id": desk.actor.worker_id}
    desk.conn.execute(_NOTED, row | {"let_in_by_id": by, "reason": why})


def _post(
    desk: _Desk, warehouse_id: int, line: Line, goods: Goods, arrived: _Arrival, *, hold_reason: str
) -> None:
    place, n = Place(arrived.location_id, arrived.lpn_id), arrived.quantity
    move = Move("receive", goods, n, Place(SUPPLIER), place, LINE, line.id)
    post(desk.conn, warehouse_id, [move], actor=desk.actor, at=desk.at)
    if hold_reason:
        hold.hold(
            desk.conn,
            warehouse_id,
            goods,
            n,
            source=place,
            reason=hold_reason,
            actor=desk.actor,
            at=desk.at,
        )


def _lot_id(conn: Connection, line: Line, lot: str, arrived: _Arrival) -> int:
    if not lot:
        return NO_LOT
    return lots.known(conn, item_id=line.item_id, code=lot, expires_on=arrived.expires_on)


def _shares(
    conn: Connection, asn: AsnRow, item_id: int, arrived: _Arrival, over_percent: int
) -> list[Share]:
    lines = queries.lines(conn, asn.id)
    wanted = units.quantity(arrived.quantity)
    asked = {"item_id": item_id, "over_percent": over_percent}
    if arrived.is_over:
        return [(arrival.over(lines, lot=arrived.lot, **asked), wanted)]
    if all(line.item_id != item_id for line in lines):
        words = T("This item was not announced with {reference}", reference=asn.reference)
        raise Refused("receive.not_announced", words, T("Receive it blind: scan BLIND"))
    return arrival.shares(lines, lot=arrived.lot, quantity=wanted, **asked)


def _open_asn(asn: AsnRow | None, warehouse_id: int) -> AsnRow:
    if asn is None or asn.warehouse_id != warehouse_id:
        words = T("This delivery is not known in this warehouse")
        raise Refused("asn.unknown", words, T("Check the reference"))
    _check_open(asn)
    return asn


def _check_open(asn: AsnRow) -> None:
    if asn.status == "received":
        words = T("{reference} is closed", reference=asn.reference)
        remedy = T("Scan BACK, then BLIND and {reference}", reference=asn.reference)
        raise Refused("asn.closed", words, remedy)
