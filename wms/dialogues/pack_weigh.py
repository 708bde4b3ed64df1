"""Pack, the scale: a weight that differs stops the parcel until it is mended or approved."""

from __future__ import annotations

from dataclasses import dataclass

from wms.dialogues import pack, pack_approve, pack_await, pack_items, pack_label
from wms.packing import put as packing
from wms.packing import queries, weigh
from wms.packing.weight import Difference
from wms.terminal.machine import Said, State, View, Work
from wms.terminal.wire import Accepts, Key, Scan, Tone, Weight
from wms.text import T, Words
from wms.units import kilograms


def filled(work: Work, parcel_id: int) -> PackWeigh:
    """Note that nothing more goes into the carton, and ask for its weight."""
    weigh.filled(work.conn, parcel_id=parcel_id, actor=work.actor, config=work.config)
    return weigh_step(work, parcel_id)


def weigh_step(work: Work, parcel_id: int) -> PackWeigh:
    """Ask for the weight of a parcel that is filled."""
    parcel = queries.parcel(work.conn, parcel_id)
    expected = weigh.should_weigh(work.conn, parcel, work.config)
    return PackWeigh(
        parcel_id,
        parcel.order,
        parcel.number,
        parcel.carton,
        expected.grams,
        expected.unseen,
        expected.unweighed,
    )


@dataclass(frozen=True)
class PackWeigh(State):
    """`unseen` is too light for the scale to be missed, of `unweighed` no weight is known."""

    parcel_id: int
    order: str
    number: int
    carton: str
    expected_grams: int
    unseen: str = ""
    unweighed: str = ""

    def screen(self) -> View:
        lines: list[tuple[Words, Words]] = [
            (T("Order"), self.order),
            (T("Parcel"), str(self.number)),
            (T("Carton"), self.carton),
            (T("About"), kilograms(self.expected_grams)),
        ]
        if self.unweighed:
            lines.append((T("Unknown weight"), self.unweighed))
        elif self.unseen:
            lines.append((T("Scale cannot see one"), self.unseen))
        return View(
            T("WEIGH"),
            T("Put the parcel on the scale"),
            lines=tuple(lines),
            keys=("NOSCALE", "UNPACK", "BACK"),
            accepts=(Accepts.SCAN, Accepts.WEIGHT),
        )

    def on_weight(
        self, weight: Weight, work: Work
    ) -> PackDiffers | pack_label.PackLabel | pack_await.PackAwait:
        return weighed(work, self.parcel_id, self.expected_grams, weight.grams)

    def on_key(
        self, key: Key, work: Work
    ) -> pack_items.Pack | tuple[pack_items.Pack, Said] | pack_approve.PackBadge | pack.PackTote:
        match key.name:
            case "NOSCALE":
                return pack_approve.PackBadge(self.parcel_id)
            case "UNPACK":
                return pack_items.unpacked(work, self.parcel_id)
            case "BACK":
                return _back(work, self.parcel_id)
        raise pack.not_here(key, self)


@dataclass(frozen=True)
class PackDiffers(State):
    """The parcel does not weigh what it should."""

    parcel_id: int
    expected_grams: int
    grams: int
    sku: str

    def screen(self) -> View:
        return View(
            T("WEIGHT"),
            T("Look into it and weigh again, or scan a supervisor's badge"),
            lines=(
                (T("Should be"), kilograms(self.expected_grams)),
                (T("Is"), kilograms(self.grams)),
            ),
            keys=("UNPACK", "BACK"),
            accepts=(Accepts.SCAN, Accepts.WEIGHT),
            message=Difference(self.grams - self.expected_grams, self.sku).words,
            tone=Tone.ATTENTION,
        )

    def on_weight(
        self, weight: Weight, work: Work
    ) -> PackDiffers | pack_label.PackLabel | pack_await.PackAwait:
        return weighed(work, self.parcel_id, self.expected_grams, weight.grams)

    def on_scan(self, scan: Scan, work: Work) -> pack_approve.PackPin:
        return pack_approve.approver(work, scan, self.parcel_id, self.grams)

    def on_key(self, key: Key, work: Work) -> PackWeigh | tuple[pack_items.Pack, Said]:
        match key.name:
            case "UNPACK":
                return pack_items.unpacked(work, self.parcel_id)
            case "BACK":
                return weigh_step(work, self.parcel_id)
        raise pack.not_here(key, self)


def weighed(
    work: Work, parcel_id: int, expected_grams: int, grams: int
) -> PackDiffers | pack_label.PackLabel | pack_await.PackAwait:
    """Book the label of a parcel whose weight is right; else say how it differs."""
    gap = weigh.weigh(
        work.conn, parcel_id=parcel_id, grams=grams, actor=work.actor, config=work.config
    )
    if gap is not None:
        return PackDiffers(parcel_id, expected_grams, grams, gap.sku)
    return pack_await.weighed_step(work, parcel_id)


def _back(work: Work, parcel_id: int) -> pack_items.Pack | pack.PackTote:
    """Open the carton again, unless another bench has taken it over meanwhile."""
    parcel = queries.parcel(work.conn, parcel_id)
    if parcel.station_id != work.station.id or parcel.status != "open":
        return pack.tote_step(work)
    packing.reopen(work.conn, parcel_id=parcel_id, actor=work.actor)
    return pack_items.items_step(work, parcel_id, 0)
