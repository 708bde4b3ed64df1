"""Write the events of a ledger, page by page: as one document, or a line an event."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from wms.catalog import find
from wms.channels.epcis.events import OWN, Event, Names, events
from wms.channels.exports.table import PAGE, Asked
from wms.db import Database
from wms.errors import Refused
from wms.gs1 import has_valid_check_digit
from wms.inbound.models import Asn, AsnLine
from wms.orders.models import Order
from wms.packing.models import Parcel
from wms.returns.models import Rma
from wms.stock import history
from wms.stock.feed import START
from wms.stock.history import Told
from wms.text import T

CONTEXT = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"
Paper = tuple[str, str]
_ASKED: Mapping[str, tuple[str, Any]] = {
    "asn_line": (
        "desadv",
        select(AsnLine.id, Asn.reference).join(Asn, Asn.id == AsnLine.asn_id),
    ),
    "parcel": ("po", select(Parcel.id, Order.reference).join(Order, Order.id == Parcel.order_id)),
    "order": ("po", select(Order.id, Order.reference)),
    "return": ("rma", select(Rma.id, Rma.reference)),
}
_KEYS: Mapping[str, Any] = {
    "asn_line": AsnLine.id,
    "parcel": Parcel.id,
    "order": Order.id,
    "return": Rma.id,
}
"""Documents that moves are made for: their type in the CBV, and how their names are asked."""


class _Known:
    """What the pages that were read so far told of items and documents."""

    def __init__(self) -> None:
        self.gtins: dict[int, str] = {}
        self._papers: dict[tuple[str, int], str] = {}
        self._before: dict[tuple[str, int], str] = {}

    def learn(self, conn: Connection, moves: Sequence[Told]) -> None:
        items = sorted({told.item_id for told in moves} - self.gtins.keys())
        for item_id, codes in find.barcodes(conn, items).items():
            fit = (c for c, n in codes if n == 1 and len(c) == 14 and has_valid_check_digit(c))
            self.gtins[item_id] = next(fit, "")
        papers: dict[tuple[str, int], str] = {}
        for kind, (_, asked) in _ASKED.items():
            ids = sorted({told.for_id for told in moves if told.for_kind == kind})
            found = conn.execute(asked.where(_KEYS[kind].in_(ids))) if ids else ()
            papers |= {(kind, number): reference for number, reference in found}
        self._papers, self._before = papers, self._papers

    def papers(self, told: Told) -> list[dict[str, str]]:
        """Return the documents of a move of this page or the one before, where a deed may begin."""
        key = (told.for_kind, told.for_id)
        reference = self._papers.get(key) or self._before.get(key)
        if reference is None:
            return []
        kind = _ASKED[told.for_kind][0]
        return [{"type": kind, "bizTransaction": f"{OWN}document:{reference}"}]


def names_of(config: Mapping[str, Any]) -> Names:
    """Return what the settings `[gs1]` say.

    :raises Refused: the GLN has a wrong check digit.
    """
    gln = str(config["gln"])
    if gln and not has_valid_check_digit(gln):
        words = T("The GLN {gln} has a wrong check digit", gln=gln)
        raise Refused("gs1.gln", words, T("Mend gln under [gs1] in the settings"))
    return Names((str(config["company_prefix"]), *config["item_prefixes"]), gln)


def written(
    db: Database, asked: Asked, form: str, *, config: Mapping[str, Any], at: datetime
) -> Iterator[str]:
    """Return an iterator over the text: of a `json` document, or `jsonl` events.

    :raises Refused: the settings make no sense.
    """
    found = _events(db, asked, names_of(config))
    return _lines(found) if form == "jsonl" else _document(found, at)


def _events(db: Database, asked: Asked, names: Names) -> Iterator[Event]:
    known = _Known()
    moves = _moves(db, asked, known)
    return events(moves, names, lambda item_id: known.gtins[item_id], known.papers)


def _moves(db: Database, asked: Asked, known: _Known) -> Iterator[Told]:
    after = START
    while True:
        with db.read() as conn:
            page = history.page(
                conn, after, merchant_id=asked.merchant_id, since=asked.since, most=PAGE
            )
            known.learn(conn, page)
        yield from page
        if len(page) < PAGE:
            return
        after = page[-1].cursor


def _lines(found: Iterator[Event]) -> Iterator[str]:
    for event in found:
        yield _json({"@context": [CONTEXT]} | event) + "\n"


def _document(found: Iterator[Event], at: datetime) -> Iterator[str]:
    head = {"@context": [CONTEXT], "type": "EPCISDocument", "schemaVersion": "2.0"}
    head |= {"creationDate": at.isoformat().replace("+00:00", "Z")}
    yield _json(head)[:-1] + ', "epcisBody": {"eventList": [\n'
    for n, event in enumerate(found):
        yield (",\n" if n else "") + _json(event)
    yield "\n]}}\n"


def _json(plain: Mapping[str, Any]) -> str:
    return json.dumps(plain, ensure_ascii=False)
