"""The timeline of a thing: what happened to it, newest first, from the ledger and all documents."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from sqlalchemy import Connection

from wms.insights import trace_checks, trace_moves, trace_papers
from wms.insights.entries import (
    COUNTS,
    MOVES,
    PAPERS,
    PRINTS,
    SCANS,
    SOURCES,
    Entry,
    Mark,
    merged,
)
from wms.insights.traced import Thing

MOST = 60


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a timeline; `following` begins the next one, None after the last."""

    entries: list[Entry]
    following: Mark | None


Find = Callable[[Connection, Thing, "Mark | None", int], list[Entry]]


def _papers(conn: Connection, thing: Thing, mark: Mark | None, most: int) -> list[Entry]:
    found = trace_papers.entries(conn, thing)
    return [entry for entry in found if mark is None or mark.is_before(entry)]


FINDERS: dict[int, Find] = {
    MOVES: trace_moves.entries,
    PAPERS: _papers,
    COUNTS: trace_checks.counts,
    PRINTS: trace_checks.prints,
    SCANS: trace_checks.scans,
}


def page(
    conn: Connection,
    thing: Thing,
    *,
    kinds: Collection[str] = (),
    after: Mark | None = None,
    most: int = MOST,
) -> Page:
    """Return the entries that follow `after`, of all `kinds` or of some."""
    found: list[Entry] = []
    for rank, find in FINDERS.items():
        if not kinds or SOURCES[rank] in kinds:
            found += find(conn, thing, after, most + 1)
    shown = merged(found, most + 1)
    return Page(shown[:most], shown[most - 1].mark if len(shown) > most else None)
