"""Stage directions of the dock's other end: loads, manifests, carriers' labels, returns.

= shipping departs=load upload_label=SWIFT cut_off=POST@17:00    (settings of the site)
= parcel O-1 T-1=MUG:2,TEA:1/L1 carrier=POST lane=LANE-1    packed, labelled, on its lane
= gone O-1 ...                                              the same, and it has left
= upload {parcel1} SWIFT 1Z999AA10 media=zpl                 the carrier's label comes
= manifests?    = rma R-77 O-1 MUG:1 why=too_small          = returns?
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests import packing as packed
from tests.bench import Bench
from tests.dialogues.stage import Stage, direction
from wms.channels import show_returns
from wms.errors import Refused
from wms.orders import queries as orders
from wms.packing import queries, weigh
from wms.returns.announce import AnnouncedLine, announce
from wms.shipping import manifests
from wms.shipping.upload_label import upload_label
from wms.units import kilograms

ZPL = b"^XA^FO50,50^FDlabel^FS^XZ"


@direction("shipping")
def _settings(stage: Stage, words: list[str], given: dict[str, str]) -> list[str]:
    new: dict[str, Any] = dict(given)
    new |= {"upload_label": given["upload_label"].split(",")} if "upload_label" in given else {}
    if "cut_off" in given:
        new["collected_at"] = dict([given["cut_off"].split("@")])
    config: Mapping[str, Any] = stage.world.config
    stage.world.config = {**config, "shipping": {**config["shipping"], **new}}
    return []


@direction("parcel")
def _parcel(stage: Stage, words: list[str], given: dict[str, str]) -> list[str]:
    _packed(stage, words[0], given)
    return []


@direction("gone")
def _gone(stage: Stage, words: list[str], given: dict[str, str]) -> list[str]:
    bench = _packed(stage, words[0], given)
    bench.depart()
    return []


def _packed(stage: Stage, ref: str, given: dict[str, str]) -> Bench:
    """Pack all of an order into one parcel and bring it to its lane."""
    world = stage.world
    lane, carrier = given.pop("lane", "LANE-1"), given.pop("carrier", "")
    totes = {tote: _contents(listed) for tote, listed in given.items()}
    if "C2" not in world.ids:
        packed.carton(world, "C2", (600, 400, 400), tare=120)
    bench = Bench(world, f"PACK-{len(world.ids)}")
    order_id = packed.picked(world, ref, totes, carrier=carrier)
    parcel_id = bench.begin(order_id)
    for sku, n, lot in (content for contents in totes.values() for content in contents):
        bench.put(parcel_id, sku, n, lot=lot)
    with world.db.read() as conn:
        grams = weigh.should_weigh(conn, queries.parcel(conn, parcel_id), world.config).grams
    assert bench.weigh(parcel_id, grams) is None
    bench.label(parcel_id)
    bench.close(parcel_id)
    if lane != "none":
        bench.hand_over(parcel_id, lane)
    return bench


def _contents(listed: str) -> list[packed.Content]:
    found = []
    for part in listed.split(","):
        what, _, lot = part.partition("/")
        sku, n = what.split(":")
        found.append((sku, int(n), lot))
    return found


@direction("upload")
def _upload(stage: Stage, words: list[str], given: dict[str, str]) -> list[str]:
    sscc = stage.learnt(words[0].strip("{}"))
    with stage.world.db.read() as conn:
        [parcel] = [
            row
            for ref in stage.world.ids
            for row in queries.parcels_of(conn, [stage.world.ids[ref]])
            if row.sscc == sscc and row.order == ref
        ]
    sent = {"carrier_code": words[1], "tracking_number": words[2], "media": "zpl", "data": ZPL}
    sent |= {"uploaded_by": "test", "at": stage.world.at, "parcel_id": parcel.id}
    try:
        stage.world.do(lambda conn: upload_label(conn, **sent))
    except Refused as refused:
        return [f"refused: {refused.text}. {refused.remedy}"]
    return []


@direction("manifests?")
def _manifests(stage: Stage, words: list[str], given: dict[str, str]) -> list[str]:
    told = []
    with stage.world.db.read() as conn:
        for row in manifests.all_of(conn, stage.world.warehouse_id):
            told.append(f"{row.reference} {row.carrier} {row.status}")
            told += [
                f"{p.order}, {p.number}: {p.status}{', loaded' if p.is_loaded else ''},"
                f" {kilograms(p.weight_grams or 0)}"
                for p in manifests.parcels(conn, row.id)
            ]
    return told or ["none"]


@direction("rma")
def _rma(stage: Stage, words: list[str], given: dict[str, str]) -> list[str]:
    world = stage.world
    lines = [(sku, int(n)) for sku, n in (word.split(":") for word in words[2:])]
    with world.db.read() as conn:
        order = orders.by_reference(conn, words[1])
    assert order is not None
    world.do(
        lambda conn: announce(
            conn,
            order_id=order.id,
            source="test",
            external_ref=words[0],
            lines=[AnnouncedLine(world.ids[sku], n) for sku, n in lines],
            reason=given.get("why", "").replace("_", " "),
            at=world.at,
        )
    )
    return []


@direction("returns?")
def _returns(stage: Stage, words: list[str], given: dict[str, str]) -> list[str]:
    told = []
    with stage.world.db.read() as conn:
        rows = show_returns.returns(conn, None)
    for row in rows:
        told.append(
            f"{row['reference']} of {row['order']}: {row['status']} {row['reason']}".strip()
        )
        told += [f"{x['sku']}: {x['received']} of {x['announced']}" for x in row["lines"]]
        told += [
            f"{x['quantity']} {x['sku']} {x['lot']}".strip()
            + f" of parcel {x['parcel_no'] or '-'}: {x['condition']}, {x['disposition']}"
            for x in row["returned"]
        ]
    return told or ["none"]
