"""Lines of a timeline and where a page of it ends. Pure, but for the conditions of its questions.

A timeline is made from several sources: the ledger, documents, counts, scans. Each line has a
place in it: its moment, the rank of its source, its number there. A page ends at such a place, and
each source goes on below it, so that nothing is shown twice or left out, whatever happened in the
same instant.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import false, tuple_, type_coerce

from wms.db import UtcDateTime
from wms.errors import Refused
from wms.text import T, Words

MOVES, PAPERS, COUNTS, PRINTS, SCANS = range(5, 0, -1)
"""Ranks of the sources: in one instant, what has the greater rank is shown first."""

SOURCES = {
    MOVES: "moves",
    PAPERS: "papers",
    COUNTS: "counts",
    PRINTS: "prints",
    SCANS: "scans",
}


@dataclass(frozen=True, slots=True)
class End:
    """Where pieces came from or went to: a place, and the LPN there ("": loose)."""

    place: str = ""
    lpn: str = ""
    is_inside: bool = True


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: what happened when, to which goods, who did it, at which station, by which event.

    `links` are (code, address) of other things that it is about.
    """

    at: datetime
    rank: int
    number: int | str
    words: Words
    sku: str = ""
    lot: str = ""
    quantity: int | None = None
    source: End | None = None
    target: End | None = None
    who: str = ""
    station: str = ""
    event_id: str = ""
    detail: Words = ""
    links: tuple[tuple[str, str], ...] = ()

    @property
    def kind(self) -> str:
        return SOURCES[self.rank]

    @property
    def mark(self) -> Mark:
        return Mark(self.at, self.rank, str(self.number))


@dataclass(frozen=True, slots=True)
class Mark:
    """The last line that was shown; what is older comes next."""

    at: datetime
    rank: int
    number: str

    def __str__(self) -> str:
        return f"{self.at.astimezone(UTC):%Y%m%dT%H%M%S.%f}~{self.rank}~{self.number}"

    def older(self, rank: int, at: Any, number: Any) -> list[Any]:
        """Return the conditions for the rows of a source that come after this line."""
        moment = type_coerce(self.at, UtcDateTime)
        if rank > self.rank:
            return [at < moment]
        if rank < self.rank:
            return [at <= moment]
        is_text = rank == SCANS
        if not is_text and not self.number.isdigit():
            return [false()]
        mine = self.number if is_text else int(self.number)
        return [tuple_(at, number) < tuple_(moment, mine)]

    def is_before(self, entry: Entry) -> bool:
        """Tell whether an entry comes after this line."""
        if entry.rank == self.rank and entry.at == self.at and isinstance(entry.number, int):
            return self.number.isdigit() and entry.number < int(self.number)
        return (entry.at, entry.rank) < (self.at, self.rank)


def older(mark: Mark | None, rank: int, at: Any, number: Any) -> list[Any]:
    """Return the conditions for what follows `mark`, none for the beginning."""
    return mark.older(rank, at, number) if mark else []


def mark_of(text: str) -> Mark | None:
    """Read a mark as an address carries it; None for none.

    :raises Refused: `trace.mark`, it is none of ours.
    """
    if not text:
        return None
    try:
        moment, rank, number = text.split("~")
        at = datetime.strptime(moment, "%Y%m%dT%H%M%S.%f").replace(tzinfo=UTC)
        if int(rank) not in SOURCES or not number or len(number) > 64:
            raise ValueError(text)
        if int(rank) != SCANS and not (number.isascii() and number.isdigit() and len(number) < 19):
            raise ValueError(text)
        return Mark(at, int(rank), number)
    except ValueError:
        words = T("This page of the timeline cannot be found")
        raise Refused("trace.mark", words, T("Begin with its first page")) from None


def merged(found: list[Entry], most: int) -> list[Entry]:
    """Return the newest `most` entries of all sources, newest first."""
    ordered = sorted(found, key=lambda e: (e.at, e.rank, _sortable(e.number)), reverse=True)
    return ordered[:most]


def _sortable(number: int | str) -> tuple[int, str]:
    return (number, "") if isinstance(number, int) else (0, number)
