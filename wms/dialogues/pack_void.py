"""Pack, void a label: said twice, then its pieces are to be packed again under another number."""

from __future__ import annotations

from dataclasses import dataclass

from wms.dialogues import (
    identify,
    pack,
    pack_await,
    pack_carton,
    pack_items,
    pack_label,
    pack_weigh,
)
from wms.errors import Refused
from wms.packing import begin as packing
from wms.packing import queries, void
from wms.packing.queries import ParcelRow
from wms.stock import queries as stock
from wms.terminal.machine import Said, State, View, Work, known
from wms.terminal.wire import Key, Scan, Tone
from wms.text import T

TITLE = T("VOID")


def ask(work: Work, parcel_id: int) -> PackVoid:
    """Ask whether a parcel is to be void."""
    parcel = queries.parcel(work.conn, parcel_id)
    return PackVoid(parcel_id, parcel.order, parcel.number, parcel.sscc)


@dataclass(frozen=True)
class PackVoidScan(State):
    """Which parcel: one that stands on its lane, too."""

    def screen(self) -> View:
        return View(TITLE, T("Scan the parcel that is to be void"), keys=("BACK",))

    def on_scan(self, scan: Scan, work: Work) -> PackVoid:
        wanted = self.screen().prompt
        found = identify.parcel(work, scan, wanted=wanted)
        parcel = queries.parcel_of_lpn(work.conn, found.id)
        if parcel is None or parcel.status not in queries.UNFINISHED:
            void_already = parcel is None or parcel.status == "void"
            words = T("It is void already") if void_already else T("This parcel has left")
            raise Refused("packing.gone", words, wanted)
        return ask(work, parcel.id)

    def on_key(self, key: Key, work: Work) -> pack.PackTote:
        known(key, self)
        return pack.tote_step(work)


@dataclass(frozen=True)
class PackVoid(State):
    """The label is void when VOID is said again."""

    parcel_id: int
    order: str
    number: int
    sscc: str

    def confirms(self) -> bool:
        return True

    def screen(self) -> View:
        return View(
            TITLE,
            T("Tear the label off? Scan VOID again"),
            lines=(
                (T("Order"), self.order),
                (T("Parcel"), str(self.number)),
                (T("SSCC"), self.sscc),
            ),
            keys=("VOID", "BACK"),
        )

    def on_key(
        self, key: Key, work: Work
    ) -> (
        tuple[pack.PackTote | pack_carton.PackCarton, Said]
        | pack.PackTote
        | pack_items.Pack
        | pack_weigh.PackWeigh
        | pack_label.PackLabel
        | pack_await.PackAwait
        | pack_label.PackLane
    ):
        known(key, self)
        if key.name == "VOID":
            return _again(
                work,
                void.void_parcel(work.conn, parcel_id=self.parcel_id, actor=work.actor, at=work.at),
            )
        parcel = queries.parcel(work.conn, self.parcel_id)
        is_here = parcel.station_id == work.station.id and parcel.lane_id is None
        if is_here and parcel.status != "open":
            return pack.resumed(work, parcel)
        return pack.tote_step(work)


def _again(work: Work, parcel: ParcelRow) -> tuple[pack.PackTote | pack_carton.PackCarton, Said]:
    """Pack the pieces of a void parcel again, unless the order waits for others."""
    if queries.to_come(work.conn, parcel.order_id):
        said = Said(T("Label void. Put {order} aside", order=parcel.order), Tone.ATTENTION)
        return pack.tote_step(work), said
    plate = stock.lpns(work.conn, [parcel.lpn_id])[parcel.lpn_id]
    order = packing.arrive(
        work.conn, work.station.warehouse_id, tote=plate, actor=work.actor, at=work.at
    )
    said = Said(T("Label void. Pack it again"), Tone.ATTENTION)
    return pack_carton.carton_step(work, order.id, plate.id), said
