"""What stands on a count's screen, and which item and lot a scan in the bin means."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from wms.counting import queries
from wms.counting.finish import Outcome
from wms.counting.rules import lot_without_label
from wms.dialogues import identify
from wms.dialogues.identify import ItemScan
from wms.errors import Refused
from wms.stock import lots
from wms.terminal.machine import Said, Work
from wms.terminal.wire import Scan, Tone
from wms.text import N, T, Words

WANTED = T("Scan each piece, or DONE")
SHOWN = 5
MAX_LOT = 20
"""Characters of a lot. Source: GS1 General Specifications, section 3.4.1 (AI 10)."""


Counted = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Shelf:
    """A bin that is counted: `counted` are (name, pieces) so far, `lpns` are left out."""

    bin: str
    lpns: int
    counted: Counted


def look(work: Work, task_id: int) -> Shelf:
    """Return what a count has found so far; never what was expected."""
    task = queries.task(work.conn, task_id)
    sums: dict[str, int] = {}
    for line in queries.lines(work.conn, task_id):
        if line.found:
            sums[named(line)] = line.found
    return Shelf(task.location, queries.lpns_at(work.conn, task.location_id), tuple(sums.items()))


def named(line: queries.LineRow) -> str:
    """Return what the pieces of a line are called on the screen: the SKU, and its lot if any."""
    return f"{line.sku} {line.lot}" if line.lot_id else line.sku


def name_of(work: Work, task_id: int, item_id: int, lot_id: int) -> str:
    """Return what the pieces that were just counted are called on the screen."""
    known = queries.lines(work.conn, task_id)
    return next((named(n) for n in known if (n.item_id, n.lot_id) == (item_id, lot_id)), "")


def piece(work: Work, scan: Scan, task_id: int) -> ItemScan:
    """Return the item that was scanned; a code that several items share means the one that
    the books know here.

    :raises Refused: no item, or several that might be meant.
    """
    try:
        return identify.item(work, scan, wanted=WANTED)
    except Refused as refused:
        if refused.code != "scan.ambiguous_item":
            raise
        kept = {line.item_id for line in queries.lines(work.conn, task_id)}
        try:
            return identify.item(work, scan, among=kept, wanted=WANTED)
        except Refused:
            raise refused from None


def lot_of(work: Work, scanned: ItemScan, task_id: int) -> int | None:
    """Return the lot that a scan names or that the books leave no doubt about, else None."""
    item = scanned.item
    here = queries.lots_here(work.conn, task_id, item.id)
    if scanned.lot and (item.tracks_lot or any(here)):
        return lots.known(
            work.conn, item_id=item.id, code=scanned.lot, expires_on=scanned.expires_on
        )
    return lot_without_label(item.tracks_lot, here)


def lot_code(work: Work, scan: Scan, item_id: int) -> str:
    """Return the lot that a lot label, or the item's GS1 code, names.

    :raises Refused: the code is that of something else, or too long for a lot.
    """
    wanted = T("Scan or type the lot")
    text = scan.text.strip()
    if identify.what(work, scan) is not None:
        scanned = identify.item(work, scan, among={item_id}, wanted=wanted)
        text = scanned.lot
    if not 0 < len(text) <= MAX_LOT or not text.isprintable():
        raise Refused("count.no_lot", T("This names no lot"), wanted)
    return text


def said(outcome: Outcome) -> Said:
    """Return what a counter is told: whether it differs, never by how much."""
    if outcome.is_disputed:
        words = T("Somebody else will count {bin}, too", bin=outcome.bin)
        return Said(words, Tone.ATTENTION)
    if outcome.promised:
        words = N(
            "{n} piece is promised to an order and will come up short",
            "{n} pieces are promised to orders and will come up short",
            outcome.promised,
        )
        return Said(words, Tone.ATTENTION)
    if outcome.left:
        again = T("Pieces moved meanwhile. {bin} will be counted again", bin=outcome.bin)
        return Said(again, Tone.ATTENTION)
    if outcome.differs:
        return Said(T("{bin}: difference recorded", bin=outcome.bin))
    return Said(T("{bin} counted", bin=outcome.bin))


def rows(lpns: int, counted: Counted, last: str) -> Iterator[tuple[Words, Words]]:
    """Yield the lines of a shelf: the item scanned last comes first, few others follow."""
    if lpns:
        yield T("Leave out"), N("{n} LPN", "{n} LPNs", lpns)
    last_first = sorted(counted, key=lambda row: row[0] != last)
    for name, n in last_first[:SHOWN]:
        yield name, str(n)
    if len(last_first) > SHOWN:
        yield T("Other items"), str(len(last_first) - SHOWN)
