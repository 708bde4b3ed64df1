"""Loose pieces in a bin that somebody takes in hand: which item, which lot, how many."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Self

from wms.dialogues import identify
from wms.dialogues.receive_goods import lot as lot_scanned
from wms.errors import Refused
from wms.gs1.digits import is_digits
from wms.inbound import loose
from wms.layout import queries as layout
from wms.layout.queries import LocationRow
from wms.stock import queries as stock
from wms.stock.queries import Pieces
from wms.terminal.machine import Work
from wms.terminal.wire import Scan
from wms.text import N, T, Text, Words

SHOWN = 5
MOST_DIGITS = 6
NO_LOT = "-"
Rows = tuple[tuple[str, str, bool], ...]
"""(item with its lot, pieces, whether they are held)."""


@dataclass(frozen=True)
class Pile:
    """Pieces of one item and lot out of `bin`; nothing is written while they are counted.

    `has_other` tells that good and held ones of them lie there side by side.
    """

    location_id: int
    bin: str
    item_id: int
    sku: str
    quantity: int
    lot_id: int = 0
    lot: str = ""
    is_held: bool = False
    has_other: bool = False
    asks_lot: bool = False

    def facts(self, where: Words, how_many: Words) -> tuple[tuple[Words, Words], ...]:
        """Return the pile as it stands on a screen, under labels for its bin and its pieces."""
        known: list[tuple[Words, Words]] = [(where, self.bin), (T("Item"), self.sku)]
        if self.lot_id:
            known.append((T("Lot"), self.lot))
        if self.is_held:
            known.append(("", T("On hold")))
        return (*known, (how_many, str(self.quantity)))

    def plain(self) -> Pile:
        """Return the pile without what a screen knows besides."""
        return Pile(**{f.name: getattr(self, f.name) for f in fields(Pile)})

    def of(self, work: Work, quantity: int) -> Self:
        """Return the pile with so many pieces in all.

        :raises Refused: fewer are free.
        """
        loose.take(
            work.conn,
            location_id=self.location_id,
            item_id=self.item_id,
            lot_id=self.lot_id,
            quantity=quantity,
            is_held=self.is_held,
        )
        return replace(self, quantity=quantity)

    def typed(self, work: Work, text: str) -> Self:
        """Return the pile with the pieces that were keyed in.

        :raises Refused: no number, or fewer are free.
        """
        return self.of(work, number(text))

    def all(self, work: Work) -> Self:
        """Return the pile with every piece that is free."""
        own = (self.item_id, self.lot_id, self.is_held)
        here = stock.loose_at(work.conn, self.location_id)
        free = sum(p.free for p in here if (p.item_id, p.lot_id, p.status == loose.HELD) == own)
        return self.of(work, max(free, 1))

    def other(self, work: Work) -> Self:
        """Return as many held pieces instead of good ones, or good ones instead of held ones.

        :raises Refused: fewer of the others are free.
        """
        return replace(self, is_held=not self.is_held).of(work, self.quantity)

    def more(self, work: Work, scan: Scan, wanted: Words) -> Self:
        """Return the pile with one scan more.

        :raises Refused: the scan is something else, or fewer are free.
        """
        again = identify.item(work, scan, among=(self.item_id,), wanted=wanted)
        if self.lot_id and again.lot not in ("", self.lot):
            raise Refused("move.other_lot", T("This is another lot of {sku}", sku=self.sku), wanted)
        return self.of(work, self.quantity + again.pieces)


def number(text: str) -> int:
    """Return the pieces that were keyed in.

    :raises Refused: no number.
    """
    bare = text.strip()
    if not is_digits(bare) or len(bare) > MOST_DIGITS:
        raise Refused("quantity.no_number", T("This is no number"), T("Type how many"))
    return int(bare)


def pile(work: Work, scan: Scan, location_id: int, *, may_be_held: bool) -> Pile:
    """Return the pieces that a scan in a bin stands for; where several lots lie there and the
    code names none, the lot must be asked for: `asks_lot`.

    :raises Refused: no such item lies there, or not that lot; none of it may be taken.
    """
    place = layout.location(work.conn, location_id)
    here = [p for p in stock.loose_at(work.conn, location_id) if may_be_held or not _held(p)]
    wanted = T("Scan an item that is in {bin}", bin=place.code)
    found = identify.item(work, scan, among={p.item_id for p in here}, wanted=wanted)
    own = [p for p in here if p.item_id == found.item.id]
    begun = Pile(location_id, place.code, found.item.id, found.item.sku, found.pieces)
    if found.lot and any(p.lot_id for p in own):
        return _of_lot(work, begun, found.lot, own)
    return _chosen(work, begun, own) if len(lots(own)) == 1 else replace(begun, asks_lot=True)


def of_item(work: Work, begun: Pile, *, may_be_held: bool) -> list[Pieces]:
    """Return the pieces of a pile's item in its bin, whatever their lot."""
    here = stock.loose_at(work.conn, begun.location_id)
    return [p for p in here if p.item_id == begun.item_id and (may_be_held or not _held(p))]


def with_lot(work: Work, begun: Pile, scan: Scan, *, may_be_held: bool) -> Pile:
    """Return the pile of the lot whose label or GS1 code was scanned, `-` for none.

    :raises Refused: it is something else, or no lot that lies there.
    """
    named = scan.text if scan.text == NO_LOT else lot_scanned(work, scan, begun.item_id)[0]
    return _of_lot(work, begun, named, of_item(work, begun, may_be_held=may_be_held))


def lots(own: Iterable[Pieces]) -> tuple[tuple[str, str], ...]:
    """Return (lot, pieces) of an item's pieces; `-` is for those of no lot."""
    sums: dict[str, int] = {}
    for pieces in own:
        sums[_lot(pieces)] = sums.get(_lot(pieces), 0) + pieces.on_hand
    return tuple((name, str(n)) for name, n in sums.items())


def bin_scanned(work: Work, scan: Scan) -> LocationRow | None:
    """Return the bin of this warehouse that was scanned, None for anything else."""
    found = layout.by_code(work.conn, scan.text)
    return found if found and found.warehouse_id == work.station.warehouse_id else None


def shown(here: Iterable[Pieces]) -> Rows:
    """Return what lies in a bin, as a state remembers it."""
    return tuple(
        (f"{p.sku} {p.lot}" if p.lot_id else p.sku, str(p.on_hand), _held(p)) for p in here
    )


def lines(rows: Rows) -> tuple[tuple[Words, Words], ...]:
    """Return rows as they stand on a screen; what does not fit is counted."""
    told = [(name, T("{n} held", n=n) if is_held else n) for name, n, is_held in rows[:SHOWN]]
    more = len(rows) - SHOWN
    rest: tuple[tuple[str, Text], ...] = (("", N("{n} more", "{n} more", more)),)
    return (*told, *rest[: max(more, 0)])


def _of_lot(work: Work, begun: Pile, named: str, own: Iterable[Pieces]) -> Pile:
    fitting = [pieces for pieces in own if _lot(pieces) == named]
    if not fitting:
        words = T("No lot {lot} of {sku} is in {bin}", lot=named, sku=begun.sku, bin=begun.bin)
        raise Refused("move.no_lot", words, T("Scan or type the lot"))
    return _chosen(work, begun, fitting)


def _chosen(work: Work, begun: Pile, fitting: list[Pieces]) -> Pile:
    """Free pieces come before promised ones, good before held."""
    best = min(fitting, key=lambda p: (not p.free, _held(p)))
    chosen = replace(
        begun,
        lot_id=best.lot_id,
        lot=best.lot if best.lot_id else "",
        is_held=_held(best),
        has_other=len(fitting) > 1,
        asks_lot=False,
    )
    return chosen.of(work, begun.quantity)


def _lot(pieces: Pieces) -> str:
    return pieces.lot if pieces.lot_id else NO_LOT


def _held(pieces: Pieces) -> bool:
    return pieces.status == loose.HELD
