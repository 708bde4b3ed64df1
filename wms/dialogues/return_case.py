"""What a return is about, as its screens remember it: whose parcels, which document, what left."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

from wms.dialogues import identify
from wms.errors import Refused
from wms.orders import queries as orders
from wms.orders.queries import OrderRow
from wms.packing import queries as packing
from wms.returns import queries
from wms.returns.rules import Part
from wms.returns.take_back import come_from
from wms.terminal.machine import Work
from wms.terminal.wire import Scan
from wms.text import T, Words

TITLE = T("RETURN")
START = T("Scan the RMA, parcel or order")


@dataclass(frozen=True)
class Case:
    """`parcel_id` is 0 where any parcel of the order may have come back, `rma_id` while there is no
    document yet."""

    order_id: int
    order: str
    parcel_id: int = 0
    parcel: int = 0
    rma_id: int = 0
    rma: str = ""

    def case(self) -> dict[str, Any]:
        """Return what the next screen has to know of the case."""
        return {field.name: getattr(self, field.name) for field in fields(Case)}

    def head(self) -> tuple[tuple[Words, Words], ...]:
        """Return the lines that name the case."""
        named: list[tuple[Words, Words]] = [(T("Order"), self.order)]
        named += [(T("Parcel"), str(self.parcel))] if self.parcel_id else []
        named += [(T("RMA"), self.rma)] if self.rma else []
        return tuple(named)

    def parts(self, work: Work) -> list[Part]:
        """Return what left, and how much of it is back."""
        parcels = queries.shipped_parcels(work.conn, self.order_id)
        return queries.parts(work.conn, [p for p in parcels if self.parcel_id in (0, p.id)])


@dataclass(frozen=True)
class InHand(Case):
    """Pieces of one item and lot that came back, while it is decided what becomes of them."""

    item_id: int = 0
    sku: str = ""
    pieces: int = 1
    lot: str = ""

    def item(self) -> dict[str, Any]:
        """Return the case with the pieces in hand."""
        return {field.name: getattr(self, field.name) for field in fields(InHand)}

    def check(self, work: Work) -> None:
        """Make sure that the pieces left with the case and are not back.

        :raises Refused: as `take_back.come_from`.
        """
        come_from(
            work.conn,
            order_id=self.order_id,
            parcel_id=self.parcel_id,
            item_id=self.item_id,
            lot=self.lot,
            quantity=self.pieces,
        )

    def facts(self) -> tuple[tuple[Words, Words], ...]:
        """Return the lines that name the case and the pieces in hand."""
        lot: tuple[tuple[Words, Words], ...] = ((T("Lot"), self.lot),) if self.lot else ()
        return (*self.head(), (T("Item"), self.sku), *lot, (T("Pieces"), str(self.pieces)))


def scanned(work: Work, scan: Scan) -> Case | None:
    """Return the case that an RMA, a parcel's label or an order opens; None for anything else.

    :raises Refused: it is of another warehouse, closed, or nothing of it has left.
    """
    code = scan.text.strip()
    rma = queries.by_code(work.conn, code)
    if rma is not None and rma.warehouse_id == work.station.warehouse_id:
        if rma.status == "received":
            words = T("{rma} is closed", rma=rma.reference)
            raise Refused("rma.closed", words, T("Scan the parcel's label or the order"))
        order = orders.order(work.conn, rma.order_id)
        return Case(order.id, order.reference, rma_id=rma.id, rma=rma.reference)
    found = orders.by_reference(work.conn, code)
    if found is not None and found.warehouse_id == work.station.warehouse_id:
        return _of_order(work, found)
    return _of_parcel(work, scan)


def _of_order(work: Work, order: OrderRow) -> Case:
    if not queries.shipped_parcels(work.conn, order.id):
        words = T("Nothing of {order} has left", order=order.reference)
        raise Refused("return.not_shipped", words, T("Scan another RMA, parcel or order"))
    return _with_rma(work, Case(order.id, order.reference))


def _of_parcel(work: Work, scan: Scan) -> Case | None:
    try:
        plate = identify.parcel(work, scan, wanted=START)
    except Refused as other:
        if other.code not in ("scan.unknown", "scan.wrong_kind"):
            raise
        return None
    parcel = packing.parcel_of_lpn(work.conn, plate.id)
    if parcel is None:
        return None
    if parcel.status != "shipped":
        words = T("Parcel {n} of {order} has not left", n=parcel.number, order=parcel.order)
        raise Refused("return.not_shipped", words, T("Scan another RMA, parcel or order"))
    return _with_rma(work, Case(parcel.order_id, parcel.order, parcel.id, parcel.number))


def _with_rma(work: Work, case: Case) -> Case:
    """Go on with the order's open return, if it has one."""
    rma = queries.open_of(work.conn, case.order_id)
    return replace(case, rma_id=rma.id, rma=rma.reference) if rma else case
