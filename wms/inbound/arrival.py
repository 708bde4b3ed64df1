"""What may be booked of what arrives: against which line, how much, with which facts. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from wms.errors import Refused
from wms.gs1.digits import shown
from wms.text import N, T

MAX_LOT = 20
"""Longest lot, in characters. Source: GS1 General Specifications, section 3 (AI 10)."""

MAX_SUPPLIER_REF = 128
"""Longest reference on a delivery's papers, in characters."""

OVER, DAMAGED = "OVER", "DAMAGED"
"""Why pieces are set aside on hold when they arrive: more than may come, or broken."""


@dataclass(frozen=True, slots=True)
class Line:
    """One item that an ASN announces, and how much of it is here."""

    id: int
    line_no: int
    item_id: int
    sku: str
    name: str
    tracks_lot: bool
    tracks_expiry: bool
    lot_code: str
    expires_on: date | None
    expected: int
    received: int
    over_received: int = 0
    damaged: int = 0

    @property
    def open(self) -> int:
        """Pieces that are still to come."""
        return max(self.expected - self.received, 0)

    def room(self, over_percent: int) -> int:
        """Return how many pieces may still be booked, tolerance included; what came over on
        top of that takes no room."""
        most = self.expected + self.expected * over_percent // 100
        return max(most - (self.received - self.over_received), 0)


Share = tuple[Line, int]


def shares(
    lines: Sequence[Line], *, item_id: int, lot: str, quantity: int, over_percent: int
) -> list[Share]:
    """Return how `quantity` pieces are booked on an ASN's lines: the announced lot first.

    :raises Refused: `receive.too_many` when the lines take fewer.
    """
    ours = sorted((one for one in lines if one.item_id == item_id), key=lambda o: _distance(o, lot))
    taken = {line.id: 0 for line in ours}
    limits = [(line, line.open) for line in ours]
    for line, most in [*limits, *((line, line.room(over_percent)) for line in ours)]:
        more = min(most - taken[line.id], quantity - sum(taken.values()))
        taken[line.id] += max(more, 0)
    if sum(taken.values()) < quantity:
        room = sum(line.room(over_percent) for line in ours)
        raise too_many(ours[0].sku if ours else "", quantity, room)
    return [(line, taken[line.id]) for line in ours if taken[line.id]]


def over(lines: Sequence[Line], *, item_id: int, lot: str, over_percent: int) -> Line:
    """Return the line on which pieces are booked that come on top of all that may come.

    :raises Refused: `receive.not_over` while some may come; `receive.not_announced` without line.
    """
    ours = sorted((one for one in lines if one.item_id == item_id), key=lambda o: _distance(o, lot))
    if not ours:
        words = T("This item was not announced")
        raise Refused("receive.not_announced", words, T("Receive it blind: scan BLIND"))
    room = sum(line.room(over_percent) for line in ours)
    if room:
        words = N("{n} {sku} may still come", "{n} {sku} may still come", room, sku=ours[0].sku)
        raise Refused("receive.not_over", words, T("BACK, and book those first"))
    return ours[0]


def too_many(sku: str, quantity: int, room: int) -> Refused:
    """Return the refusal of `quantity` pieces where only `room` may come."""
    words = T("{n} of {sku} are too many: {room} may come", n=quantity, sku=sku, room=room)
    remedy = T("Count again. Book {room}, then scan OVER", room=room)
    if not room:
        remedy = T("Scan BACK, then OVER")
    return Refused("receive.too_many", words, remedy, field="quantity")


def lot_of(line: Line, lot: str, expires_on: date | None) -> str:
    """Return the code under which the lot is kept, "" for none.

    Pieces that are told apart by expiry alone are one lot a day.

    :raises Refused: the item needs a lot or an expiry that is missing, or the lot is no lot.
    """
    if line.tracks_lot and not lot:
        words = T("{sku} needs a lot", sku=line.sku)
        remedy = T("Scan or type the lot on the pack")
        raise Refused("receive.lot_missing", words, remedy, field="lot")
    if line.tracks_expiry and expires_on is None:
        words = T("{sku} needs an expiry date", sku=line.sku)
        remedy = T("Scan or type the date on the pack")
        raise Refused("receive.expiry_missing", words, remedy, field="expires_on")
    if line.tracks_lot:
        return valid_lot(lot)
    return expires_on.isoformat() if line.tracks_expiry and expires_on else ""


def valid_lot(lot: str) -> str:
    """Return `lot` without spaces around it.

    :raises Refused: empty, too long, or not printable.
    """
    bare = lot.strip()
    if not 0 < len(bare) <= MAX_LOT or not bare.isprintable():
        words = T("{lot} is no lot", lot=shown(bare) or "-")
        remedy = T("A lot has 1 to {n} characters", n=MAX_LOT)
        raise Refused("receive.lot", words, remedy, field="lot")
    return bare


def check_expiry(expires_on: date | None, today: date) -> None:
    """Make sure that goods have not expired.

    :raises Refused: `receive.expired` when they have.
    """
    if expires_on is not None and expires_on <= today:
        words = T("Expired on {day}", day=expires_on.isoformat())
        remedy = T("Set it aside and tell a supervisor")
        raise Refused("receive.expired", words, remedy, field="expires_on")


def is_short_lived(expires_on: date | None, today: date, shelf_life_days: int) -> bool:
    """Tell whether goods expire too soon after arrival to be sold."""
    return expires_on is not None and expires_on < today + timedelta(days=shelf_life_days)


def _distance(line: Line, lot: str) -> tuple[int, int]:
    """The announced lot is nearest, a line for any lot next, one for another lot last."""
    return (0 if line.lot_code == lot else 1 if not line.lot_code else 2), line.line_no
