"""Make events of moves: pure, so that the same ledger always tells the same story.

Moves that were one deed (same kind, places, document and instant) are one event with several
quantities. An event's id is derived from its first move, so that whoever reads the export twice
knows every event again.

Source: GS1 EPCIS 2.0, sections 7.3 and 7.4 (data model, core event types).
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from wms.channels.epcis.steps import COUNTED, FOUND, HELD, INSIDE, LOST, STEPS, Step
from wms.gs1 import has_valid_check_digit, urns
from wms.stock.history import Told

OWN = "urn:wms:"
"""Names of what GS1 has no number for: items without a GTIN, bins without a GLN, totes."""

Event = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Names:
    """What a site knows of GS1 numbers: its prefixes, and its building's GLN ("" for none)."""

    prefixes: tuple[str, ...]
    gln: str = ""

    def goods(self, told: Told, gtin: str) -> str:
        """Return the class of the pieces that moved."""
        if gtin:
            return urns.goods_class(gtin, told.lot, self.prefixes)
        tail = f":{_quoted(told.lot)}" if told.lot else ""
        return f"{OWN}item:{_quoted(told.merchant)}:{_quoted(told.sku)}{tail}"

    def unit(self, lpn: str) -> str:
        """Return the name of a licence plate."""
        if len(lpn) == 18 and has_valid_check_digit(lpn):
            return urns.logistic_unit(lpn, self.prefixes)
        return f"{OWN}lpn:{_quoted(lpn)}"

    def place(self, warehouse: str, location: str) -> str:
        """Return the name of a bin or area."""
        found = urns.place(self.gln, location, self.prefixes) if self.gln else None
        return found or f"{OWN}location:{_quoted(warehouse)}:{_quoted(location)}"


Papers = Callable[[Told], Sequence[Mapping[str, str]]]
"""Returns the documents that a move was made for, as EPCIS names them."""


def events(
    moves: Iterable[Told], names: Names, gtins: Callable[[int], str], papers: Papers
) -> Iterator[Event]:
    """Yield the events of moves, in their order; `gtins` knows the GTIN-14 of an item, or ""."""
    for _, deed in groupby(moves, key=_deed):
        together = list(deed)
        yield from _of(together, names, gtins, papers)


def _deed(told: Told) -> tuple[object, ...]:
    return (
        *(told.cursor.transaction_id, told.recorded_at, told.kind, told.warehouse),
        *(told.merchant_id, told.source_id, told.source_lpn, told.source_status),
        *(told.target_id, told.target_lpn, told.target_status, told.for_kind, told.for_id),
    )


def _of(
    deed: Sequence[Told], names: Names, gtins: Callable[[int], str], papers: Papers
) -> Iterator[Event]:
    first = deed[0]
    step = _step(first)
    quantities = [
        {"epcClass": names.goods(told, gtins(told.item_id)), "quantity": told.quantity}
        for told in deed
    ]
    for end, action in step.parents:
        lpn = first.target_lpn if end == "target" else first.source_lpn
        unit = names.unit(lpn)
        said = _said("AggregationEvent", first, step, action, names, f"{first.id}/{end}")
        said |= {"parentID": unit, "childQuantityList": quantities}
        yield _with_papers(said, papers(first))
    if not step.parents:
        said = _said("ObjectEvent", first, step, step.action, names, str(first.id))
        if step.unit and first.source_lpn:
            said |= {"epcList": [names.unit(first.source_lpn)]}
        else:
            said |= {"quantityList": quantities}
        yield _with_papers(said, papers(first))


def _step(told: Told) -> Step:
    if told.kind in COUNTED:
        return LOST if told.target_id <= 0 else FOUND
    return STEPS.get(told.kind, INSIDE)


def _said(kind: str, told: Told, step: Step, action: str, names: Names, which: str) -> Event:
    """Return what all events say."""
    here = told.source if step.at_source else told.target
    local = told.recorded_at.astimezone(ZoneInfo(told.timezone))
    is_held = told.target_status == "held" and not step.at_source
    said: Event = {
        "type": kind,
        "eventID": _id(told, which),
        "eventTime": told.recorded_at.isoformat().replace("+00:00", "Z"),
        "eventTimeZoneOffset": local.isoformat()[-6:],
        "action": action,
        "bizStep": step.step,
        "disposition": HELD if is_held else step.disposition,
        "readPoint": {"id": names.place(told.warehouse, here)},
    }
    if told.target_id > 0:
        said["bizLocation"] = {"id": names.place(told.warehouse, told.target)}
    return said


def _id(told: Told, which: str) -> str:
    """Name an event for ever: by its move and the move's instant, which no two sites share."""
    instant = told.recorded_at.isoformat()
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{OWN}{told.warehouse}/{which}/{instant}')}"


def _with_papers(said: Event, papers: Sequence[Mapping[str, str]]) -> Event:
    return said | {"bizTransactionList": [dict(one) for one in papers]} if papers else said


def _quoted(text: str) -> str:
    return quote(text, safe="")
