"""Pack, a carrier's own label: the parcel waits until it was uploaded; it is then printed."""

from __future__ import annotations

from dataclasses import dataclass

from wms.dialogues import pack, pack_label, pack_void
from wms.orders import queries as orders
from wms.packing import queries
from wms.shipping import queries as shipping
from wms.shipping.label import label
from wms.terminal.machine import State, View, Work
from wms.terminal.wire import Key, Tone
from wms.text import T


def weighed_step(work: Work, parcel_id: int) -> pack_label.PackLabel | PackAwait:
    """Book the label of a weighed parcel and ask for it, or wait for its carrier's."""
    if label(work, parcel_id=parcel_id):
        return pack_label.label_step(work, parcel_id)
    parcel = queries.parcel(work.conn, parcel_id)
    carrier = shipping.carrier_of(work.conn, orders.order(work.conn, parcel.order_id))
    return PackAwait(parcel_id, parcel.order, parcel.number, carrier.name, parcel.sscc)


@dataclass(frozen=True)
class PackAwait(State):
    """The carrier draws the label, and it has not come yet; other work can be done meanwhile."""

    parcel_id: int
    order: str
    number: int
    carrier: str
    sscc: str

    def screen(self) -> View:
        return View(
            T("LABEL"),
            T("Scan DONE to look again, or BACK for other work"),
            lines=(
                (T("Order"), self.order),
                (T("Parcel"), str(self.number)),
                (T("Carrier"), self.carrier),
                (T("SSCC"), self.sscc),
            ),
            keys=("DONE", "VOID", "BACK"),
            message=T("Waits for the carrier's label"),
            tone=Tone.ATTENTION,
        )

    def on_key(
        self, key: Key, work: Work
    ) -> pack_label.PackLabel | PackAwait | pack_void.PackVoid | pack.PackTote:
        match key.name:
            case "DONE":
                return weighed_step(work, self.parcel_id)
            case "VOID":
                return pack_void.ask(work, self.parcel_id)
            case "BACK":
                return pack.tote_step(work)
        raise pack.not_here(key, self)
