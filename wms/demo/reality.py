"""What the floor is told: who works where, which labels hang where, what is delivered. Pure.

The floor plays the physical world. It gets no key to the database and never asks it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wms.demo.plan import DemoPlan


@dataclass(frozen=True, slots=True)
class Drawn:
    """Files of the labels; `badges` by login, `pieces` by merchant, SKU and lot."""

    bins: Mapping[str, str]
    totes: Mapping[str, str]
    cartons: Mapping[str, str]
    commands: Mapping[str, str]
    asns: Mapping[str, str]
    badges: Mapping[str, str]
    pieces: Mapping[tuple[str, str, str], str]


def reality(
    plan: DemoPlan, drawn: Drawn, *, keys: Path, server: str, cartons: Mapping[str, int]
) -> dict[str, Any]:
    """Return all that the floor knows; `cartons` are the empty ones' weights in grams."""
    labels = ("bins", "totes", "cartons", "commands", "asns")
    return {
        "seed": plan.seed,
        "server": server,
        "stations": [_station(plan, drawn, keys, n) for n in range(len(plan.crew))],
        "labels": {name: dict(getattr(drawn, name)) for name in labels},
        "items": {
            item.sku: {"weight_grams": item.weight_grams, "merchant": item.merchant}
            for item in plan.items
        },
        "cartons": {code: {"tare_grams": grams} for code, grams in cartons.items()},
        "deliveries": _deliveries(plan, drawn),
        "mishaps": {
            "lost": [
                {"sku": lost.sku, "lot": lost.lot, "quantity": lost.quantity}
                for lost in plan.mishaps.lost
            ],
            "wrong": dict(plan.mishaps.wrong),
            "qc_fail": plan.mishaps.qc_fail,
            "qc_fail_skus": list(plan.mishaps.qc_fail_skus),
        },
    }


def _station(plan: DemoPlan, drawn: Drawn, keys: Path, number: int) -> dict[str, Any]:
    post = plan.crew[number]
    return {
        "code": post.code,
        "kind": post.kind,
        "key_file": str(keys / post.code),
        "worker": post.worker,
        "badge": drawn.badges[post.worker],
        "pin": "",
        "flows": list(post.flows),
        "devices": list(post.devices),
    }


def _deliveries(plan: DemoPlan, drawn: Drawn) -> list[dict[str, Any]]:
    return [
        {
            "asn": asn.reference,
            "pieces": [
                {
                    "label": drawn.pieces[batch.merchant, batch.sku, batch.lot],
                    "sku": batch.sku,
                    "lot": batch.lot,
                    "quantity": batch.quantity,
                }
                for batch in asn.batches
            ],
        }
        for asn in plan.asns
    ]
