"""Write exports as CSV or JSON lines, row by row, however many there are."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from wms.channels.csv_cells import safe
from wms.channels.exports import goods, happened, papers, parcels
from wms.channels.exports.table import Asked, Column, Export, Row
from wms.db import Database
from wms.errors import Refused
from wms.gs1.digits import shown
from wms.text import T

EXPORTS: Mapping[str, Export] = {
    export.kind: export
    for export in (
        *(goods.ITEMS, goods.STOCK, goods.FACES, goods.LOCATIONS, papers.ORDERS, papers.ASNS),
        *(parcels.SHIPMENTS, parcels.RMAS, parcels.RETURNS, happened.MOVES, happened.COUNTS),
        happened.NOTES,
    )
}
FORMS = {"csv": "text/csv; charset=utf-8", "jsonl": "application/x-ndjson"}


def asked_of(export: Export, merchant_id: int | None, since: datetime | None) -> Asked:
    """Return what is asked of an export.

    :raises Refused: its rows have no time, or it is the site's own.
    """
    if since is not None and not export.since:
        words = T("{kind} have no time", kind=export.kind)
        raise Refused("export.since", words, T("Leave since out"), field="since")
    if export.is_site and merchant_id is not None:
        words = T("{kind} belong to no merchant", kind=export.kind)
        raise Refused("export.site", words, T("Use a key of the site, and name no merchant"))
    return Asked(merchant_id, since)


def named(kind: str) -> Export:
    """Return the export of a kind.

    :raises Refused: there is none.
    """
    if kind not in EXPORTS:
        words = T("{name} cannot be exported", name=shown(kind))
        kinds = ", ".join(EXPORTS)
        raise Refused("export.unknown", words, T("Use one of {kinds}", kinds=kinds))
    return EXPORTS[kind]


def moment(text: str) -> datetime | None:
    """Read the time since when rows are asked for: a day is its beginning in UTC; "" is None.

    :raises Refused: it is neither a date nor a time with its offset.
    """
    try:
        if len(text) == 10:
            return datetime.combine(date.fromisoformat(text), time(tzinfo=UTC))
        found = datetime.fromisoformat(text) if text else None
        if found is None or found.tzinfo is not None:
            return found.astimezone(UTC) if found else None
    except (ValueError, OverflowError):
        pass
    words = T("{text} is no time", text=shown(text))
    remedy = T("Write it as 2026-03-31 or 2026-03-31T17:00:00+02:00")
    raise Refused("export.since", words, remedy, field="since")


def written(db: Database, export: Export, asked: Asked, form: str) -> Iterator[str]:
    """Yield an export as text, a page at a time; `form` is one of `FORMS`."""
    if form == "csv":
        yield _sheet([[column.name for column in export.columns]])
    for rows in _pages(db, export, asked):
        if form == "csv":
            names = [column.name for column in export.columns]
            yield _sheet([[safe(row[name]) for name in names] for row in rows])
        else:
            yield "".join(_line(export.columns, row) for row in rows)


def _pages(db: Database, export: Export, asked: Asked) -> Iterator[list[Row]]:
    after: Any = None
    while True:
        with db.read() as conn:
            page = export.read(conn, asked, after)
        if page.rows:
            yield list(page.rows)
        if page.following is None:
            return
        after = page.following


def _sheet(rows: list[list[str]]) -> str:
    sheet = io.StringIO()
    csv.writer(sheet).writerows(rows)
    return sheet.getvalue()


def _line(columns: tuple[Column, ...], row: Row) -> str:
    """Return a row as a JSON object without what is empty."""
    named = ((column.name, row[column.name]) for column in columns)
    plain = {name: value for name, value in named if value not in (None, "")}
    return json.dumps(plain, ensure_ascii=False) + "\n"
