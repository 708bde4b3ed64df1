"""What is known of a code: an item and where it lies, a bin and what lies there, an LPN, a
person; and of an unknown code, what it looks like."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from wms import gs1
from wms.catalog import queries as catalog
from wms.catalog.scans import GS1_SYMBOLOGIES, Read, read
from wms.dialogues import identify, void_label
from wms.errors import Refused
from wms.gs1.digits import check_digit, is_digits, shown
from wms.gs1.elements import GS
from wms.layout import queries as layout
from wms.layout.queries import LocationRow
from wms.orders import queries as orders
from wms.packing import queries as packing
from wms.people.enroll import STATION_PREFIX
from wms.quality import queries as quality
from wms.stock import queries as stock
from wms.stock.queries import LpnRow, Pieces
from wms.terminal.machine import Work
from wms.terminal.wire import Scan
from wms.text import T

Row = tuple[str, str, str]
"""(kind, label, value): how the two are said is up to `what.ROWS`."""

Moved = tuple[str, int, int]
"""(kind of move, pieces, minutes ago)."""

Answer = tuple[tuple[Row, ...], tuple[Moved, ...]]
SHOWN = 4


def about(work: Work, scan: Scan) -> Answer:
    """Return what there is to tell about a code, whatever it is.

    :raises Refused: a GS1 code that breaks GS1's rules.
    """
    if identify.is_badge(scan):
        return _badge(work, scan), ()
    if scan.text.startswith(STATION_PREFIX):
        return (("station", "", ""),), ()
    place = layout.by_code(work.conn, scan.text)
    if place is not None:
        return _bin(work, place), _moved(work, location_id=place.id)
    said = read(scan.text, scan.symbology, work.at.date())
    plate = identify.tracked(work, scan) or stock.lpn_by_code(work.conn, said.code)
    if plate is not None and plate.id:
        return _lpn(work, plate), _moved(work, lpn_id=plate.id)
    found = catalog.by_code(work.conn, said.code)
    if not found:
        return _unknown(scan, said), ()
    item = found[0][0]
    others = tuple(("same_code", "", row.sku) for row, _ in found[1:SHOWN])
    return (*_item(work, item.id, said), *others), _moved(work, item_id=item.id)


def _badge(work: Work, scan: Scan) -> tuple[Row, ...]:
    try:
        found = identify.badge(work, scan, wanted=T("Scan anything"))
    except Refused:
        return (("no_badge", "", ""),)
    return ("badge", "", found.name), (found.role, "", "")


def _item(work: Work, item_id: int, said: Read) -> tuple[Row, ...]:
    item = catalog.item(work.conn, item_id)
    rows: list[Row] = [("item", "", item.sku), ("data", "", item.name)]
    rows += [("gtin", "", code) for code, pieces in catalog.barcodes(work.conn, item_id)[:1]]
    rows += [("lot", "", said.lot)] if said.lot else []
    rows += [("expiry", "", said.expires_on.isoformat())] if said.expires_on else []
    here = stock.of_item(work.conn, item_id)
    return (*rows, *_places(here)) if here else (*rows, ("nowhere", "", ""))


def _places(here: list[Pieces]) -> tuple[Row, ...]:
    """Return up to four places with what is there, and how many more there are."""
    rows: list[Row] = [_pieces(p.lpn if p.lpn_id else p.location, p) for p in here[:SHOWN]]
    return (*rows, ("more", "", str(len(here) - SHOWN))) if len(here) > SHOWN else tuple(rows)


def _pieces(label: str, pieces: Pieces) -> Row:
    if pieces.status == "held":
        return "held", label, str(pieces.on_hand)
    if pieces.reserved:
        return "promised", label, f"{pieces.on_hand} {pieces.reserved}"
    return "data", label, str(pieces.on_hand)


def _contents(here: list[Pieces]) -> tuple[Row, ...]:
    if not here:
        return (("empty", "", ""),)
    rows = [_pieces(f"{p.sku} {p.lot}" if p.lot_id else p.sku, p) for p in here[:SHOWN]]
    return (*rows, ("more", "", str(len(here) - SHOWN))) if len(here) > SHOWN else tuple(rows)


def _bin(work: Work, place: LocationRow) -> tuple[Row, ...]:
    holds = stock.open_holds(work.conn, place.id)
    reasons = sorted({hold.reason for hold in holds})
    contents = _contents(stock.at_location(work.conn, place.id))
    why: tuple[Row, ...] = (("why_held", "", ", ".join(reasons)),) if reasons else ()
    return ("bin", "", place.code), *contents, *why


def _lpn(work: Work, plate: LpnRow) -> tuple[Row, ...]:
    rows: list[Row] = [(plate.kind, "", plate.code)]
    if plate.location_id:
        rows.append(("at", "", layout.location(work.conn, plate.location_id).code))
    reference = _order(work, plate)
    if reference:
        rows.append(("order", "", reference))
    void = void_label.meaning(work, plate.id) if plate.kind == "parcel" else ""
    if void:
        return (*rows, ("void", "", ""), (f"void_{void}", "", ""))
    return (*rows, *_contents(stock.in_lpn(work.conn, plate.id)))


def _order(work: Work, plate: LpnRow) -> str:
    carried = quality.tote(work.conn, plate.id)
    if carried is not None:
        return carried[1]
    parcel = packing.parcel_of_lpn(work.conn, plate.id)
    void = None if parcel else packing.void_label(work.conn, plate.id)
    if void is not None:
        parcel = packing.parcel(work.conn, void[0])
    return orders.order(work.conn, parcel.order_id).reference if parcel else ""


def _moved(work: Work, **of: int) -> tuple[Moved, ...]:
    """Return the last move."""
    return tuple(_last(row, work.at) for row in stock.history(work.conn, limit=1, **of))


def _last(row: Any, at: datetime) -> Moved:
    return row.kind, row.quantity, max(int((at - row.recorded_at).total_seconds()) // 60, 0)


def _unknown(scan: Scan, said: Read) -> tuple[Row, ...]:
    code: Row = ("data", "", shown(scan.text))
    if scan.symbology in GS1_SYMBOLOGIES or GS in scan.text:
        values = gs1.parse(scan.text).values
        return ("gs1", "", ""), *(("data", f"({ai})", value) for ai, value in values.items())
    if said.sscc:
        return code, ("sscc", "", "")
    if not is_digits(scan.text) or len(scan.text) not in (8, 12, 13, 14, 18):
        return code, ("unknown", "", "")
    if gs1.has_valid_check_digit(scan.text):
        return code, ("no_item", "", "")
    kind = "wrong_sscc" if len(scan.text) == 18 else "wrong_digit"
    return code, (kind, "", check_digit(scan.text[:-1]))
