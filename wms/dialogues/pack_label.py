"""Pack, the end: the label is scanned back, the parcel goes to its carrier's lane."""

from __future__ import annotations

from dataclasses import dataclass

from wms.dialogues import identify, pack, pack_carton, pack_void, void_label
from wms.errors import Refused
from wms.orders import queries as orders
from wms.packing import close as packing
from wms.packing import queries, ready
from wms.shipping import carrier_labels
from wms.shipping import queries as shipping
from wms.shipping.hand_over import hand_over
from wms.terminal import documents
from wms.terminal.machine import Said, State, View, Work
from wms.terminal.wire import Key, Scan
from wms.text import T, Words
from wms.units import kilograms


def label_step(work: Work, parcel_id: int) -> PackLabel:
    """Ask for the label that was just printed."""
    parcel = queries.parcel(work.conn, parcel_id)
    tracking = shipping.tracking_of(work.conn, [parcel_id]).get(parcel_id, "")
    return PackLabel(
        parcel_id,
        parcel.lpn_id,
        parcel.order,
        parcel.number,
        parcel.weight_grams or 0,
        parcel.sscc,
        tracking,
    )


def lane_step(work: Work, parcel_id: int) -> PackLane:
    """Name the lane of a closed parcel."""
    parcel = queries.parcel(work.conn, parcel_id)
    carrier = shipping.carrier_of(work.conn, orders.order(work.conn, parcel.order_id))
    return PackLane(
        parcel_id, parcel.order_id, parcel.order, parcel.number, carrier.name, carrier.lane
    )


@dataclass(frozen=True)
class PackLabel(State):
    """Only the scan of the printed label proves that it is on the parcel."""

    parcel_id: int
    lpn_id: int
    order: str
    number: int
    weight_grams: int
    sscc: str
    tracking: str = ""

    def screen(self) -> View:
        code = (T("Tracking"), self.tracking) if self.tracking else (T("SSCC"), self.sscc)
        return View(
            T("LABEL"),
            T("Stick the label on and scan it"),
            lines=(
                (T("Order"), self.order),
                (T("Parcel"), str(self.number)),
                (T("Weight"), kilograms(self.weight_grams)),
                code,
            ),
            keys=("REPRINT", "SLIP", "VOID", "BACK"),
            expects=self.tracking or f"00{self.sscc}",
        )

    def on_scan(self, scan: Scan, work: Work) -> PackLane | tuple[PackLane, Said]:
        wanted = T("Scan the label of parcel {n} of {order}", n=self.number, order=self.order)
        found = identify.parcel(work, scan, wanted=wanted)
        if found.id != self.lpn_id:
            raise _other_label(work, found.id, wanted)
        whole = packing.close(work.conn, parcel_id=self.parcel_id, actor=work.actor, at=work.at)
        said = T("{order} is packed", order=self.order) if whole else T("Parcel closed")
        return lane_step(work, self.parcel_id), Said(said)

    def on_key(
        self, key: Key, work: Work
    ) -> pack.PackTote | pack_void.PackVoid | tuple[PackLabel, Said]:
        match key.name:
            case "VOID":
                return pack_void.ask(work, self.parcel_id)
            case "REPRINT":
                kind = carrier_labels.KIND if self.tracking else "shipping"
                _copied(work, self.parcel_id, kind, "labelled")
                return self, Said(T("A copy of the label is printed"))
            case "SLIP":
                _copied(work, self.parcel_id, "slip", "labelled")
                return self, Said(T("A copy of the slip is printed"))
            case "BACK":
                return pack.tote_step(work)
        raise pack.not_here(key, self)


@dataclass(frozen=True)
class PackLane(State):
    parcel_id: int
    order_id: int
    order: str
    number: int
    carrier: str
    lane: str

    def screen(self) -> View:
        return View(
            T("TO LANE"),
            T("Bring it to {lane}. Scan the lane", lane=self.lane),
            lines=(
                (T("Order"), self.order),
                (T("Parcel"), str(self.number)),
                (T("Carrier"), self.carrier),
            ),
            keys=("SLIP", "VOID", "BACK"),
            expects=self.lane,
        )

    def on_scan(
        self, scan: Scan, work: Work
    ) -> tuple[pack.PackTote | pack_carton.PackCarton, Said]:
        lane = identify.location(work, scan, wanted=self.screen().prompt)
        hand_over(
            work.conn,
            work.station.warehouse_id,
            parcel_id=self.parcel_id,
            lane_id=lane.id,
            lane=lane.code,
            departs=work.config["shipping"]["departs"],
            actor=work.actor,
            at=work.at,
        )
        said = Said(T("Parcel {n} of {order} done", n=self.number, order=self.order))
        packed, picked = queries.progress(work.conn, self.order_id)
        if packed < picked:
            return pack_carton.carton_step(work, self.order_id, 0), said
        return pack.tote_step(work), said

    def on_key(
        self, key: Key, work: Work
    ) -> pack.PackTote | pack_void.PackVoid | tuple[PackLane, Said]:
        match key.name:
            case "VOID":
                return pack_void.ask(work, self.parcel_id)
            case "SLIP":
                _copied(work, self.parcel_id, "slip", "closed")
                return self, Said(T("A copy of the slip is printed"))
            case "BACK":
                return pack.tote_step(work)
        raise pack.not_here(key, self)


def _copied(work: Work, parcel_id: int, kind: str, status: str) -> None:
    """Print a copy for a parcel that is still here, at this step."""
    ready.parcel_ready(work.conn, parcel_id, work.actor, status)
    documents.copy(work, kind=kind, for_kind="parcel", for_id=parcel_id, reason="reprint")


def _other_label(work: Work, lpn_id: int, wanted: Words) -> Refused:
    if void_label.meaning(work, lpn_id):
        remedy = T("Stick the new label over it and scan that")
        return Refused("label.void", T("This label is void"), remedy)
    other = queries.parcel_of_lpn(work.conn, lpn_id)
    found = T("This is another parcel")
    if other is not None:
        found = T("This is parcel {n} of {order}", n=other.number, order=other.order)
    return Refused("packing.other_label", found, wanted)
