"""Which bin takes what came: sizes, weights, and who may lie beside whom. Pure.

Goods in one bin must be told apart by their labels alone: they belong to one merchant, no two
items share a code, and an item has one lot there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from wms.stock.contents import Bin, Content, Sides
from wms.text import N, T, Text, Words
from wms.units import kilograms

Pairs = Collection[tuple[int, int]]
"""Pairs of item ids, both ways round, that share a barcode or SKU."""


def why_not(
    bin_: Bin, goods: Sequence[Content], *, sharing: Pairs, fill_percent: int
) -> Text | None:
    """Return why `goods` may not all go into `bin_`, or None when they may."""
    if not bin_.is_storage:
        return T("{bin} is no bin for storage", bin=bin_.code)
    if bin_.is_promised:
        return T("{bin} is kept for other goods on their way", bin=bin_.code)
    apart = why_apart(bin_.code, bin_.contents, goods, sharing=sharing)
    apart = apart or _why_not_on_face(bin_, goods)
    return apart or _why_no_room(bin_, goods, fill_percent)


def why_apart(
    place: Words, held: Iterable[Content], goods: Sequence[Content], *, sharing: Pairs
) -> Text | None:
    """Return why `goods` may not lie beside what `place` has already, or None."""
    for there in held:
        for new in goods:
            if there.merchant_id != new.merchant_id:
                return T("{place} holds goods of another merchant", place=place)
            if there.item_id == new.item_id and there.lot_id != new.lot_id:
                return T("{place} holds another lot of {sku}", place=place, sku=there.sku)
            if (there.item_id, new.item_id) in sharing:
                return T("{place} holds {sku}: same barcode", place=place, sku=there.sku)
    return None


def why_not_moved(
    bin_: Bin, goods: Content, *, is_held: bool, sharing: Pairs, fill_percent: int
) -> Text | None:
    """Return why loose pieces may not be carried into `bin_`, or None when they may: as
    `why_not`, but held ones may also be set aside where held goods stand."""
    if is_held and bin_.kind == "hold":
        return None
    return why_not(bin_, [goods], sharing=sharing, fill_percent=fill_percent)


def why_not_taken(sku: str, on_hand: int, reserved: int, wanted: int) -> Text | None:
    """Return why `wanted` of the pieces in a bin may not be taken away, or None when they may."""
    if wanted > on_hand:
        return N("Only {n} {sku} is here", "Only {n} {sku} are here", on_hand, sku=sku)
    if wanted > on_hand - reserved:
        return N(
            "{n} of them is promised to an order", "{n} of them are promised to orders", reserved
        )
    return None


def fits_inside(piece_mm: Sides, bin_mm: Sides) -> bool:
    """Tell whether a piece goes in, turned any way along the walls; a side of 0 is unlimited."""
    room = sorted(side or max(piece_mm) for side in bin_mm)
    return all(side <= most for side, most in zip(sorted(piece_mm), room, strict=True))


def ranked(
    bins: Iterable[Bin], goods: Sequence[Content], *, sharing: Pairs, fill_percent: int
) -> list[Bin]:
    """Return the bins that take all `goods`, best first.

    A bin with the same item and lot comes before an empty one, an empty one before one that is
    shared with other items; then pick before storage, then in walking order.
    """
    same = {(content.item_id, content.lot_id) for content in goods}

    def rank(bin_: Bin) -> tuple[int, str, int, str]:
        joins = any((c.item_id, c.lot_id) in same for c in bin_.contents)
        kind = 0 if joins else 2 if bin_.contents else 1
        return kind, bin_.kind, bin_.sequence, bin_.code

    fitting = (b for b in bins if not why_not(b, goods, sharing=sharing, fill_percent=fill_percent))
    return sorted(fitting, key=rank)


def _why_not_on_face(bin_: Bin, goods: Sequence[Content]) -> Text | None:
    """A bin that is some item's pick face takes that item only, and no more than it shall hold."""
    most = dict(bin_.faces)
    for content in goods if most else ():
        if content.item_id not in most:
            return T("{bin} is the pick face of other goods", bin=bin_.code)
        there = sum(c.pieces for c in bin_.contents if c.item_id == content.item_id)
        if there + content.pieces > most[content.item_id]:
            n = max(most[content.item_id] - there, 0)
            return N(
                "Face {bin} takes {n} {sku} more",
                "Face {bin} takes {n} {sku} more",
                n,
                bin=bin_.code,
                sku=content.sku,
            )
    return None


def _why_no_room(bin_: Bin, goods: Sequence[Content], fill_percent: int) -> Text | None:
    for content in goods:
        if not fits_inside(content.sides_mm, bin_.sides_mm):
            return T("{sku} is too large for {bin}", sku=content.sku, bin=bin_.code)
    all_goods = (*bin_.contents, *goods)
    grams = sum(content.total_grams for content in all_goods)
    if bin_.max_weight_grams and grams > bin_.max_weight_grams:
        most = kilograms(bin_.max_weight_grams)
        return T("{bin} carries at most {most}", bin=bin_.code, most=most)
    if bin_.volume_mm3 and not _is_one_piece(all_goods):
        volume = sum(content.volume_mm3 for content in all_goods)
        if volume * 100 > bin_.volume_mm3 * fill_percent:
            return T("{bin} has no room for all of it", bin=bin_.code)
    return None


def _is_one_piece(all_goods: Sequence[Content]) -> bool:
    """One piece alone needs no room to be packed in: its sides have said that it fits."""
    return sum(content.pieces for content in all_goods) == 1
