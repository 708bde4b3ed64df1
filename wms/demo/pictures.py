"""Draw the labels that people scan: what hangs on shelves, lies on carts and sticks on goods."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from labels.badge import badge_label
from labels.canvas import Drawing
from labels.command_card import command_card
from labels.item import ItemLabel, item_label
from labels.picture import to_png_bytes
from labels.places import bin_label, station_label, tote_label
from wms.demo.plan import Batch, DemoPlan, PlannedItem

COMMANDS = (
    *("RECEIVE", "PUTAWAY", "PICK", "QC", "COUNT", "REPLENISH", "PACK"),
    *("DONE", "BACK", "SKIP", "SHORT", "FULL", "REPRINT", "SLIP", "NOSCALE", "UNPACK"),
    *("TAKE OVER", "FAIL", "PASS", "DAMAGED", "WRONG", "EXPIRED", "MISSING", "HELP", "NEXT"),
)
SMALL_QUANTITIES = 30


@dataclass(frozen=True, slots=True)
class Pictures:
    """Where each drawn label is."""

    folder: Path

    def many(self, group: str, drawings: Iterable[tuple[str, Drawing]]) -> dict[str, str]:
        """Draw labels of a group and return the file of each by its code."""
        return {code: self.one(group, code, drawing) for code, drawing in drawings}

    def one(self, group: str, code: str, drawing: Drawing) -> str:
        """Draw one label and return its file."""
        path = self.folder / group / f"{file_name(code)}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(to_png_bytes(drawing))
        return str(path)


def file_name(code: str) -> str:
    """Return `code` as a name of a file: what is no letter or digit becomes its number."""
    return re.sub(r"[^A-Za-z0-9.-]", lambda m: f"_{ord(m[0]):x}", code)


def places(pictures: Pictures, locations: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Draw the label of each location (code, zone)."""
    return pictures.many("bins", ((code, bin_label(code, zone)) for code, zone in locations))


def totes(pictures: Pictures, codes: Iterable[str]) -> dict[str, str]:
    return pictures.many("totes", ((code, tote_label(code)) for code in codes))


def plain(pictures: Pictures, group: str, codes: Iterable[str]) -> dict[str, str]:
    """Draw a label with nothing but the code: cartons, deliveries, stations."""
    return pictures.many(group, ((code, station_label(code)) for code in codes))


def commands(pictures: Pictures, plan: DemoPlan) -> dict[str, str]:
    """Draw a card for each command, and one for each number of pieces that may be keyed."""
    counted = {b.quantity for asn in plan.asns for b in asn.batches}
    numbers = sorted(counted | set(range(1, SMALL_QUANTITIES + 1)))
    names = [*COMMANDS, *(f"QTY {n}" for n in numbers)]
    return pictures.many("commands", ((n, command_card([(n, f"%{n}")])) for n in names))


def badge(pictures: Pictures, login: str, name: str, role: str, token: str) -> str:
    return pictures.one("badges", login, badge_label(name, role, token))


def items(pictures: Pictures, plan: DemoPlan) -> dict[tuple[str, str, str], str]:
    """Draw one label for each item and lot that comes; the key is (merchant, SKU, lot)."""
    known = {item.key: item for item in plan.items}
    batches = [batch for asn in plan.asns for batch in asn.batches]
    drawn = {}
    for batch in batches:
        key = (batch.merchant, batch.sku, batch.lot)
        drawing = _piece(known, batch)
        drawn[key] = pictures.one("items", "+".join(part for part in key if part), drawing)
    return drawn


def _piece(known: Mapping[tuple[str, str], PlannedItem], batch: Batch) -> Drawing:
    item = known[batch.merchant, batch.sku]
    return item_label(ItemLabel(item.sku, item.name, item.gtin, batch.lot, batch.expires_on))
