"""Pack at the bench: tote, carton; then the pieces, the scale, the label, the lane.

The parcel's row remembers how far it is, so that it is found again here or at another bench, by
its tote or its label. `pack_items`, `pack_weigh`, `pack_approve` and `pack_label` follow.
"""

from __future__ import annotations

from dataclasses import dataclass

from wms.dialogues import (
    home,
    identify,
    pack_await,
    pack_carton,
    pack_items,
    pack_label,
    pack_weigh,
)
from wms.errors import Refused
from wms.gs1.digits import shown
from wms.layout import queries as layout
from wms.orders import cancelled
from wms.packing import begin as packing
from wms.packing import queries
from wms.packing.queries import ParcelRow
from wms.shipping import queries as shipping
from wms.terminal.machine import Said, State, View, Work
from wms.terminal.wire import Key, Scan, Tone
from wms.text import T


def _waiting(work: Work) -> int:
    return queries.waiting(work.conn, work.station.warehouse_id)


@home.entry("PACK", T("Pack orders"), waiting=_waiting)
def begin(
    work: Work,
) -> (
    PackTote
    | pack_items.Pack
    | pack_weigh.PackWeigh
    | pack_label.PackLabel
    | pack_await.PackAwait
    | pack_label.PackLane
):
    """Go on with a parcel that this bench has not finished, else ask for a tote."""
    parcel = queries.unfinished_at(work.conn, work.station.id)
    return resumed(work, parcel) if parcel else PackTote()


def resumed(
    work: Work, parcel: ParcelRow, tote_id: int = 0
) -> (
    pack_items.Pack
    | pack_weigh.PackWeigh
    | pack_label.PackLabel
    | pack_await.PackAwait
    | pack_label.PackLane
):
    """Return the step at which a parcel stands; it belongs to this bench from now on."""
    if parcel.station_id != work.station.id:
        packing.take_over(work.conn, parcel_id=parcel.id, station_id=work.station.id)
    if parcel.status == "weighed":
        return pack_await.weighed_step(work, parcel.id)
    if parcel.status == "labelled":
        return pack_label.label_step(work, parcel.id)
    if parcel.status == "closed":
        return pack_label.lane_step(work, parcel.id)
    if parcel.expected_grams is not None:
        return pack_weigh.weigh_step(work, parcel.id)
    return pack_items.items_step(work, parcel.id, tote_id)


def tote_step(work: Work) -> PackTote:
    """Ask for a tote; name a parcel that was left unfinished here."""
    parcel = queries.unfinished_at(work.conn, work.station.id)
    return PackTote(parcel.order if parcel else "")


@dataclass(frozen=True)
class PackTote(State):
    unfinished: str = ""

    def screen(self) -> View:
        left = ((T("Unfinished"), self.unfinished),) if self.unfinished else ()
        return View(T("PACK"), T("Scan a tote"), lines=left, keys=("BACK",))

    def on_scan(
        self, scan: Scan, work: Work
    ) -> (
        pack_carton.PackCarton
        | pack_items.Pack
        | pack_weigh.PackWeigh
        | pack_label.PackLabel
        | pack_await.PackAwait
        | pack_label.PackLane
        | tuple[
            pack_items.Pack
            | pack_weigh.PackWeigh
            | pack_label.PackLabel
            | pack_await.PackAwait
            | pack_label.PackLane,
            Said,
        ]
    ):
        found = identify.tracked(work, scan) or identify.lpn(
            work, scan, wanted=T("Scan a tote"), kinds=("tote", "parcel")
        )
        if found.kind == "parcel":
            return _again(work, _unfinished(work, found.id), 0)
        order = packing.arrive(
            work.conn, work.station.warehouse_id, tote=found, actor=work.actor, at=work.at
        )
        shipping.carrier_of(work.conn, order)
        parcel = queries.unfinished_of(work.conn, order.id)
        if parcel is not None:
            return _again(work, parcel, found.id)
        return pack_carton.carton_step(work, order.id, found.id)

    def on_key(self, key: Key, work: Work) -> home.Menu:
        only_back(key, self)
        return home.menu(work)


def not_here(key: Key, state: State) -> Refused:
    """Return the refusal of a key that a screen does not have."""
    words = T("This screen does not take {what}", what=shown(key.name))
    return Refused("terminal.not_here", words, state.screen().prompt)


def only_back(key: Key, state: State) -> None:
    """Refuse every key but BACK."""
    if key.name != "BACK":
        raise not_here(key, state)


def _again(
    work: Work, parcel: ParcelRow, tote_id: int
) -> tuple[
    pack_items.Pack
    | pack_weigh.PackWeigh
    | pack_label.PackLabel
    | pack_await.PackAwait
    | pack_label.PackLane,
    Said,
]:
    step = resumed(work, parcel, tote_id)
    if parcel.station_id == work.station.id:
        return step, Said(T("Going on with parcel {n}", n=parcel.number), Tone.ATTENTION)
    words = T(
        "Parcel {n} was begun at {station}. Bring it here",
        n=parcel.number,
        station=parcel.station,
    )
    return step, Said(words, Tone.ATTENTION)


def _unfinished(work: Work, lpn_id: int) -> ParcelRow:
    parcel = queries.parcel_of_lpn(work.conn, lpn_id)
    if parcel is not None and parcel.status == "void":
        raise cancelled.refusal(parcel.order)
    if parcel is None or parcel.status == "shipped":
        raise Refused("packing.gone", T("This parcel has left"), T("Scan a tote"))
    if parcel.lane_id is not None:
        words = T("Parcel {n} of {order} is done", n=parcel.number, order=parcel.order)
        lane = layout.location(work.conn, parcel.lane_id).code
        raise Refused("packing.done", words, T("Its place is {lane}", lane=lane))
    return parcel
