"""Which delivery, which of its items: what the receiving screens recognise. No screens here."""

from __future__ import annotations

from collections.abc import Collection
from typing import NoReturn

from wms.catalog import queries as catalog
from wms.catalog.queries import ItemRow
from wms.catalog.scans import read
from wms.dialogues import identify
from wms.dialogues.identify import ItemScan
from wms.errors import Refused
from wms.gs1.digits import shown
from wms.inbound import queries
from wms.inbound.arrival import MAX_SUPPLIER_REF
from wms.inbound.queries import AsnRow
from wms.terminal.machine import Work
from wms.terminal.wire import Scan
from wms.text import T


def delivery(work: Work, reference: str, scan: Scan | None) -> AsnRow | None:
    """Return the open delivery whose reference was scanned, or typed when `scan` is None; None
    when nobody knows it.

    :raises Refused: it is something else, of another warehouse, or closed.
    """
    found = papers(work, reference)
    if found is not None and found.status == "received":
        words = T("{reference} is closed", reference=found.reference)
        remedy = T("More of it came? BLIND, then {reference}", reference=found.reference)
        raise Refused("asn.closed", words, remedy)
    if found is not None:
        return found
    check_papers(work, reference, scan)
    return None


def papers(work: Work, reference: str) -> AsnRow | None:
    """Return the delivery of this warehouse that came with papers: an open one, else a closed."""
    found = queries.by_reference(work.conn, reference)
    if found is not None and found.warehouse_id != work.station.warehouse_id:
        found = None
    if found is None or found.status == "received":
        return queries.open_blind(work.conn, work.station.warehouse_id, reference) or found
    return found


def check_papers(work: Work, reference: str, scan: Scan | None) -> None:
    """Make sure that a code may be the reference of a delivery that nobody knows.

    :raises Refused: it is the code of something else, or of goods.
    """
    known = identify.what(work, scan) if scan else None
    said = read(reference, scan.symbology if scan else "", work.at.date())
    if known or said.code != reference or not 1 <= len(reference) <= MAX_SUPPLIER_REF:
        words = known or T("{code} is not known here", code=shown(reference))
        raise Refused("asn.unknown", words, T("Scan the ASN's code"))


def item(work: Work, scan: Scan, asn: AsnRow, among: Collection[int]) -> ItemScan:
    """Return which of the announced items was scanned; of a blind delivery, any of its
    merchant.

    :raises Refused: `receive.not_announced` for another item; as `identify.item` otherwise.
    """
    wanted = T("Scan an item of {reference}", reference=asn.reference)
    others: list[ItemRow] = []
    if asn.is_blind:
        others = carrying(work, scan)
        among = {one.id for one in others if one.merchant_id == asn.merchant_id}
    try:
        return identify.item(work, scan, among=among, wanted=wanted)
    except Refused as refused:
        if refused.code == "scan.unknown":
            raise Refused(refused.code, refused.text, T("Scan ASIDE to set it aside")) from None
        if refused.code != "scan.wrong_item":
            raise
        remedy = T("Not on {reference}: scan BLIND", reference=asn.reference)
        if others:
            remedy = T("DONE here, then BLIND for {merchant}", merchant=others[0].merchant)
        raise Refused("receive.not_announced", refused.text, remedy) from None


def nothing_known(work: Work, scan: Scan) -> NoReturn:
    """Refuse a scan that is no item: something else, or a code that nobody knows.

    :raises Refused: always.
    """
    other = identify.what(work, scan)
    if other is not None:
        raise Refused("scan.wrong_kind", other, T("Scan an item"))
    words = T("{code} is not known here", code=shown(scan.text))
    raise Refused("scan.unknown", words, T("Scan ASIDE to set it aside"))


def carrying(work: Work, scan: Scan) -> list[ItemRow]:
    """Return the items of all merchants that carry the code that was scanned."""
    said = read(scan.text, scan.symbology, work.at.date())
    return [row for row, _ in catalog.by_code(work.conn, said.code)]
