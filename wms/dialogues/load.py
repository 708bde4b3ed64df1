"""Load a carrier's truck: scan the lane, or the first parcel, then each parcel that goes along.

Nobody owns a lane: several people load it at once, and whoever scans it goes on where another
stopped. What is loaded stands in the database, so an interrupted load is found again. DONE closes
the manifest out: see `load_close`.
"""

from __future__ import annotations

from dataclasses import dataclass

from wms.dialogues import identify, load_close, void_label
from wms.dialogues.home import Menu, entry, menu
from wms.dialogues.in_bin import bin_scanned
from wms.errors import Refused
from wms.layout.queries import LocationRow
from wms.orders import queries as orders
from wms.packing import queries as packing
from wms.shipping import manifests
from wms.shipping import queries as shipping
from wms.shipping.load import load
from wms.shipping.manifests import ListedParcel
from wms.shipping.queries import CarrierRow
from wms.stock.queries import LpnRow
from wms.terminal.machine import Said, State, View, Work, known
from wms.terminal.wire import Key, Scan, Tone
from wms.text import T, Words

TITLE = T("LOAD")
START = T("Scan the lane or a parcel")


@dataclass(frozen=True, slots=True)
class Truck:
    """How far the load of a carrier is; `off` are parcels that must not go along: they, or their
    labels, are void."""

    carrier: CarrierRow
    manifest_id: int
    manifest: str
    loaded: list[ListedParcel]
    missing: list[ListedParcel]
    off: list[ListedParcel]

    @property
    def total(self) -> int:
        return len(self.loaded) + len(self.missing)


def truck(work: Work, carrier_id: int) -> Truck:
    """Return how far the load of a carrier is."""
    carrier = shipping.carrier(work.conn, carrier_id)
    found = manifests.open_of(work.conn, work.station.warehouse_id, carrier_id)
    listed = manifests.parcels(work.conn, found.id) if found else []
    waiting = manifests.waiting(work.conn, work.station.warehouse_id, carrier)
    alive = [parcel for parcel in listed if not parcel.is_off]
    return Truck(
        carrier,
        found.id if found else 0,
        found.reference if found else "",
        [parcel for parcel in alive if parcel.is_loaded],
        [*(parcel for parcel in alive if not parcel.is_loaded), *waiting],
        [parcel for parcel in listed if parcel.is_off and parcel.is_loaded],
    )


@entry("LOAD", T("Load parcels"))
def begin(work: Work) -> LoadLane | tuple[LoadParcel, Said]:
    """Go on with the truck that this person loaded last, else ask for the lane."""
    left = manifests.left_by(work.conn, work.station.warehouse_id, work.person.id)
    if left is None:
        return LoadLane()
    step = parcel_step(work, manifests.manifest(work.conn, left).carrier_id)
    return step, Said(T("Going on with {lane}", lane=step.lane), Tone.ATTENTION)


def parcel_step(work: Work, carrier_id: int) -> LoadParcel:
    """Ask for the next parcel of a carrier."""
    now = truck(work, carrier_id)
    others = {parcel.loaded_by for parcel in now.loaded if parcel.loaded_by} - {work.person.name}
    return LoadParcel(
        carrier_id,
        now.carrier.name,
        now.carrier.lane,
        now.manifest,
        len(now.loaded),
        now.total,
        work.config["shipping"]["collected_at"].get(now.carrier.code, ""),
        ", ".join(sorted(others)),
        f"00{now.missing[0].sscc}" if len(now.missing) == 1 else "",
    )


@dataclass(frozen=True)
class LoadLane(State):
    def screen(self) -> View:
        return View(TITLE, START, keys=("BACK",))

    def on_scan(self, scan: Scan, work: Work) -> LoadParcel | tuple[LoadParcel, Said]:
        place = bin_scanned(work, scan)
        if place is not None:
            return parcel_step(work, _carrier_at(work, place).id)
        return _loaded(work, identify.parcel(work, scan, wanted=START), None)

    def on_key(self, key: Key, work: Work) -> Menu:
        known(key, self)
        return menu(work)


@dataclass(frozen=True)
class LoadParcel(State):
    """`others` are people who loaded onto the same manifest."""

    carrier_id: int
    carrier: str
    lane: str
    manifest: str
    loaded: int
    total: int
    cut_off: str
    others: str
    hoped: str

    def screen(self) -> View:
        lines: list[tuple[Words, Words]] = [(T("Carrier"), self.carrier), (T("Lane"), self.lane)]
        lines += [(T("Manifest"), self.manifest)] if self.manifest else []
        lines += [(T("Cut-off"), self.cut_off)] if self.cut_off else []
        lines += [(T("Loaded by"), self.others)] if self.others else []
        is_all = 0 < self.loaded == self.total
        return View(
            TITLE,
            T("All is loaded. Scan DONE") if is_all else T("Scan a parcel"),
            lines=tuple(lines),
            keys=("DONE", "BACK"),
            expects=self.hoped,
            progress=(self.loaded, self.total) if self.total else None,
        )

    def on_scan(self, scan: Scan, work: Work) -> LoadParcel | tuple[LoadParcel, Said]:
        return scanned(work, scan, self.carrier_id, self.carrier)

    def on_key(
        self, key: Key, work: Work
    ) -> LoadLane | load_close.LoadMissing | tuple[LoadLane, Said]:
        known(key, self)
        return (
            LoadLane()
            if key.name == "BACK"
            else load_close.finish(work, self.carrier_id, self.manifest)
        )


def scanned(
    work: Work, scan: Scan, carrier_id: int, carrier: str
) -> LoadParcel | tuple[LoadParcel, Said]:
    """Load the parcel that was scanned, or go to the lane that was."""
    place = bin_scanned(work, scan)
    if place is not None:
        return parcel_step(work, _carrier_at(work, place).id)
    wanted = T("Scan a parcel of {carrier}", carrier=carrier)
    return _loaded(work, identify.parcel(work, scan, wanted=wanted), carrier_id)


def _loaded(work: Work, plate: LpnRow, carrier_id: int | None) -> tuple[LoadParcel, Said]:
    """Load a parcel onto the truck of a carrier, or of its own where none was chosen yet."""
    parcel = packing.parcel_of_lpn(work.conn, plate.id)
    refusal = void_label.refusal(work, plate.id) if parcel is None else None
    if refusal is not None:
        raise refusal
    if parcel is None:
        raise LookupError(f"LPN {plate.id} is a parcel that nobody packed")
    if carrier_id is None:
        order = orders.order(work.conn, parcel.order_id)
        carrier_id = shipping.carrier_of(work.conn, order).id
    done = load(
        work.conn,
        work.station.warehouse_id,
        parcel_id=parcel.id,
        carrier_id=carrier_id,
        actor=work.actor,
        at=work.at,
    )
    said = T("Loaded parcel {n} of {order}", n=done.number, order=done.order)
    return parcel_step(work, carrier_id), Said(said)


def _carrier_at(work: Work, place: LocationRow) -> CarrierRow:
    found = shipping.on_lane(work.conn, place.id)
    if not found:
        words = T("{bin} is no carrier's lane", bin=place.code)
        raise Refused("load.no_carrier", words, START)
    if len(found) > 1:
        words = T("Several carriers use {lane}", lane=place.code)
        raise Refused("load.several", words, T("Scan a parcel of the one that is here"))
    return found[0]
