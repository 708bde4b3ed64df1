"""What is given of the physical world at the start: `reality.json`, read and checked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


class Unreal(ValueError):  # noqa: N818  (what it says, not what went wrong in the program)
    """`reality.json` is not as agreed; the text says where."""


@dataclass(frozen=True, slots=True, order=True)
class Kind:
    """Pieces that nobody can tell apart: one SKU, one lot ("" for none)."""

    sku: str
    lot: str = ""

    def __str__(self) -> str:
        return f"{self.sku}|{self.lot}"


@dataclass(frozen=True, slots=True)
class Batch:
    """Pieces of one kind on a delivery; each of them carries the same `label` picture."""

    kind: Kind
    quantity: int
    label: Path


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a truck brings for one ASN; each batch goes onto an LPN of its own."""

    asn: str
    batches: tuple[Batch, ...]


@dataclass(frozen=True, slots=True)
class Post:
    """One station: who works there, on which flows, with which devices."""

    code: str
    key_file: Path
    worker: str
    badge: Path
    pin: str
    flows: tuple[str, ...]
    devices: frozenset[str]


@dataclass(frozen=True, slots=True)
class Pictures:
    """Label pictures by what they name."""

    bins: Mapping[str, Path]
    totes: Mapping[str, Path]
    cartons: Mapping[str, Path]
    commands: Mapping[str, Path]
    asns: Mapping[str, Path]


@dataclass(frozen=True, slots=True)
class Reality:
    """All of `reality.json`; `lost` are pieces by kind as text, paths are absolute."""

    run: Path
    seed: int
    server: str
    posts: tuple[Post, ...]
    pictures: Pictures
    weight_grams: Mapping[str, int]
    tare_grams: Mapping[str, int]
    deliveries: tuple[Delivery, ...]
    lost: Mapping[str, int] = field(default_factory=dict)
    wrong: Mapping[str, int] = field(default_factory=dict)
    qc_fail: int = 0
    qc_fail_skus: tuple[str, ...] = ()


def load(run: Path) -> Reality:
    """Read RUN/reality.json.

    :raises Unreal: it is missing or not as agreed.
    """
    path = run / "reality.json"
    try:
        return parse(json.loads(path.read_text("utf-8")), run)
    except (OSError, ValueError) as error:
        raise Unreal(f"{path}: {error}") from error
    except (KeyError, TypeError, AttributeError) as error:
        raise Unreal(f"{path}: not as agreed: {error!r}") from error


def parse(plain: Mapping[str, Any], run: Path) -> Reality:
    """Return `plain` as a reality; paths are resolved."""
    mishaps, labels = plain.get("mishaps", {}), plain["labels"]
    tables = ("bins", "totes", "cartons", "commands", "asns")
    deliveries = tuple(_delivery(row, run) for row in plain["deliveries"])
    return Reality(
        run=run,
        seed=int(plain["seed"]),
        server=str(plain["server"]),
        posts=tuple(_post(row, run) for row in plain["stations"]),
        pictures=Pictures(**{name: _pictures(labels.get(name, {}), run) for name in tables}),
        weight_grams={sku: int(row["weight_grams"]) for sku, row in plain["items"].items()},
        tare_grams={code: int(row["tare_grams"]) for code, row in plain["cartons"].items()},
        deliveries=deliveries,
        lost=_lost(mishaps.get("lost", ()), deliveries),
        wrong={name: int(n) for name, n in mishaps.get("wrong", {}).items()},
        qc_fail=int(mishaps.get("qc_fail", 0)),
        qc_fail_skus=tuple(mishaps.get("qc_fail_skus", ())),
    )


def _post(row: Mapping[str, Any], run: Path) -> Post:
    return Post(
        code=row["code"],
        key_file=_path(row["key_file"], run),
        worker=row["worker"],
        badge=_path(row["badge"], run),
        pin=row.get("pin", ""),
        flows=tuple(row["flows"]),
        devices=frozenset(row["devices"]),
    )


def _delivery(row: Mapping[str, Any], run: Path) -> Delivery:
    batches = tuple(
        Batch(
            Kind(piece["sku"], piece.get("lot", "")),
            int(piece["quantity"]),
            _path(piece["label"], run),
        )
        for piece in row["pieces"]
    )
    return Delivery(row["asn"], batches)


def _lost(rows: Any, deliveries: tuple[Delivery, ...]) -> dict[str, int]:
    """Return pieces to lose by kind; a row without a lot means the first kind of its SKU."""
    kinds = [batch.kind for delivery in deliveries for batch in delivery.batches]
    lost: dict[str, int] = {}
    for row in rows:
        sku, lot = row["sku"], row.get("lot", "")
        found = next((kind for kind in kinds if kind.sku == sku and lot in ("", kind.lot)), None)
        if found is None:
            raise ValueError(f"mishaps.lost: {sku} {lot} is on no delivery")
        lost[str(found)] = lost.get(str(found), 0) + int(row["quantity"])
    return lost


def _pictures(table: Mapping[str, str], run: Path) -> dict[str, Path]:
    return {name: _path(path, run) for name, path in table.items()}


def _path(text: str, run: Path) -> Path:
    """Return an absolute path; a relative one may begin with the run folder's own name."""
    path = Path(text)
    if path.is_absolute() or path.exists():
        return path.absolute()
    return run / text.removeprefix("RUN/")
