"""Write a plan as the files that a shop would send, for the same import as everybody's."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from wms.demo.plan import DemoPlan

ITEMS = (
    *("merchant", "sku", "name", "gtin", "length_mm", "width_mm", "height_mm", "weight_grams"),
    *("tracks_lot", "tracks_expiry"),
)
ASNS = ("merchant", "external_ref", "line_no", "sku", "quantity", "lot", "expires_on")
FACES = ("merchant", "sku", "bin", "min", "max")
ORDERS = (
    *("external_ref", "line_no", "sku", "line_merchant", "quantity", "carrier"),
    *("name", "street", "postal_code", "city", "region", "country"),
)


def write(plan: DemoPlan, folder: Path, bins: Sequence[str]) -> None:
    """Write items.csv, asns.csv, faces.csv and orders.csv into `folder`; faces are the first of
    `bins`."""
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / "items.csv", ITEMS, _items(plan))
    _write(folder / "asns.csv", ASNS, _asns(plan))
    _write(folder / "faces.csv", FACES, _faces(plan, bins))
    _write(folder / "orders.csv", ORDERS, _orders(plan))


def _items(plan: DemoPlan) -> Iterator[Sequence[Any]]:
    for i in plan.items:
        lots = "yes" if i.has_lots else "no"
        sizes = (i.length_mm, i.width_mm, i.height_mm, i.weight_grams)
        yield i.merchant, i.sku, i.name, i.gtin, *sizes, lots, lots


def _asns(plan: DemoPlan) -> Iterator[Sequence[Any]]:
    for asn in plan.asns:
        for line_no, batch in enumerate(asn.batches, 1):
            what = (batch.sku, batch.quantity, batch.lot, batch.expires_on or "")
            yield asn.merchant, asn.reference, line_no, *what


def _faces(plan: DemoPlan, bins: Sequence[str]) -> Iterator[Sequence[Any]]:
    for face, bin_code in zip(plan.faces, bins, strict=False):
        yield face.merchant, face.sku, bin_code, face.least, face.most


def _orders(plan: DemoPlan) -> Iterator[Sequence[Any]]:
    for order in plan.orders:
        to = order.recipient
        where = (to.name, to.street, to.postal_code, to.city, to.region, to.country)
        for line_no, line in enumerate(order.lines, 1):
            what = (line_no, line.sku, line.merchant, line.quantity, order.carrier)
            yield order.reference, *what, *where


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
