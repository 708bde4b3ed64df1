"""Triggers that write the feed of changes of items, stock and counts; see `watches`."""

from __future__ import annotations

from migrations.watches import NOW, Watch

_PASSING = (
    *("pick", "drop", "sort", "take_out", "to_bench", "pack", "unpack", "relabel", "to_lane"),
)
"""Moves of what an order was promised: there is as much of the item, and as much to promise."""

_ON_FILE = ("name", "length_mm", "width_mm", "height_mm", "weight_grams")
_OWNER = "(SELECT merchant_id FROM item WHERE id = {row}.item_id)"


def _barcode(name: str, after: str, row: str) -> Watch:
    return Watch(
        name,
        "item_barcode",
        after,
        "'item.changed'",
        f"{row}.item_id",
        _OWNER.replace("{row}", row),
        about={"barcode": f"{row}.code", "pieces": f"{row}.pieces"},
    )


def _promise(name: str, after: str, when: str) -> Watch:
    return Watch(
        name,
        "reservation",
        after,
        "'stock.changed'",
        "(SELECT item_id FROM quant WHERE id = NEW.quant_id)",
        "(SELECT merchant_id FROM quant WHERE id = NEW.quant_id)",
        when=when,
        at=f"coalesce(NEW.ended_at, NEW.made_at, {NOW})",
    )


ITEMS = (
    Watch(
        "change_item_registered", "item", "INSERT", "'item.registered'", "NEW.id", "NEW.merchant_id"
    ),
    Watch(
        "change_item_changed",
        "item",
        f"UPDATE OF {', '.join(_ON_FILE)}",
        "'item.changed'",
        "NEW.id",
        "NEW.merchant_id",
        when=" OR ".join(f"OLD.{name} <> NEW.{name}" for name in _ON_FILE),
    ),
    _barcode("change_barcode_added", "INSERT", "NEW"),
    _barcode("change_barcode_dropped", "DELETE", "OLD"),
)
STOCK = (
    Watch(
        "change_stock_moved",
        "stock_move",
        "INSERT",
        "'stock.changed'",
        "NEW.item_id",
        "NEW.merchant_id",
        when=f"NEW.kind NOT IN {_PASSING}",
        at="NEW.recorded_at",
    ),
    _promise("change_stock_promised", "INSERT", "NEW.status = 'pending'"),
    _promise(
        "change_stock_freed",
        "UPDATE OF status",
        "OLD.status = 'pending' AND NEW.status <> 'pending' AND NEW.status <> 'consumed'",
    ),
    Watch(
        "change_stock_counted",
        "stock_move",
        "INSERT",
        "CASE NEW.kind WHEN 'adjust' THEN 'count.adjusted' ELSE 'count.booked' END",
        "NEW.item_id",
        "NEW.merchant_id",
        when="NEW.kind IN ('count', 'adjust')",
        at="NEW.recorded_at",
        about={
            "pieces": "CASE WHEN NEW.source_location_id <= 0 THEN NEW.quantity"
            " ELSE -NEW.quantity END",
            "location_id": "CASE WHEN NEW.source_location_id <= 0 THEN NEW.target_location_id"
            " ELSE NEW.source_location_id END",
            "reason": "NEW.reason",
        },
    ),
    Watch(
        "change_count_done",
        "count_task",
        "UPDATE OF status",
        "'count.done'",
        "NEW.location_id",
        "NULL",
        when="OLD.status <> NEW.status AND NEW.status = 'done'",
        at=f"coalesce(NEW.done_at, {NOW})",
        about={"why": "NEW.why"},
    ),
)
