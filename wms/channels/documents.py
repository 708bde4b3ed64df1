"""Gather rows that belong together: an order or a delivery has one row per line in a flat file.

Consecutive rows with the same reference are one document; one whose rows stand apart is refused,
lest half of it be taken (see `scattered`). Its own columns are repeated on each
row; the first row's count, and a later row that says otherwise is a fault.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from wms.channels.rows import Record, Rejected
from wms.channels.scattered import is_whole, reference
from wms.gs1.digits import shown

MAX_ROWS = 1000
LISTED = 100
"""Lines that are listed of a document whose rows stand apart."""

RECIPIENT = ("name", "street", "postal_code", "city", "region", "country", "phone", "email")


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of document stands in a file.

    `head` are columns of the document, `line` of its lines (none for items and faces), `needed`
    must be in the header of a CSV file; `renamed` leads from a column to the line's field.
    What is only `shown` by an export may be in a file and is left out.
    """

    name: str
    head: tuple[str, ...]
    line: tuple[str, ...] = ()
    needed: tuple[str, ...] = ()
    recipient: tuple[str, ...] = ()
    renamed: Mapping[str, str] = field(default_factory=dict)
    shown: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        return (*self.head, *self.recipient, *self.line, *self.shown)


ITEMS = Kind(
    "items",
    head=(
        *("merchant", "sku", "name", "gtin", "length_mm", "width_mm", "height_mm"),
        *("weight_grams", "tracks_lot", "tracks_expiry", "pack_gtin", "pack_pieces"),
        *("packs", "external_ref"),
    ),
    needed=("merchant", "sku", "name", "length_mm", "width_mm", "height_mm", "weight_grams"),
)
ASNS = Kind(
    "asns",
    head=("merchant", "external_ref", "expected_on", "warehouse"),
    line=("line_no", "sku", "gtin", "quantity", "lot", "expires_on"),
    needed=("merchant", "external_ref", "quantity"),
    shown=(
        *("reference", "source", "status", "kind", "created_at", "closed_at", "received"),
        *("over_received", "damaged"),
    ),
)
ORDERS = Kind(
    "orders",
    head=("external_ref", "merchant", "carrier", "ship_by", "priority", "warehouse"),
    line=("line_no", "sku", "gtin", "line_merchant", "quantity"),
    needed=("external_ref", "quantity", "name", "street", "city", "country"),
    recipient=RECIPIENT,
    renamed={"line_merchant": "merchant"},
    shown=(
        *("reference", "source", "status", "reason", "accepted_at", "shipped_at"),
        *("cancelled_at", "picked", "packed", "shipped", "short"),
    ),
)
RMAS = Kind(
    "rmas",
    head=("external_ref", "order", "reason"),
    line=("line_no", "sku", "gtin", "merchant", "quantity"),
    needed=("external_ref", "order", "quantity"),
    shown=("reference", "status", "received", "announced_at", "closed_at"),
)
FACES = Kind(
    "faces",
    head=("merchant", "sku", "bin", "min", "max"),
    needed=("merchant", "sku", "bin", "min", "max"),
)
KINDS = {kind.name: kind for kind in (ITEMS, ASNS, ORDERS, FACES, RMAS)}


@dataclass(slots=True)
class Gathered:
    """One document; `rows[n]` is the line in the file of its n-th line, `rows[0]` its own.

    `is_whole` tells that it came in one piece, with its lines in "lines"."""

    data: dict[str, Any]
    rows: list[int]
    is_whole: bool = False
    faults: list[Rejected] = field(default_factory=list)


def gather(
    kind: Kind,
    records: Iterable[Record | Rejected],
    scattered: Mapping[str, Sequence[int]] | None = None,
) -> Iterator[Gathered | Rejected]:
    """Yield documents. A row that could not be read breaks off no document, but spoils it; where
    it does not even say to which document it belongs, it spoils those on both sides.

    Of each reference that is `scattered` over the file, one rejection is yielded instead.
    """
    apart = scattered or {}
    told: set[str] = set()
    for document in _gathered(kind, records):
        ref = "" if isinstance(document, Rejected) else _apart(document, apart)
        if not ref:
            yield document
        elif ref not in told:
            told.add(ref)
            lines = ", ".join(map(str, apart[ref][:LISTED]))
            more = ", …" if len(apart[ref]) > LISTED else ""
            reason = f"the rows of {shown(ref)} stand apart ({lines}{more}): put them together"
            yield Rejected(apart[ref][0], "external_ref", reason)


def _apart(document: Gathered, scattered: Mapping[str, Sequence[int]]) -> str:
    ref = document.data.get("external_ref")
    return ref if not document.is_whole and isinstance(ref, str) and ref in scattered else ""


def _gathered(kind: Kind, records: Iterable[Record | Rejected]) -> Iterator[Gathered | Rejected]:
    open_one: Gathered | None = None
    spoilt: list[Rejected] = []
    for record in records:
        if isinstance(record, Rejected):
            if not kind.line:
                yield record
                continue
            if open_one is not None and record.ref in ("", _ref(open_one)):
                open_one.faults.append(record)
            if open_one is None or record.ref != _ref(open_one):
                spoilt.append(record)
            continue
        if not kind.line or is_whole(record):
            if open_one is not None:
                yield open_one
            open_one = None
            yield Gathered(record.data, [record.line], is_whole=True)
        elif open_one is not None and _belongs(record, open_one):
            _add(kind, open_one, record)
        else:
            yield from _lost(spoilt, open_one, record)
            if open_one is not None:
                yield open_one
            open_one = _begin(kind, record)
            open_one.faults.extend(_inherited(spoilt, record))
        spoilt = []
    if open_one is not None:
        yield open_one
    yield from _lost(spoilt, open_one, None)


def _ref(document: Gathered) -> str:
    return str(document.data.get("external_ref", "")).strip()


def _inherited(spoilt: Sequence[Rejected], record: Record) -> Iterator[Rejected]:
    """Yield the unreadable rows just before a document that may be its first ones."""
    for row in spoilt:
        if row.ref == reference(record):
            yield row
        elif not row.ref:
            reason = f"line {row.line} cannot be read and may belong to {shown(reference(record))}"
            yield Rejected(record.line, "", reason)


def _lost(
    spoilt: Sequence[Rejected], before: Gathered | None, after: Record | None
) -> Iterator[Rejected]:
    """Yield the unreadable rows that no document beside them will tell of."""
    told = {_ref(before)} if before is not None else set()
    told |= {reference(after)} if after is not None else set()
    for row in spoilt:
        if (row.ref and row.ref not in told) or (not row.ref and before is None):
            yield row


def _belongs(record: Record, document: Gathered) -> bool:
    ref = reference(record)
    return ref != "" and ref == str(document.data.get("external_ref", "")).strip()


def _begin(kind: Kind, record: Record) -> Gathered:
    data = {name: record.data[name] for name in record.data if not _is_below(kind, name)}
    if kind.recipient:
        data["recipient"] = {n: v for n, v in record.data.items() if n in kind.recipient}
    if "external_ref" in data and reference(record):
        data["external_ref"] = reference(record)
    return Gathered(data | {"lines": [_line(kind, record)]}, [record.line])


def _is_below(kind: Kind, name: str) -> bool:
    return name in kind.line or name in kind.recipient


def _add(kind: Kind, document: Gathered, record: Record) -> None:
    for name, value in record.data.items():
        where = document.data["recipient"] if name in kind.recipient else document.data
        if name in kind.line or name == "external_ref":
            continue
        if where.get(name) != value:
            reason = "differs from the first row of the same reference"
            document.faults.append(Rejected(record.line, name, reason))
    if len(document.rows) >= MAX_ROWS:
        document.faults.append(Rejected(record.line, "", f"more than {MAX_ROWS} lines"))
        return
    document.data["lines"].append(_line(kind, record))
    document.rows.append(record.line)


def _line(kind: Kind, record: Record) -> dict[str, Any]:
    return {kind.renamed.get(n, n): v for n, v in record.data.items() if n in kind.line}
