"""What a site sticks on its bins, totes, cartons, stations and goods: which labels there are."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from sqlalchemy import Connection

from labels.canvas import Drawing
from labels.command_card import MOST_COMMANDS, command_card
from labels.item import ItemLabel, item_label
from labels.places import bin_label, station_label, tote_label
from wms.catalog import find
from wms.counting.rules import REASONS as COUNT_REASONS
from wms.dialogues import home, registry
from wms.dialogues.pack_scale import REASONS as SCALE
from wms.errors import Refused
from wms.layout import codes as layout
from wms.packing import queries as packing
from wms.people import codes as people
from wms.quality.rules import REASONS
from wms.stock import plates
from wms.terminal.wire import COMMAND_PREFIX
from wms.text import T


@dataclass(frozen=True, slots=True)
class Label:
    """A label to be drawn; `name` is its file's, `--only` finds it by that or an alias."""

    name: str
    draw: Callable[[], Drawing]
    aliases: frozenset[str] = frozenset()

    def answers(self, code: str) -> bool:
        return code == self.name or code in self.aliases or code.zfill(14) in self.aliases


Named = Iterator[Label]
STEPS = (
    *("BACK", "DONE", "ALL", "SKIP", "SHORT", "FULL", "FAIL", "MISSING"),
    *("REPRINT", "SLIP", "UNPACK", "VOID", "TAKE OVER", *REASONS),
    *("NOSCALE", *SCALE, "TYPE"),
    *("OTHER", "NEXT", "FREE", "SCRAP", "HOLD", "HELD", "GOOD"),
    *("OPENED", "RESTOCK"),
    *("BLIND", "OVER", "ASIDE", "AGREED", "BONUS", "MISTAKE"),
    *("APPROVE", "ADJUST", "MORE", "LESS", *COUNT_REASONS),
)
QUANTITIES = (2, 3, 4, 5, 6, 8, 10, 12, 20, 24)
PAGE = 500


def chosen(named: Named, only: Collection[str], *, most: int | None = None) -> list[Label]:
    """Return the labels that answer to any code of `only`, or all.

    :raises Refused: `labels.none` when there is none, or none for one of the codes;
        `labels.too_many` when there are more than `most`.
    """
    missing, found = dict.fromkeys(only), []
    for label in named:
        asked = [code for code in only if label.answers(code)]
        if asked or not only:
            found.append(label)
        for code in asked:
            missing.pop(code, None)
        if most is not None and len(found) > most:
            words = T("These are more than {n} labels", n=most)
            raise Refused("labels.too_many", words, T("Name fewer codes, or a zone"))
    if found and not missing:
        return found
    words = T("There is nothing to label: {codes}", codes=", ".join(missing) or "-")
    raise Refused("labels.none", words, T("Check the codes, or add what is missing first"))


def of_kind(conn: Connection, kind: str, *, zone: str = "") -> Named:
    """Return all labels of a kind, drawn only when they are asked to; of bins those of a zone.

    :raises Refused: `labels.kind`, there is no such kind.
    """
    if kind not in KINDS:
        words = T("{kind} is no kind of label", kind=kind)
        raise Refused("labels.kind", words, T("Use one of {kinds}", kinds=", ".join(KINDS)))
    return _bins(conn, zone) if kind == "bins" else KINDS[kind](conn)


def _bins(conn: Connection, zone: str = "") -> Named:
    for row in layout.all_inside(conn):
        if zone not in ("", row.zone):
            continue
        note = f"level {row.level}" if row.level else row.kind
        yield Label(row.code, partial(bin_label, row.code, row.zone, note))


def _totes(conn: Connection) -> Named:
    for code in plates.of_kind(conn, "tote"):
        yield Label(code, partial(tote_label, code))


def _cartons(conn: Connection) -> Named:
    for row in packing.cartons(conn):
        note = f"{row.length_mm} x {row.width_mm} x {row.height_mm} mm"
        yield Label(row.code, partial(tote_label, row.code, note))


def _stations(conn: Connection) -> Named:
    for code in people.station_codes(conn):
        yield Label(code, partial(station_label, code))


def _items(conn: Connection) -> Named:
    after = 0
    while rows := find.page(conn, merchant_id=None, after=after, limit=PAGE):
        codes = find.barcodes(conn, [row.id for row in rows])
        for row in rows:
            single = [code for code, pieces in codes[row.id] if pieces == 1]
            label = ItemLabel(row.sku, row.name, single[0].removeprefix("0") if single else "")
            aliases = {row.sku, f"{row.merchant}/{row.sku}", *(code for code, _ in codes[row.id])}
            name = f"{row.merchant}-{row.sku}"
            yield Label(name, partial(item_label, label), frozenset(aliases))
        after = rows[-1].id


def _commands(conn: Connection) -> Named:
    """A card of the menu, cards of what is said at a step, a card of quantities."""
    registry.load()
    menu = [(key, COMMAND_PREFIX + key) for key in home.ENTRIES]
    steps = [(name, COMMAND_PREFIX + name) for name in STEPS]
    quantities = [(f"QTY {n}", f"{COMMAND_PREFIX}QTY {n}") for n in QUANTITIES]
    for named in (menu, steps, quantities):
        for start in range(0, len(named), MOST_COMMANDS):
            part = named[start : start + MOST_COMMANDS]
            yield Label(f"commands-{part[0][0].replace(' ', '-')}", partial(command_card, part))


KINDS: Mapping[str, Callable[[Connection], Named]] = {
    "bins": _bins,
    "totes": _totes,
    "cartons": _cartons,
    "stations": _stations,
    "items": _items,
    "commands": _commands,
}
