"""Plan a day of real orders from the tables of a Brazilian marketplace (Olist).

The tables are CSV files, plain or gzipped, and are read as streams; only rows of the chosen
orders are kept. Each seller is a merchant with a delivery of its own.
"""

from __future__ import annotations

import csv
import gzip
import heapq
import io
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from wms.demo.plan import Address, PlannedItem, PlannedLine, PlannedOrder
from wms.demo.synthetic import gtin13
from wms.errors import Refused
from wms.text import T

CANCELLED = "cancelled at the source"
NO_LINES = "no lines at the source"
UNKNOWN_MM = 100
UNKNOWN_GRAMS = 100
CODE_CHARS = 8

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Olist:
    """What the tables say about the chosen orders."""

    items: tuple[PlannedItem, ...]
    orders: tuple[PlannedOrder, ...]
    left_out: Mapping[str, tuple[str, ...]]
    measured: int


def read(folder: Path, count: int, carriers: tuple[str, ...]) -> Olist:
    """Return the first `count` orders by their time of purchase, and the items they want.

    :raises Refused: a table or one of its columns is missing; says which.
    """
    heads = heapq.nsmallest(count, _rows(folder, "orders"), key=_bought)
    pieces = _pieces(folder, {row["order_id"] for row in heads})
    wanted = {product for counted in pieces.values() for product, _ in counted}
    sellers = short_codes({seller for counted in pieces.values() for _, seller in counted})
    skus = short_codes(wanted)
    known = {row["product_id"]: row for row in _rows(folder, "products", "product_id", wanted)}
    people = {row["customer_id"] for row in heads}
    customers = {r["customer_id"]: r for r in _rows(folder, "customers", "customer_id", people)}
    left_out: dict[str, list[str]] = defaultdict(list)
    orders = []
    for head in heads:
        why = _why_not(head, pieces)
        if why:
            left_out[why].append(head["order_id"])
            continue
        counted = sorted(pieces[head["order_id"]].items())
        lines = [PlannedLine(sellers[s], skus[p], n) for (p, s), n in counted]
        to = address(head["customer_id"], customers.get(head["customer_id"], {}))
        carrier = carriers[int(head["order_id"][:8], 16) % len(carriers)]
        orders.append(PlannedOrder(head["order_id"], to, carrier, tuple(lines)))
    names = _names(folder)
    used = {key for head in orders for key in pieces[head.reference]}
    items = [_item(sellers[s], p, skus[p], known.get(p, {}), names) for p, s in sorted(used)]
    measured = sum(1 for product in {p for p, _ in used} if not _is_measured(known.get(product)))
    refs = {why: tuple(references) for why, references in left_out.items()}
    return Olist(tuple(items), tuple(orders), refs, measured)


def short_codes(ids: Iterable[str]) -> dict[str, str]:
    """Return a code for each id: its first hex digits, as many as tell it from the others."""
    codes: dict[str, str] = {}
    taken: set[str] = set()
    for name in sorted(ids):
        length = CODE_CHARS
        while name[:length].upper() in taken and length < len(name):
            length += 1
        codes[name] = name[:length].upper()
        taken.add(codes[name])
    return codes


def address(customer_id: str, row: Row) -> Address:
    """Return where to send; the tables hide names and streets."""
    prefix = row.get("customer_zip_code_prefix", "") or "00000"
    city = row.get("customer_city", "").title() or "São Paulo"
    region = row.get("customer_state", "")
    return Address(f"Customer {customer_id[:8]}", f"CEP {prefix}", prefix, city, region, "BR")


def _bought(row: Row) -> tuple[str, str]:
    return row["order_purchase_timestamp"], row["order_id"]


def _why_not(head: Row, pieces: Mapping[str, object]) -> str:
    if head["order_status"] in ("canceled", "unavailable"):
        return CANCELLED
    return "" if head["order_id"] in pieces else NO_LINES


def _pieces(folder: Path, orders: Collection[str]) -> dict[str, Counter[tuple[str, str]]]:
    """Return by order how many pieces of which (product, seller) it wants: one a row."""
    found: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for row in _rows(folder, "order_items", "order_id", orders):
        found[row["order_id"]][row["product_id"], row["seller_id"]] += 1
    return found


def _item(merchant: str, product: str, sku: str, row: Row, names: Mapping[str, str]) -> PlannedItem:
    category = row.get("product_category_name", "")
    name = f"{names.get(category, category) or 'goods'} {sku}".replace("_", " ").capitalize()
    return PlannedItem(
        merchant,
        sku,
        name,
        gtin13(product),
        length_mm=_mm(row, "length"),
        width_mm=_mm(row, "width"),
        height_mm=_mm(row, "height"),
        weight_grams=_number(row.get("product_weight_g")) or UNKNOWN_GRAMS,
    )


def _mm(row: Row, side: str) -> int:
    return _number(row.get(f"product_{side}_cm")) * 10 or UNKNOWN_MM


def _is_measured(row: Row | None) -> bool:
    sides = ("weight_g", "length_cm", "width_cm", "height_cm")
    return row is not None and all(_number(row.get(f"product_{side}")) for side in sides)


def _number(text: str | None) -> int:
    return int(float(text)) if text else 0


def _names(folder: Path) -> dict[str, str]:
    rows = _rows(folder, "product_category_name_translation")
    return {r["product_category_name"]: r["product_category_name_english"] for r in rows}


_NEEDED = {
    "orders": {"order_id", "customer_id", "order_status", "order_purchase_timestamp"},
    "order_items": {"order_id", "product_id", "seller_id"},
    "products": {"product_id", "product_weight_g", "product_length_cm"},
    "customers": {"customer_id", "customer_city"},
    "product_category_name_translation": {"product_category_name_english"},
}


def _rows(folder: Path, table: str, key: str = "", wanted: Collection[str] = ()) -> Iterator[Row]:
    """Yield the rows of a table, those alone whose `key` is `wanted` if a key is given."""
    with _open(folder, table) as file:
        reader = csv.DictReader(file)
        missing = _NEEDED[table] - set(reader.fieldnames or ())
        if missing:
            words = T("{table} has no column {names}", table=table, names=", ".join(missing))
            raise Refused("demo.data", words, T("Name a folder with the tables of Olist"))
        for row in reader:
            if not key or row[key] in wanted:
                yield row


def _open(folder: Path, table: str) -> io.TextIOBase:
    plain, zipped = folder / f"{table}.csv", folder / f"{table}.csv.gz"
    if plain.is_file():
        return plain.open(encoding="utf-8-sig", newline="")
    if zipped.is_file():
        return gzip.open(zipped, "rt", encoding="utf-8-sig", newline="")
    words = T("There is no {table} in {folder}", table=plain.name, folder=str(folder))
    raise Refused("demo.data", words, T("Name a folder with the tables of Olist"))
