"""Gather rows that belong together: an order or a delivery has one row per line in a flat file.

Consecutive rows with the same reference are one document. Its own columns are repeated on each
row; the first row's count, and a later row that says otherwise is a fault.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from wms.channels.rows import Record, Rejected

MAX_ROWS = 1000
RECIPIENT = ("name", "street", "postal_code", "city", "region", "country", "phone", "email")


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of document stands in a file.

    `head` are columns of the document, `line` of its lines (none for items), `needed` must be
    in the header of a CSV file; `renamed` leads from a column to the line's field.
    """

    name: str
    head: tuple[str, ...]
    line: tuple[str, ...] = ()
    needed: tuple[str, ...] = ()
    recipient: tuple[str, ...] = ()
    renamed: Mapping[str, str] = field(default_factory=dict)

    @property
    def columns(self) -> tuple[str, ...]:
        return (*self.head, *self.recipient, *self.line)


ITEMS = Kind(
    "items",
    head=(
        *("merchant", "sku", "name", "gtin", "length_mm", "width_mm", "height_mm"),
        *("weight_grams", "tracks_lot", "tracks_expiry", "pack_gtin", "pack_pieces"),
        "external_ref",
    ),
    needed=("merchant", "sku", "name", "length_mm", "width_mm", "height_mm", "weight_grams"),
)
ASNS = Kind(
    "asns",
    head=("merchant", "external_ref", "expected_on", "warehouse"),
    line=("line_no", "sku", "gtin", "quantity", "lot", "expires_on"),
    needed=("merchant", "external_ref", "quantity"),
)
ORDERS = Kind(
    "orders",
    head=("external_ref", "merchant", "carrier", "ship_by", "priority", "warehouse"),
    line=("line_no", "sku", "gtin", "line_merchant", "quantity"),
    needed=("external_ref", "quantity", "name", "street", "city", "country"),
    recipient=RECIPIENT,
    renamed={"line_merchant": "merchant"},
)
KINDS = {kind.name: kind for kind in (ITEMS, ASNS, ORDERS)}


@dataclass(slots=True)
class Gathered:
    """One document; `rows[n]` is the line in the file of its n-th line, `rows[0]` its own."""

    data: dict[str, Any]
    rows: list[int]
    faults: list[Rejected] = field(default_factory=list)


def gather(kind: Kind, records: Iterable[Record | Rejected]) -> Iterator[Gathered | Rejected]:
    """Yield documents. A row that could not be read breaks off no document, but spoils it."""
    open_one: Gathered | None = None
    for record in records:
        if isinstance(record, Rejected):
            if open_one is not None and kind.line:
                open_one.faults.append(record)
            else:
                yield record
        elif not kind.line or "lines" in record.data:
            if open_one is not None:
                yield open_one
            open_one = None
            yield Gathered(record.data, [record.line])
        elif open_one is not None and _belongs(record, open_one):
            _add(kind, open_one, record)
        else:
            if open_one is not None:
                yield open_one
            open_one = _begin(kind, record)
    if open_one is not None:
        yield open_one


def _belongs(record: Record, document: Gathered) -> bool:
    ref = record.data.get("external_ref")
    return ref is not None and ref == document.data.get("external_ref")


def _begin(kind: Kind, record: Record) -> Gathered:
    data = {name: record.data[name] for name in record.data if not _is_below(kind, name)}
    if kind.recipient:
        data["recipient"] = {n: v for n, v in record.data.items() if n in kind.recipient}
    return Gathered(data | {"lines": [_line(kind, record)]}, [record.line])


def _is_below(kind: Kind, name: str) -> bool:
    return name in kind.line or name in kind.recipient


def _add(kind: Kind, document: Gathered, record: Record) -> None:
    for name, value in record.data.items():
        where = document.data["recipient"] if name in kind.recipient else document.data
        if name not in kind.line and where.get(name) != value:
            reason = "differs from the first row of the same reference"
            document.faults.append(Rejected(record.line, name, reason))
    if len(document.rows) >= MAX_ROWS:
        document.faults.append(Rejected(record.line, "", f"more than {MAX_ROWS} lines"))
        return
    document.data["lines"].append(_line(kind, record))
    document.rows.append(record.line)


def _line(kind: Kind, record: Record) -> dict[str, Any]:
    return {kind.renamed.get(n, n): v for n, v in record.data.items() if n in kind.line}
