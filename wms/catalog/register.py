"""Register items: what a merchant sells, how large and heavy it is, which barcodes it carries.

An item is known by the name its source gave it (`source`, `external_ref`), or by its merchant
and SKU when another source tells of it. Sizes, weight, name and barcodes follow the newest word;
the SKU and what is tracked stay, for labels and stock in the building depend on them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, insert, or_, select, update

from wms import gs1
from wms.catalog.models import Item, ItemBarcode
from wms.errors import Refused
from wms.gs1.digits import shown
from wms.people.models import Merchant
from wms.terminal.wire import COMMAND_PREFIX
from wms.text import T
from wms.units import quantity

MAX_SKU = 64
MAX_SIZE_MM = 100_000
MAX_WEIGHT_GRAMS = 100_000_000

_KEPT = ("merchant_id", "sku", "tracks_lot", "tracks_expiry")
_KNOWN = (
    select(
        Item.id,
        Item.source,
        Item.external_ref,
        *(getattr(Item, name) for name in _KEPT),
    )
    .where(
        or_(
            (Item.source == bindparam("source")) & (Item.external_ref == bindparam("ref")),
            (Item.merchant_id == bindparam("merchant")) & (Item.sku == bindparam("sku")),
        )
    )
    .with_for_update()
)
_INSERT = insert(Item).returning(Item.id)
_BARCODES = select(ItemBarcode.code, ItemBarcode.pieces).where(
    ItemBarcode.item_id == bindparam("of_item")
)
_NEWEST = select(Item.name, Item.weight_grams, Item.length_mm, Item.width_mm, Item.height_mm).where(
    Item.id == bindparam("item_id")
)
_CARRIED = (
    select(Item.sku, ItemBarcode.code)
    .join(ItemBarcode, ItemBarcode.item_id == Item.id)
    .where(
        Item.merchant_id == bindparam("merchant"),
        Item.id != bindparam("not_item"),
        ItemBarcode.code.in_(bindparam("codes", expanding=True)),
    )
    .order_by(Item.id)
)
_LOCK = (
    select(Merchant.id)
    .where(Merchant.id == bindparam("merchant_id"))
    .with_for_update(key_share=True)
)


@dataclass(frozen=True, slots=True)
class Registered:
    """The item's id, and whether it was new or, known, was changed."""

    item_id: int
    is_new: bool
    is_changed: bool


def register(
    conn: Connection,
    *,
    merchant_id: int,
    sku: str,
    name: str,
    length_mm: int,
    width_mm: int,
    height_mm: int,
    weight_grams: int,
    tracks_lot: bool = False,
    tracks_expiry: bool = False,
    gtin: str = "",
    packs: Sequence[tuple[str, int]] = (),
    source: str,
    external_ref: str,
) -> Registered:
    """Add an item, or bring a known one up to date; `packs` are (GTIN, pieces) of its packs.

    Without any barcode the known ones stay; with one, they are exactly those given.

    :raises Refused: a wrong SKU, size, weight or check digit; the reference, the SKU or a GTIN
        belongs to another item of the merchant; or what is tracked would change.
    """
    sizes = {"length_mm": length_mm, "width_mm": width_mm, "height_mm": height_mm}
    _check_measures(sizes, weight_grams)
    kept = {"merchant_id": merchant_id, "sku": checked_sku(sku)}
    kept |= {"tracks_lot": tracks_lot, "tracks_expiry": tracks_expiry}
    newest = {"name": name, "weight_grams": weight_grams, **sizes}
    barcodes = _barcodes(gtin, packs)
    return _written(conn, kept, newest, barcodes, (source, external_ref))


def _written(
    conn: Connection,
    kept: dict[str, Any],
    newest: dict[str, Any],
    barcodes: dict[str, int],
    origin: tuple[str, str],
) -> Registered:
    """Write an item; `kept` may not differ from what is on file, `newest` replaces it."""
    source, ref = origin
    asked = {"source": source, "ref": ref, "merchant": kept["merchant_id"], "sku": kept["sku"]}
    item_id = _same(conn.execute(_KNOWN, asked).all(), kept, ref)
    is_new = item_id is None
    is_changed = False
    if item_id is None:
        row = kept | newest | {"source": source, "external_ref": ref}
        item_id = int(conn.execute(_INSERT, row).scalar_one())
    else:
        is_changed = _brought_up(conn, item_id, newest)
    has_other_codes = _write_barcodes(conn, item_id, kept["merchant_id"], barcodes)
    return Registered(item_id, is_new, not is_new and (is_changed or has_other_codes))


def _brought_up(conn: Connection, item_id: int, newest: dict[str, Any]) -> bool:
    """Write what differs; tell whether anything did."""
    on_file = conn.execute(_NEWEST, {"item_id": item_id}).one()
    if all(getattr(on_file, name) == value for name, value in newest.items()):
        return False
    conn.execute(update(Item).where(Item.id == item_id).values(**newest))
    return True


def checked_sku(sku: str) -> str:
    """Return `sku` if it may stand on labels and be scanned.

    :raises Refused: empty, longer than 64, not printable, or begins like a command.
    """
    if not sku or len(sku) > MAX_SKU:
        raise Refused(
            "item.sku_length",
            T("The SKU {sku} is empty or too long", sku=shown(sku)),
            T("An SKU has 1 to {n} characters", n=MAX_SKU),
            field="sku",
        )
    if sku.startswith(COMMAND_PREFIX) or not sku.isprintable() or sku != sku.strip():
        raise Refused(
            "item.sku_characters",
            T("The SKU {sku} cannot be used", sku=shown(sku)),
            T("Use printable characters, no space at its ends, and no % at its beginning"),
            field="sku",
        )
    return sku


def _check_measures(sizes: dict[str, int], weight_grams: int) -> None:
    for field, value in sizes.items():
        if not 1 <= value <= MAX_SIZE_MM:
            raise _no_measure(field, value, 1, MAX_SIZE_MM)
    if not 0 <= weight_grams <= MAX_WEIGHT_GRAMS:
        raise _no_measure("weight_grams", weight_grams, 0, MAX_WEIGHT_GRAMS)


def _no_measure(field: str, value: int, least: int, most: int) -> Refused:
    return Refused(
        "item.measure",
        T("{value} is no sensible {field}", value=value, field=field),
        T("Give {least} to {most}", least=least, most=most),
        field=field,
    )


def _barcodes(gtin: str, packs: Sequence[tuple[str, int]]) -> dict[str, int]:
    """Return pieces by GTIN-14."""
    found = {_gtin14(gtin, "gtin"): 1} if gtin else {}
    for code, pieces in packs:
        level = _gtin14(code, "pack_gtin")
        quantity(pieces, field="pack_pieces")
        if found.setdefault(level, pieces) != pieces:
            raise Refused(
                "item.barcode_twice",
                T("{code} is given with two numbers of pieces", code=level),
                T("Each pack level has its own GTIN"),
                field="pack_gtin",
            )
    return found


def _gtin14(code: str, field: str) -> str:
    try:
        return gs1.gtin14(code)
    except Refused as refusal:
        refusal.field = field
        raise


def _same(known: Sequence[Row[Any]], values: dict[str, Any], external_ref: str) -> int | None:
    """Return the id of the one item that is meant; None when it is new."""
    if not known:
        return None
    key = (values["merchant_id"], values["sku"])
    if any((row.merchant_id, row.sku) != key for row in known):
        raise Refused(
            "item.exists",
            T("The reference {ref} belongs to another item", ref=external_ref),
            T("Send a new item under a reference of its own"),
            field="external_ref",
        )
    [row] = known
    if (row.tracks_lot, row.tracks_expiry) != (values["tracks_lot"], values["tracks_expiry"]):
        raise Refused(
            "item.tracking",
            T("What is tracked of {sku} cannot be changed", sku=row.sku),
            T("Use a new SKU for goods that are tracked otherwise"),
            field="tracks_lot" if row.tracks_lot != values["tracks_lot"] else "tracks_expiry",
        )
    return int(row.id)


def _write_barcodes(
    conn: Connection, item_id: int, merchant_id: int, wanted: dict[str, int]
) -> bool:
    """Make the item's barcodes those that are `wanted`; tell whether they were others."""
    known = {row.code: row.pieces for row in conn.execute(_BARCODES, {"of_item": item_id})}
    if not wanted or known == wanted:
        return False
    only_codes(conn, item_id, merchant_id, wanted)
    stale = [code for code, pieces in known.items() if wanted.get(code) != pieces]
    if stale:
        of_item = delete(ItemBarcode).where(ItemBarcode.item_id == item_id)
        conn.execute(of_item.where(ItemBarcode.code.in_(stale)))
    added = [code for code in wanted if code in stale or code not in known]
    rows = [{"item_id": item_id, "code": code, "pieces": wanted[code]} for code in added]
    if rows:
        conn.execute(insert(ItemBarcode), rows)
    return True


def only_codes(conn: Connection, item_id: int, merchant_id: int, wanted: dict[str, int]) -> None:
    """Refuse a GTIN that another item of the merchant carries: a scan could mean both.

    The merchant's row is locked, so that two items cannot take one GTIN at the same moment.
    """
    conn.execute(_LOCK, {"merchant_id": merchant_id})
    asked = {"merchant": merchant_id, "not_item": item_id, "codes": list(wanted)}
    other = conn.execute(_CARRIED, asked).first()
    if other is not None:
        raise Refused(
            "item.gtin_taken",
            T("The GTIN {gtin} is on {sku} already", gtin=other.code, sku=other.sku),
            T("Each item has a GTIN of its own: mend one of the two"),
            field="gtin" if wanted[other.code] == 1 else "pack_gtin",
        )
