"""Where an error may have arisen, asked of the books: see `origin_rules` for the rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Select, func, select
from sqlalchemy.orm import aliased

from wms.catalog import queries as catalog
from wms.counting.models import CountLine, CountTask
from wms.insights import hints, origin_rules
from wms.insights.hints import Hint
from wms.insights.origin_rules import ADJUST, COUNT, SHORT, Candidate, Kind, Look, Ranked, Span
from wms.insights.traced import Thing
from wms.layout import queries as layout
from wms.picking.models import Pick
from wms.stock import corrected, timeline
from wms.stock.timeline import MoveLine

MOST_LOOKS = 500
MOST_SPANS = 8
MOST_MOVES = 60
LONG_AGO = datetime(1, 1, 2, tzinfo=UTC)

_AGAIN = aliased(CountTask)
_COUNTS: Select[*tuple[Any, ...]] = (
    select(
        CountTask.location_id,
        CountLine.item_id,
        CountLine.lot_id,
        func.coalesce(CountLine.last_at, CountTask.done_at),
        CountLine.difference,
        _AGAIN.id,
        CountLine.id,
    )
    .join(CountTask, CountTask.id == CountLine.task_id)
    .outerjoin(_AGAIN, _AGAIN.recounts_id == CountTask.id)
    .where(CountTask.status == "done")
    .order_by(CountTask.id.desc(), CountLine.id.desc())
    .limit(MOST_LOOKS)
)
_SHORTS: Select[*tuple[Any, ...]] = (
    select(
        Pick.location_id,
        Pick.item_id,
        Pick.lot_id,
        Pick.ended_at,
        Pick.quantity - Pick.picked,
        Pick.id,
    )
    .where(Pick.status == "short", Pick.ended_at.is_not(None), Pick.picked < Pick.quantity)
    .order_by(Pick.id.desc())
    .limit(MOST_LOOKS)
)


@dataclass(frozen=True, slots=True)
class Suspect:
    """A move in the span of an error, with what speaks for it."""

    line: MoveLine
    ranked: Ranked


@dataclass(frozen=True, slots=True)
class Origin:
    """One error: where and of what, between which moments, and which moves it may have come by.

    `is_cut` tells that the span holds more moves than are shown.
    """

    span: Span
    place: str
    sku: str
    lot: str
    suspects: list[Suspect]
    is_cut: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known about errors of a place, item or lot; `agreed_at` is when books and place were
    last seen to agree in all that was looked at, `looks` how often somebody looked."""

    origins: list[Origin]
    hints: list[Hint]
    agreed_at: datetime | None
    looks: int
    more: int


def of(conn: Connection, thing: Thing) -> Answer:
    """Return where errors of a place, an item or a lot may have arisen."""
    looks = _looks(conn, thing)
    found = [span for kind, those in looks.items() for span in origin_rules.spans(kind, those)]
    found.sort(key=lambda span: span.before, reverse=True)
    items = sorted({span.kind.item_id for span in found} | ({thing.item_id} - {0}))
    known = hints.of_items(conn, items)
    others = _others(conn, thing, items, found)
    documents = [document for hint in known for document in hint.documents]
    shown = [_origin(conn, span, documents, others) for span in found[:MOST_SPANS]]
    every = [look for those in looks.values() for look in those]
    more = max(len(found) - MOST_SPANS, 0)
    return Answer(shown, known, origin_rules.last_agreed(every), len(every), more)


def _looks(conn: Connection, thing: Thing) -> Mapping[Kind, list[Look]]:
    found = _looked(conn, _at(thing), [thing.item_id])
    if thing.kind == "lot":
        return {kind: looks for kind, looks in found.items() if kind.lot_id == thing.id}
    return found


def _at(thing: Thing) -> int | None:
    return thing.id if thing.kind == "bin" else None


def _others(
    conn: Connection, thing: Thing, items: Sequence[int], found: Sequence[Span]
) -> list[Span]:
    """Return the spans of the same items in all places."""
    if thing.kind == "item" or not items:
        return list(found)
    looks = _looked(conn, None, items)
    return [span for kind, those in looks.items() for span in origin_rules.spans(kind, those)]


def _looked(
    conn: Connection, location_id: int | None, item_ids: Sequence[int]
) -> Mapping[Kind, list[Look]]:
    """Return when somebody saw how many pieces lie where: at a place, or of items."""
    found: dict[Kind, list[Look]] = defaultdict(list)
    for place, item, lot, at, difference, again, number in conn.execute(
        _narrowed(_COUNTS, CountTask.location_id, CountLine.item_id, location_id, item_ids)
    ):
        settles = again is None and difference is not None
        found[Kind(place, item, lot)].append(Look(at, COUNT, difference, settles, number))
    for place, item, lot, at, pieces, number in conn.execute(
        _narrowed(_SHORTS, Pick.location_id, Pick.item_id, location_id, item_ids)
    ):
        found[Kind(place, item, lot)].append(Look(at, SHORT, -int(pieces), False, number))
    for place, item, lot, at, pieces, number in corrected.by_hand(
        conn, location_id=location_id, item_ids=item_ids, most=MOST_LOOKS
    ):
        found[Kind(place, item, lot)].append(Look(at, ADJUST, pieces, True, number))
    return found


def _narrowed(
    asked: Select[*tuple[Any, ...]],
    place: Any,
    item: Any,
    location_id: int | None,
    item_ids: Sequence[int],
) -> Select[*tuple[Any, ...]]:
    if location_id is not None:
        return asked.where(place == location_id)
    return asked.where(item.in_(item_ids))


def _origin(
    conn: Connection,
    span: Span,
    documents: Sequence[tuple[str, int]],
    others: Sequence[Span],
) -> Origin:
    kind = span.kind
    lines = timeline.within(
        conn,
        location_id=kind.location_id,
        item_id=kind.item_id,
        lot_id=kind.lot_id,
        since=span.after or LONG_AGO,
        until=span.before,
        most=MOST_MOVES + 1,
    )
    by_id = {line.id: line for line in lines[:MOST_MOVES]}
    undone = {line.corrects_id for line in lines if line.corrects_id is not None}
    candidates = [_candidate(line, kind.location_id, undone) for line in by_id.values()]
    best = origin_rules.ranked(span, candidates, hinted=documents, others=others)
    suspects = [Suspect(by_id[one.candidate.number], one) for one in best]
    place = layout.location(conn, kind.location_id).code
    sku = catalog.item(conn, kind.item_id).sku
    lot = timeline.lot_code(conn, kind.lot_id)
    return Origin(span, place, sku, lot, suspects, len(lines) > MOST_MOVES)


def _candidate(line: MoveLine, location_id: int, undone: set[int]) -> Candidate:
    sign = 1 if line.target_id == location_id else -1
    document = (line.for_kind, line.for_id)
    is_corrected = line.id in undone or line.corrects_id is not None
    return Candidate(line.id, line.recorded_at, sign * line.quantity, document, is_corrected)
