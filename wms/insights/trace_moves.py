"""The ledger's part of a timeline: which moves are about a thing, and what they say."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection, Select, select

from wms.inbound.models import AsnLine
from wms.insights.entries import MOVES, End, Entry, Mark, older
from wms.insights.traced import Thing
from wms.layout.models import OUTSIDE
from wms.orders.models import OrderLine
from wms.packing.models import Parcel
from wms.picking.models import ClusterOrder, ClusterPlan, Pick
from wms.shipping.models import ManifestParcel
from wms.stock import timeline
from wms.stock.timeline import About, MoveLine
from wms.text import T, Text, Words

MOST_DOCUMENTS = 5000
"""Order lines that a wave or cluster is followed by."""

KINDS: dict[str, Text] = {
    "receive": T("received"),
    "putaway": T("put away"),
    "carry": T("carried"),
    "move": T("moved"),
    "replenish": T("replenished"),
    "pick": T("picked"),
    "drop": T("brought on"),
    "sort": T("sorted"),
    "take_out": T("taken out of the wall"),
    "pack": T("packed"),
    "unpack": T("unpacked"),
    "relabel": T("labelled anew"),
    "to_lane": T("brought to the lane"),
    "load": T("loaded"),
    "ship": T("shipped"),
    "return": T("came back"),
    "hold": T("held"),
    "free": T("freed"),
    "scrap": T("scrapped"),
    "count": T("count corrected the books"),
    "adjust": T("corrected by hand"),
}
"""Kinds of moves as people say them; a kind that is not here is shown as it is called."""


def entries(conn: Connection, thing: Thing, mark: Mark | None, most: int) -> list[Entry]:
    """Return what the ledger knows of a thing, newest first."""
    after = older(mark, MOVES, timeline.AT, timeline.NUMBER)
    return [entry(line) for line in timeline.lines(conn, about(conn, thing), after, most=most)]


def entry(line: MoveLine) -> Entry:
    """Return a move as a line of a timeline."""
    detail: Words = line.reason
    if line.corrects_id is not None:
        detail = T("corrects move {n}", n=line.corrects_id)
    return Entry(
        line.recorded_at,
        MOVES,
        line.id,
        words(line),
        line.sku,
        line.lot,
        line.quantity,
        End(line.source, line.source_lpn, line.source_id not in OUTSIDE),
        End(line.target, line.target_lpn, line.target_id not in OUTSIDE),
        line.worker or "",
        line.station or "",
        line.event_id or "",
        detail,
    )


def words(line: MoveLine) -> Words:
    """Return what a move did."""
    return KINDS.get(line.kind, line.kind)


def about(conn: Connection, thing: Thing) -> About:
    """Return which moves are about a thing."""
    return ABOUT[thing.kind](conn, thing)


def _order(conn: Connection, thing: Thing) -> About:
    lines = select(OrderLine.id).where(OrderLine.order_id == thing.order_id)
    parcels = select(Parcel.id).where(Parcel.order_id == thing.order_id)
    documents = (
        ("order", (thing.order_id,)),
        ("order_line", _ids(conn, lines)),
        ("parcel", _ids(conn, parcels)),
    )
    return About(documents=documents)


def _parcel(conn: Connection, thing: Thing) -> About:
    return About(lpn_ids=(thing.lpn_id,), documents=(("parcel", (thing.id,)),))


def _asn(conn: Connection, thing: Thing) -> About:
    lines = _ids(conn, select(AsnLine.id).where(AsnLine.asn_id == thing.id))
    plates = timeline.plates_of(conn, "asn_line", lines)
    return About(lpn_ids=plates, documents=(("asn_line", lines),))


def _wave(conn: Connection, thing: Thing) -> About:
    picks = select(Pick.order_line_id).join(ClusterPlan, ClusterPlan.cluster_id == Pick.cluster_id)
    lines = _ids(conn, picks.where(ClusterPlan.wave_id == thing.id))
    return About(documents=(("order_line", lines),))


def _cluster(conn: Connection, thing: Thing) -> About:
    lines = select(Pick.order_line_id).where(Pick.cluster_id == thing.id)
    orders = select(ClusterOrder.order_id).where(ClusterOrder.cluster_id == thing.id)
    documents = (
        ("cluster", (thing.id,)),
        ("order_line", _ids(conn, lines)),
        ("order", _ids(conn, orders)),
    )
    return About(documents=documents)


def _manifest(conn: Connection, thing: Thing) -> About:
    parcels = select(ManifestParcel.parcel_id).where(ManifestParcel.manifest_id == thing.id)
    return About(documents=(("manifest", (thing.id,)), ("parcel", _ids(conn, parcels))))


def _ids(conn: Connection, asked: Select[int]) -> tuple[int, ...]:
    rows = conn.execute(asked.limit(MOST_DOCUMENTS)).scalars()
    return tuple(sorted(set(rows)))


ABOUT: dict[str, Callable[[Connection, Thing], About]] = {
    "order": _order,
    "item": lambda conn, it: About(item_id=it.id),
    "lot": lambda conn, it: About(lot_id=it.id),
    "bin": lambda conn, it: About(location_id=it.id),
    "lpn": lambda conn, it: About(lpn_ids=(it.id,), documents=(("lpn", (it.id,)),)),
    "tote": lambda conn, it: About(lpn_ids=(it.id,)),
    "parcel": _parcel,
    "asn": _asn,
    "rma": lambda conn, it: About(documents=(("return", (it.id,)),)),
    "wave": _wave,
    "cluster": _cluster,
    "manifest": _manifest,
    "person": lambda conn, it: About(worker_id=it.id),
    "station": lambda conn, it: About(station_id=it.id),
}
