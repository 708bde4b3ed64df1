"""Load, the end: what is missing or must come off again is listed, then the manifest is closed."""

from __future__ import annotations

from dataclasses import dataclass

from wms.dialogues import load
from wms.errors import Refused
from wms.shipping.book_manifest import book_manifest
from wms.shipping.close_out import close_out
from wms.shipping.manifests import ListedParcel
from wms.terminal.machine import Said, State, View, Work, known
from wms.terminal.wire import Key, Scan, Tone
from wms.text import N, T, Text, Words

SHOWN = 4
Rows = tuple[tuple[str, str], ...]


def finish(work: Work, carrier_id: int, manifest: str) -> LoadMissing | tuple[load.LoadLane, Said]:
    """Close `manifest` of a carrier out; parcels that are missing have to be confirmed.

    :raises Refused: nothing is loaded.
    """
    now = load.truck(work, carrier_id)
    if manifest and now.manifest != manifest:
        return _closed_already(manifest)
    if not now.loaded:
        words = T("Nothing is loaded for {carrier}", carrier=now.carrier.name)
        raise Refused("manifest.empty", words, T("Scan a parcel first, or BACK"))
    if now.missing or now.off:
        return _asked(now)
    return _closed(work, now)


def _closed_already(manifest: str) -> tuple[load.LoadLane, Said]:
    """Another loader closed it."""
    words = T("{manifest} is closed already", manifest=manifest)
    return load.LoadLane(), Said(words, Tone.ATTENTION)


def _asked(now: load.Truck) -> LoadMissing:
    return LoadMissing(
        now.carrier.id,
        now.carrier.name,
        now.manifest,
        _rows(now.missing),
        _rows(now.off),
        tuple(sorted(p.parcel_id for p in (*now.missing, *now.off))),
    )


def _rows(parcels: list[ListedParcel]) -> Rows:
    return tuple((p.order, str(p.number)) for p in parcels)


def _closed(work: Work, now: load.Truck) -> tuple[load.LoadLane, Said]:
    done = close_out(
        work.conn, manifest_id=now.manifest_id, only_loaded=True, actor=work.actor, at=work.at
    )
    named = {"manifest": done.reference}
    words = N(
        "{manifest} is closed with {n} parcel",
        "{manifest} is closed with {n} parcels",
        done.parcels,
        **named,
    )
    return load.LoadLane(), Said(T("{words}. {more}", words=words, more=_paper(work, now)))


def _paper(work: Work, now: load.Truck) -> Text:
    """Print the manifest where there is a printer for it."""
    if work.station.kind != "bench":
        return T("Print it in the office")
    book_manifest(work, manifest_id=now.manifest_id)
    return T("It is printed here")


@dataclass(frozen=True)
class LoadMissing(State):
    """`missing` stay for the next manifest, `off` are void and must not go along; `seen` are the
    parcels that the question is about."""

    carrier_id: int
    carrier: str
    manifest: str
    missing: Rows
    off: Rows
    seen: tuple[int, ...]

    def confirms(self) -> bool:
        return True

    def screen(self) -> View:
        n = len(self.missing)
        words: Words = N("{n} parcel is missing", "{n} parcels are missing", n)
        return View(
            load.TITLE,
            T("Take off what is void. DONE again closes")
            if self.off
            else T("DONE again: left for the next manifest"),
            lines=(*_lines(T("Take off"), self.off), *_lines(T("Missing"), self.missing)),
            keys=("DONE", "BACK"),
            message=words if n else T("Void parcels are loaded"),
            tone=Tone.ATTENTION,
        )

    def on_scan(self, scan: Scan, work: Work) -> load.LoadParcel | tuple[load.LoadParcel, Said]:
        """One that was missing is found after all."""
        return load.scanned(work, scan, self.carrier_id, self.carrier)

    def on_key(
        self, key: Key, work: Work
    ) -> load.LoadParcel | LoadMissing | tuple[load.LoadLane, Said]:
        known(key, self)
        if key.name == "BACK":
            return load.parcel_step(work, self.carrier_id)
        now = load.truck(work, self.carrier_id)
        if now.manifest != self.manifest:
            return _closed_already(self.manifest)
        if {p.parcel_id for p in (*now.missing, *now.off)} - set(self.seen):
            return _asked(now)
        return _closed(work, now)


def _lines(label: Text, rows: Rows) -> tuple[tuple[Words, Words], ...]:
    told = [(label, T("{order}, parcel {n}", order=order, n=n)) for order, n in rows[:SHOWN]]
    more = len(rows) - SHOWN
    rest: tuple[tuple[Words, Words], ...] = (("", N("{n} more", "{n} more", more)),)
    return (*told, *rest[: max(more, 0)])
