"""Take what another system sends: find the items that it names, then do it by the one verb."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Connection, select

from wms import gs1
from wms.catalog import find
from wms.catalog import queries as catalog
from wms.catalog.register import register
from wms.channels.faults import Fault, Faulty, read, refused
from wms.channels.forms import (
    AsnForm,
    AsnLineForm,
    FaceForm,
    ItemForm,
    NamedGoods,
    OrderForm,
    OrderLineForm,
    RmaLineForm,
)
from wms.channels.scope import Scope, merchant
from wms.errors import Refused
from wms.gs1.digits import shown
from wms.inbound import queries as inbound
from wms.inbound.announce import AnnouncedLine, announce
from wms.layout import queries as layout
from wms.layout.choose import warehouse
from wms.orders import allocate
from wms.orders.accept import OrderedLine, accept
from wms.orders.recipient import Recipient
from wms.replenishment.end_face import end_face
from wms.replenishment.set_face import set_face
from wms.shipping.models import Carrier
from wms.stock import queries as stock
from wms.text import T
from wms.units import quantity

L = TypeVar("L", AsnLineForm, OrderLineForm, RmaLineForm)


@dataclass(frozen=True, slots=True)
class Taken:
    """The row's id, and whether it was new or, known, was changed; a repeat does nothing.

    `flags` say what was wrong with it and yet accepted.
    """

    id: int
    is_new: bool
    is_changed: bool = False
    flags: tuple[str, ...] = ()


def item(conn: Connection, form: ItemForm, scope: Scope, at: datetime) -> Taken:
    """Register an item, new or known.

    :raises Refused: see `register`; or an unknown merchant; or its SKU hangs on a place.
    """
    owner = merchant(conn, scope, form.merchant, may_add=True)
    done = register(
        conn,
        merchant_id=owner,
        sku=form.sku,
        name=form.name,
        length_mm=form.length_mm,
        width_mm=form.width_mm,
        height_mm=form.height_mm,
        weight_grams=form.weight_grams,
        tracks_lot=form.tracks_lot,
        tracks_expiry=form.tracks_expiry,
        gtin=form.gtin,
        packs=[(pack.gtin, pack.pieces) for pack in form.packs],
        source=scope.source,
        external_ref=form.external_ref or f"{form.merchant or owner}/{form.sku}",
    )
    if done.is_new:
        _only_sku(conn, form.sku)
    return Taken(done.item_id, done.is_new, done.is_changed)


def _only_sku(conn: Connection, sku: str) -> None:
    """Refuse an SKU that a scan could not tell from a place or a licence plate."""
    if layout.by_code(conn, sku) is None and stock.lpn_by_code(conn, sku) is None:
        return
    raise Refused(
        "item.sku_taken",
        T("{sku} is the code of a location or LPN here", sku=shown(sku)),
        T("Use another SKU: a scan could mean both"),
        field="sku",
    )


def asn(conn: Connection, form: AsnForm, scope: Scope, at: datetime) -> Taken:
    """Announce a delivery.

    :raises Faulty: with all that is wrong with its lines.
    """
    owner = merchant(conn, scope, form.merchant)
    faults: list[Fault] = []
    found = goods(conn, form.lines, lambda line: owner, faults)
    _stop_at(faults)
    items = catalog.items(conn, [item_id for _, item_id, _ in found])
    lines = [AnnouncedLine(items[i].sku, n, line.lot, line.expires_on) for line, i, n in found]
    is_known = inbound.by_source(conn, scope.source, form.external_ref) is not None
    done = announce(
        conn,
        warehouse_id=warehouse(conn, form.warehouse),
        merchant_id=owner,
        source=scope.source,
        external_ref=form.external_ref,
        lines=lines,
        expected_on=form.expected_on,
        at=at,
    )
    return Taken(done.id, not is_known)


def order(conn: Connection, form: OrderForm, scope: Scope, at: datetime) -> Taken:
    """Accept an order and wish for its allocation.

    :raises Faulty: with all that is wrong with its lines.
    """
    number, lines = ordered(conn, form, scope)
    done = accept(
        conn,
        warehouse_id=number,
        source=scope.source,
        external_ref=form.external_ref,
        lines=lines,
        recipient=Recipient(**dict(form.recipient)),
        carrier_code=form.carrier,
        ship_by=form.ship_by,
        priority=form.priority,
        at=at,
    )
    if done.is_new:
        allocate.ask(conn, number, at=at)
    return Taken(done.order_id, done.is_new)


def ordered(conn: Connection, form: OrderForm, scope: Scope) -> tuple[int, list[OrderedLine]]:
    """Return the warehouse and the lines of an order that was sent.

    :raises Faulty: with all that is wrong with its lines.
    """
    faults: list[Fault] = []

    @cache
    def of(code: str) -> int:
        return merchant(conn, scope, code)

    found = goods(conn, form.lines, lambda line: of(line.merchant or form.merchant), faults)
    if form.carrier and not _is_carrier(conn, form.carrier):
        words = f"{shown(form.carrier)} is no carrier of this warehouse"
        faults.append(Fault(("carrier",), "carrier.unknown", words, "Leave it empty or mend it"))
    _stop_at(faults)
    lines = [OrderedLine(item_id, pieces) for _, item_id, pieces in found]
    return warehouse(conn, form.warehouse), lines


def face(conn: Connection, form: FaceForm, scope: Scope, at: datetime) -> Taken:
    """Let an item be picked from a bin, or with `max` 0 no longer.

    :raises Refused: an unknown item or bin; see `set_face`, `end_face`.
    """
    item_id, _ = item_named(conn, merchant(conn, scope, form.merchant), form.sku, "")
    place = layout.by_code(conn, form.bin)
    if place is None:
        words = T("{code} is no bin here", code=shown(form.bin))
        raise Refused("face.bin", words, T("Check the code on the bin's label"), field="bin")
    if form.max == 0:
        ended = end_face(conn, item_id=item_id, location_id=place.id, at=at)
        return Taken(item_id, False, ended)
    done = set_face(
        conn, item_id=item_id, location_id=place.id, least=form.min, most=form.max, at=at
    )
    return Taken(done.face_id, done.is_new, done.is_changed)


def unknown_goods(conn: Connection, plain: Mapping[str, Any], scope: Scope) -> list[Fault]:
    """Return which lines of a malformed delivery or order name no known item.

    Lines that cannot be read are left out: what is wrong with them is said already.
    """
    faults: list[Fault] = []
    lines = plain.get("lines")
    for index, line in enumerate(lines if isinstance(lines, list) else ()):
        try:
            form = read(NamedGoods, line)
            owner = merchant(conn, scope, form.merchant or str(plain.get("merchant", "")))
            item_named(conn, owner, form.sku, form.gtin)
        except Refused as refusal:
            faults.append(refused(refusal, "lines", index))
        except Faulty:
            continue
    return faults


def goods(
    conn: Connection, lines: tuple[L, ...], owner: Callable[[L], int], faults: list[Fault]
) -> list[tuple[L, int, int]]:
    """Return (line, item id, pieces); what is not found is added to `faults`."""
    found = []
    numbers: set[int] = set()
    for index, line in enumerate(lines):
        if line.line_no in numbers:
            where = ("lines", index, "line_no")
            faults.append(Fault(where, "line.twice", f"line {line.line_no} is there twice"))
        numbers |= {line.line_no} if line.line_no is not None else set()
        try:
            item_id, each = item_named(conn, owner(line), line.sku, line.gtin)
            found.append((line, item_id, quantity(line.quantity * each)))
        except Refused as refusal:
            faults.append(refused(refusal, "lines", index))
    return found


def item_named(conn: Connection, merchant_id: int, sku: str, gtin: str) -> tuple[int, int]:
    """Return (item id, pieces that one of it means): a pack's GTIN means its pieces.

    :raises Refused: none is called so, or several are.
    """
    if sku:
        known = find.by_sku(conn, merchant_id, sku)
        if known is None:
            raise _unknown("sku", sku)
        return known, 1
    try:
        found = find.by_gtin(conn, merchant_id, gs1.gtin14(gtin))
    except Refused as refusal:
        refusal.field = "gtin"
        raise
    if not found:
        raise _unknown("gtin", gtin)
    if len(found) > 1:
        words = T("{gtin} stands on several items", gtin=gtin)
        raise Refused("item.ambiguous", words, T("Name the item by its SKU"), field="gtin")
    return found[0]


def _unknown(field: str, code: str) -> Refused:
    words = T("{code} is no item of this merchant", code=shown(code))
    return Refused("item.unknown", words, T("Register the item first"), field=field)


def _is_carrier(conn: Connection, code: str) -> bool:
    return conn.execute(select(Carrier.id).where(Carrier.code == code)).first() is not None


def _stop_at(faults: list[Fault]) -> None:
    if faults:
        raise Faulty(faults)
