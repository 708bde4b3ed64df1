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
    pack_void,
    pack_weigh,
    void_label,
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
from wms.text import T, Words

NAMED = 3


def _waiting(work: Work) -> int:
    here = work.station.warehouse_id
    return queries.waiting(work.conn, here) + len(queries.relabel(work.conn, here))


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
    return resumed(work, parcel) if parcel else tote_step(work)


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
    """Ask for a tote; name a parcel that was left unfinished here, and those that wait."""
    parcel = queries.unfinished_at(work.conn, work.station.id)
    waits = tuple(p.order for p in queries.aside(work.conn, work.station.id))
    relabel = queries.relabel(work.conn, work.station.warehouse_id)
    return PackTote(parcel.order if parcel else "", waits, tuple(_at(work, p) for p in relabel))


def _at(work: Work, parcel: ParcelRow) -> str:
    place = parcel.location_id and layout.location(work.conn, parcel.location_id).code
    return f"{parcel.order}, {place}" if place else parcel.order


@dataclass(frozen=True)
class PackTote(State):
    """`waits` are orders whose carton stands aside until a piece comes; `relabel` are parcels that
    need a new label, each with its place."""

    unfinished: str = ""
    waits: tuple[str, ...] = ()
    relabel: tuple[str, ...] = ()

    def screen(self) -> View:
        lines: list[tuple[Words, Words]] = []
        lines += [(T("Unfinished"), self.unfinished)] if self.unfinished else []
        lines += [(T("Waits"), order) for order in self.waits[:NAMED]]
        lines += [(T("New label"), parcel) for parcel in self.relabel[:NAMED]]
        return View(T("PACK"), T("Scan a tote"), lines=tuple(lines), keys=("VOID", "BACK"))

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
            | pack_label.PackLane
            | pack_carton.PackCarton,
            Said,
        ]
    ):
        found = identify.tracked(work, scan) or identify.lpn(
            work, scan, wanted=T("Scan a tote"), kinds=("tote", "parcel")
        )
        void = void_label.meaning(work, found.id) if found.kind == "parcel" else ""
        if found.kind == "parcel" and void != void_label.AGAIN:
            return _again(work, _unfinished(work, found.id, void), 0, void)
        order = packing.arrive(
            work.conn, work.station.warehouse_id, tote=found, actor=work.actor, at=work.at
        )
        shipping.carrier_of(work.conn, order)
        parcel = queries.unfinished_of(work.conn, order.id)
        if parcel is not None:
            return _again(work, parcel, found.id)
        step = pack_carton.carton_step(work, order.id, found.id)
        return (step, Said(T("Its label is void. Pack it again"), Tone.ATTENTION)) if void else step

    def on_key(self, key: Key, work: Work) -> home.Menu | pack_void.PackVoidScan:
        if key.name == "VOID":
            return pack_void.PackVoidScan()
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
    work: Work, parcel: ParcelRow, tote_id: int, void: str = ""
) -> tuple[
    pack_items.Pack
    | pack_weigh.PackWeigh
    | pack_label.PackLabel
    | pack_await.PackAwait
    | pack_label.PackLane,
    Said,
]:
    step = resumed(work, parcel, tote_id)
    if void and isinstance(step, pack_await.PackAwait):
        return step, Said(T("Tear the old label off. Waits for the carrier's"), Tone.ATTENTION)
    if void:
        return step, Said(T("A new label is printed. Tear the old one off"), Tone.ATTENTION)
    if parcel.station_id == work.station.id:
        return step, Said(T("Going on with parcel {n}", n=parcel.number), Tone.ATTENTION)
    words = T(
        "Parcel {n} was begun at {station}. Bring it here",
        n=parcel.number,
        station=parcel.station,
    )
    return step, Said(words, Tone.ATTENTION)


def _unfinished(work: Work, lpn_id: int, void: str) -> ParcelRow:
    parcel = queries.parcel_of_lpn(work.conn, lpn_id)
    if parcel is not None and void == void_label.PUT_BACK:
        raise cancelled.refusal(parcel.order)
    if void == void_label.PAPER:
        raise Refused("label.void", T("This label is void"), void_label.remedy(void))
    if parcel is None or parcel.status == "shipped":
        raise Refused("packing.gone", T("This parcel has left"), T("Scan a tote"))
    if parcel.lane_id is not None:
        words = T("Parcel {n} of {order} is done", n=parcel.number, order=parcel.order)
        lane = layout.location(work.conn, parcel.lane_id).code
        raise Refused("packing.done", words, T("Its place is {lane}", lane=lane))
    return parcel
