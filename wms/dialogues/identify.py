"""What was scanned: an item, a bin, an LPN, a badge. A wrong kind is named in the refusal."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from wms.catalog import queries as catalog
from wms.catalog.queries import ItemRow
from wms.catalog.scans import Read, read
from wms.dialogues import void_label
from wms.errors import Refused
from wms.gs1.digits import shown
from wms.layout import queries as layout
from wms.layout.queries import LocationRow
from wms.people import queries as people
from wms.people.enroll import BADGE_PREFIX, STATION_PREFIX
from wms.people.queries import WorkerRow
from wms.shipping import queries as shipping
from wms.stock import queries as stock
from wms.stock.queries import LpnRow
from wms.terminal.machine import Work
from wms.terminal.wire import Scan
from wms.text import T, Text, Words


@dataclass(frozen=True, slots=True)
class ItemScan:
    """An item, and what else its code said; `pieces` is the pack level of the code."""

    item: ItemRow
    pieces: int
    lot: str = ""
    serial: str = ""
    expires_on: date | None = None


def item(
    work: Work, scan: Scan, *, among: Collection[int] | None = None, wanted: Words = ""
) -> ItemScan:
    """Return the item that was scanned; `among` are the item ids that make sense here.

    :raises Refused: unknown code, not an item, or not one of `among` (`scan.wrong_item`).
    """
    said = _read(scan, work)
    found = catalog.by_code(work.conn, said.code)
    if not found:
        raise _other(work, scan, wanted or T("Scan the item"))
    fitting = [f for f in found if among is None or f[0].id in among]
    if not fitting:
        raise Refused(
            "scan.wrong_item",
            T("This is {sku}", sku=found[0][0].sku),
            wanted or T("Scan another item"),
        )
    if len({f[0].id for f in fitting}) > 1:
        raise Refused(
            "scan.ambiguous_item",
            T("This code stands for several items"),
            T("Scan the SKU label: {skus}", skus=", ".join(f[0].sku for f in fitting)),
        )
    row, pieces = fitting[0]
    return ItemScan(row, said.quantity or pieces, said.lot, said.serial, said.expires_on)


def location(work: Work, scan: Scan, *, wanted: Words) -> LocationRow:
    """Return the location that was scanned.

    :raises Refused: anything else was scanned.
    """
    found = layout.by_code(work.conn, scan.text)
    if found is None or found.warehouse_id != work.station.warehouse_id:
        raise _other(work, scan, wanted)
    return found


def lpn(work: Work, scan: Scan, *, wanted: Words, kinds: Collection[str] = ()) -> LpnRow:
    """Return the LPN (pallet, tote or parcel) that was scanned.

    :raises Refused: anything else was scanned, or an LPN of another kind than `kinds`.
    """
    found = stock.lpn_by_code(work.conn, _read(scan, work).code)
    if found is None or found.id == 0 or (kinds and found.kind not in kinds):
        raise _other(work, scan, wanted)
    return found


def parcel(work: Work, scan: Scan, *, wanted: Words) -> LpnRow:
    """Return the LPN of the parcel whose label was scanned: ours, or its carrier's.

    :raises Refused: anything else was scanned.
    """
    return tracked(work, scan) or lpn(work, scan, wanted=wanted, kinds=("parcel",))


def tracked(work: Work, scan: Scan) -> LpnRow | None:
    """Return the LPN of the parcel with a carrier's tracking number; None for anything else."""
    found = shipping.by_tracking(work.conn, scan.text.strip())
    if len(found) > 1:
        words = T("Several parcels have this number")
        raise Refused("scan.ambiguous_parcel", words, T("Type the SSCC of the parcel"))
    if not found:
        return None
    return stock.lpns(work.conn, found)[found[0]]


def badge(work: Work, scan: Scan, *, wanted: Words) -> WorkerRow:
    """Return whose badge was scanned.

    :raises Refused: no badge, an unknown one, or one that was blocked.
    """
    if not scan.text.startswith(BADGE_PREFIX):
        raise _other(work, scan, wanted)
    found = people.by_badge(work.conn, scan.text)
    if found is None:
        raise Refused(
            "badge.unknown", T("This badge is not valid"), T("Ask a supervisor for a new one")
        )
    if not found.is_active:
        words = T("The badge of {name} was taken out of use", name=found.name)
        raise Refused("badge.inactive", words, T("Ask a supervisor"))
    return found


def is_badge(scan: Scan) -> bool:
    """Tell whether a scan looks like a badge, without looking it up."""
    return scan.text.startswith(BADGE_PREFIX)


def what(work: Work, scan: Scan) -> Text | None:
    """Return in words what a code is, or None when nobody knows it."""
    if scan.text.startswith(BADGE_PREFIX):
        return T("This is a badge")
    if scan.text.startswith(STATION_PREFIX):
        return T("This is a station's label")
    place = layout.by_code(work.conn, scan.text)
    if place is not None:
        return T("This is bin {bin}", bin=place.code)
    code = _read(scan, work).code
    plate = stock.lpn_by_code(work.conn, code)
    if plate is not None and plate.id != 0:
        words = {
            "tote": T("This is tote {code}", code=code),
            "parcel": T("This is parcel {code}", code=code),
        }
        return words.get(plate.kind, T("This is LPN {code}", code=code))
    items = catalog.by_code(work.conn, code)
    return T("This is {sku}", sku=items[0][0].sku) if items else None


def _check_label(work: Work, scan: Scan) -> None:
    """Say that a label is void, where it is, whatever was wanted."""
    plate = stock.lpn_by_code(work.conn, _read(scan, work).code)
    if plate is not None and plate.kind == "parcel":
        refusal = void_label.refusal(work, plate.id)
        if refusal is not None:
            raise refusal


def _other(work: Work, scan: Scan, wanted: Words) -> Refused:
    _check_label(work, scan)
    found = what(work, scan)
    if found is None:
        words = T("{code} is not known here", code=shown(scan.text))
        return Refused("scan.unknown", words, wanted)
    return Refused("scan.wrong_kind", found, wanted)


def _read(scan: Scan, work: Work) -> Read:
    return read(scan.text, scan.symbology, work.at.date())
