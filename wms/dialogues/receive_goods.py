"""What the receiving screens read and book: items, lots, expiry, LPNs. No screens here."""

from __future__ import annotations

from datetime import date
from typing import NoReturn

from wms import units
from wms.catalog.scans import read
from wms.dialogues import identify
from wms.errors import Refused
from wms.gs1.digits import is_digits, shown
from wms.gs1.elements import read_date
from wms.inbound import arrival, queries
from wms.inbound.arrival import DAMAGED, OVER
from wms.inbound.receive import LetIn, Received, receive_item
from wms.layout import queries as layout
from wms.stock import lpn
from wms.stock import queries as stock
from wms.terminal import documents
from wms.terminal.machine import Said, State, Work
from wms.terminal.wire import Accepts, Key, Scan, Tone
from wms.text import N, T, Text, Words

TITLE = T("RECEIVE")
SCAN_OR_TEXT = (Accepts.SCAN, Accepts.TEXT)
SCAN_LOT = T("Scan or type the lot")
SCAN_EXPIRY = T("Type expiry YYMMDD")
ASIDE: dict[str, Text] = {OVER: T("more than announced"), DAMAGED: T("damaged")}
"""Why pieces are set aside on hold."""


def refuse(state: State, key: Key, work: Work) -> NoReturn:
    """Refuse a key that `state` does not know."""
    State.on_key(state, key, work)
    raise AssertionError("State.on_key refuses every key")


def lot(work: Work, scan: Scan, item_id: int) -> tuple[str, date | None]:
    """Return the lot, and the expiry if it was in the same code.

    :raises Refused: a code of something else.
    """
    said = read(scan.text, scan.symbology, work.at.date())
    if said.code and said.code != scan.text:
        piece = identify.item(work, scan, among=(item_id,), wanted=SCAN_LOT)
        if not piece.lot:
            raise Refused("receive.no_lot", T("This code names no lot"), SCAN_LOT)
        return piece.lot, piece.expires_on
    known = identify.what(work, scan) if said.code else None
    if known is not None:
        raise Refused("scan.wrong_kind", known, SCAN_LOT)
    return arrival.valid_lot(said.lot or said.code), said.expires_on


def expiry(work: Work, scan: Scan, item_id: int) -> date:
    """Return the expiry that a GS1 code says, or a code that is just the date.

    :raises Refused: there is none in it, or it is the code of something else.
    """
    said = read(scan.text, scan.symbology, work.at.date())
    if said.expires_on is None:
        return typed_expiry(scan.text, work.at.date())
    if said.code:
        identify.item(work, scan, among=(item_id,), wanted=SCAN_EXPIRY)
    return said.expires_on


def announced_expiry(work: Work, asn_id: int, item_id: int, lot: str) -> str:
    """Return the ISO date that the delivery announces for an item's lot, "" if it names none or
    several."""
    lines = [x for x in queries.lines(work.conn, asn_id) if x.item_id == item_id]
    fitting = [x for x in lines if x.lot_code in ("", lot)] or lines
    days = {iso(x.expires_on) for x in fitting}
    return days.pop() if len(days) == 1 else ""


def typed_expiry(text: str, today: date) -> date:
    """Return the date YYMMDD; day 00 is the last of the month.

    :raises Refused: no such date.
    """
    bare = text.strip()
    if len(bare) != 6 or not is_digits(bare):
        words = T("{text} is no date", text=shown(bare))
        raise Refused("receive.expiry", words, T("Type it as YYMMDD"), field="expires_on")
    return read_date(bare, today)


def quantity(text: str) -> int:
    """Return the pieces that were keyed in.

    :raises Refused: no number, or out of range.
    """
    bare = text.strip()
    if not is_digits(bare) or len(bare) > 9:
        words = T("{text} is no quantity", text=shown(bare))
        raise Refused("quantity.no_number", words, T("Type a whole number"), field="quantity")
    return units.quantity(int(bare))


def check_room(sku: str, pieces: int, room: int) -> None:
    """Make sure that `pieces` are no more than the delivery takes.

    :raises Refused: they are; says how many may come.
    """
    if not room:
        words = T("All of {sku} is here already", sku=sku)
        raise Refused("receive.too_many", words, T("Scan OVER, then {sku} again", sku=sku))
    if pieces > room:
        raise arrival.too_many(sku, pieces, room)


def iso(day: date | None) -> str:
    """Return a date as a state remembers it, "" for none."""
    return day.isoformat() if day else ""


def lpn_scanned(work: Work, scan: Scan) -> int | None:
    """Return the LPN that was scanned, None for anything else. A supplier's SSCC that is new
    here becomes an LPN: its label is on the pallet already."""
    said = read(scan.text, scan.symbology, work.at.date())
    found = stock.lpn_by_code(work.conn, said.code)
    if found is not None and found.id:
        return found.id
    if not said.sscc:
        return None
    return lpn.register(work.conn, code=said.sscc, kind="lpn", location_id=None)


def new_lpn(work: Work) -> tuple[int, str]:
    """Make an LPN at the dock and return (id, SSCC)."""
    dock = layout.first(work.conn, work.station.warehouse_id, "dock")
    prefix = work.config["gs1"]["company_prefix"]
    return lpn.make(work.conn, kind="lpn", location_id=dock.id, company_prefix=prefix)


def book(
    work: Work,
    asn_id: int,
    item_id: int,
    pieces: int,
    lot: str,
    expires: str,
    lpn_id: int,
    *,
    aside: str = "",
    let_in: LetIn | None = None,
) -> Received:
    """Book counted pieces onto an LPN at the dock, set aside or let in if so."""
    return receive_item(
        work.conn,
        warehouse_id=work.station.warehouse_id,
        asn_id=asn_id,
        item_id=item_id,
        quantity=pieces,
        lot=lot,
        expires_on=date.fromisoformat(expires) if expires else None,
        lpn_id=lpn_id,
        location_id=layout.first(work.conn, work.station.warehouse_id, "dock").id,
        actor=work.actor,
        at=work.at,
        config=work.config,
        aside=aside,
        let_in=let_in,
    )


def book_label(work: Work, lpn_id: int, sscc: str, name: str, lot: str, booked: Received) -> None:
    """Book the label of a new LPN for this station's printer; what is set aside says why."""
    name = f"{booked.aside}: {name}" if booked.aside else name
    data = {"sscc": sscc, "sku": booked.sku, "name": name, "quantity": booked.quantity}
    data |= {"lot": lot, "expires_on": iso(booked.expires_on), "aside": booked.aside}
    documents.book(work, kind="lpn", data=data, for_kind="lpn", for_id=lpn_id)


def told(booked: Received) -> Said:
    """Return what is said of booked pieces: attention where somebody has to know more."""
    n, sku = booked.quantity, booked.sku
    words: Text = N("Booked {n} piece of {sku}", "Booked {n} pieces of {sku}", n, sku=sku)
    more: Words = ""
    if booked.aside:
        more = T("On hold: {reason}", reason=ASIDE[booked.aside])
    elif booked.is_held and booked.expires_on:
        more = T("On hold: expires {day}", day=booked.expires_on.isoformat())
    elif booked.is_other_lot:
        more = T("Lot {lot} was not announced", lot=booked.lot)
    return (
        Said(T("{words}. {more}", words=words, more=more), Tone.ATTENTION) if more else Said(words)
    )
