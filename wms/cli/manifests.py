"""wms manifest: list manifests, close a carrier's, write one as a PDF."""

from __future__ import annotations

import argparse
from datetime import datetime

from sqlalchemy import Connection

from wms import settings
from wms.cli.opened import database
from wms.clock import utc_now
from wms.errors import Refused
from wms.layout import choose
from wms.people.actor import SYSTEM
from wms.shipping import manifests
from wms.shipping import queries as shipping
from wms.shipping.book_manifest import paper
from wms.shipping.close_out import ClosedOut, close_out
from wms.text import T
from wms.units import kilograms

COLUMNS = ("manifest", "carrier", "status", "parcels", "weight", "cut-off", "closed")


def list_manifests(args: argparse.Namespace) -> int:
    """Print all manifests of a warehouse, oldest first."""
    cut_off = settings.load().data["shipping"]["collected_at"]
    print("\t".join(COLUMNS))
    with database() as db, db.read() as conn:
        for row in manifests.all_of(conn, choose.warehouse(conn, args.warehouse)):
            listed = [p for p in manifests.parcels(conn, row.id) if p.status != "void"]
            weight = kilograms(sum(p.weight_grams or 0 for p in listed))
            closed = row.closed_at.isoformat(timespec="minutes") if row.closed_at else ""
            facts = (row.reference, row.carrier, row.status, str(len(listed)), weight)
            print("\t".join((*facts, cut_off.get(row.carrier, ""), closed)))
    return 0


def close_manifest(args: argparse.Namespace) -> int:
    """Close the open manifest of a carrier out.

    :raises Refused: there is no such carrier, it has no open manifest, or nothing is on it.
    """
    with database() as db:
        at = utc_now()
        done = db.run(lambda conn: _closed(conn, args.warehouse, args.carrier, at))
    parcels = "1 parcel" if done.parcels == 1 else f"{done.parcels} parcels"
    print(f"{done.reference} is closed with {parcels}")
    return 0


def _closed(conn: Connection, warehouse: str, carrier: str, at: datetime) -> ClosedOut:
    number = choose.warehouse(conn, warehouse)
    known = {row.code: row for row in shipping.carriers(conn)}
    if carrier not in known:
        words = T("{code} is no carrier here", code=carrier)
        raise Refused("carrier.unknown", words, T("Use one of {codes}", codes=", ".join(known)))
    found = manifests.open_of(conn, number, known[carrier].id)
    if found is None:
        words = T("{carrier} has no open manifest", carrier=carrier)
        raise Refused("manifest.none", words, T("One opens with its next parcel"))
    return close_out(conn, manifest_id=found.id, only_loaded=False, actor=SYSTEM, at=at)


def print_manifest(args: argparse.Namespace) -> int:
    """Write a manifest as a PDF.

    :raises Refused: there is no such manifest.
    """
    from labels.manifest import manifest
    from wms.web.drawing import of_manifest

    sender = list(settings.load().data["sender"]["lines"])
    with database() as db, db.read() as conn:
        found = manifests.by_reference(conn, args.reference)
        if found is None:
            words = T("There is no manifest {reference}", reference=args.reference)
            raise Refused("manifest.unknown", words, T("Look at: wms manifest list"))
        data = paper(conn, found.id, sender)
    args.out.write_bytes(manifest(of_manifest(data)))
    print(f"{found.reference}: {len(data['parcels'])} parcels in {args.out}")
    return 0
