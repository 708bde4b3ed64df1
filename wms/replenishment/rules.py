"""What is to be brought to which pick face, and where from. Pure.

Pieces that orders wait for are brought in any case, those that expire first before the others. A
face below its minimum, and one that somebody goes to anyway, is filled up to its maximum. A face
holds one lot at a time, so that its pieces are told apart by their label alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

DEMAND, MIN = "demand", "min"
LEAST_URGENT = 9


@dataclass(frozen=True, slots=True)
class Face:
    """A bin that an item is picked from, in pieces. `coming` is what somebody brings already,
    `lots` are those that lie there or come."""

    location_id: int
    sequence: int
    least: int
    most: int
    on_hand: int = 0
    reserved: int = 0
    coming: int = 0
    lots: frozenset[int] = frozenset()

    @property
    def room(self) -> int:
        return self.most - self.on_hand - self.coming

    @property
    def is_low(self) -> bool:
        """Tell whether less than the minimum will be there for orders to come."""
        return self.on_hand - self.reserved + self.coming < self.least


@dataclass(frozen=True, slots=True)
class Source:
    """Pieces of one lot in a bin or LPN elsewhere. `waiting` of them are promised to orders and
    must reach a face, `free` are promised to nobody; `priority` is the most urgent order's."""

    location_id: int
    lpn_id: int
    lot_id: int
    sequence: int
    free: int
    waiting: int = 0
    priority: int = LEAST_URGENT
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class Bring:
    """`quantity` pieces are to be brought from a source to a face."""

    face_id: int
    location_id: int
    lpn_id: int
    lot_id: int
    quantity: int
    why: str
    priority: int


def bring(faces: Sequence[Face], sources: Sequence[Source], today: date) -> list[Bring]:
    """Return what is to be brought: first what orders wait for, then what fills the faces."""
    found: dict[tuple[int, int, int, int], Bring] = {}
    state = {face.location_id: face for face in faces}
    left = {(s.location_id, s.lpn_id, s.lot_id): s for s in sources}
    for source in sorted(sources, key=_oldest):
        if source.waiting:
            face = best(state.values(), source.lot_id)
            state[face.location_id] = _add(found, face, source, source.waiting, DEMAND)
    for face_id in [face.location_id for face in faces]:
        if not (state[face_id].is_low or _gone_to(found, face_id)):
            continue
        for source in sorted(left.values(), key=_oldest):
            face = state[face_id]
            free = min(face.room, source.free)
            if free > 0 and _may_fill(face, source, today):
                state[face_id] = _add(found, face, source, free, MIN)
                key = (source.location_id, source.lpn_id, source.lot_id)
                left[key] = replace(left[key], free=source.free - free)
    return list(found.values())


def best(faces: Iterable[Face], lot_id: int) -> Face:
    """Return the face for pieces of a lot: one that holds that lot, else one that holds none, then
    the one with the most room."""

    def rank(face: Face) -> tuple[int, int, int]:
        kind = 0 if lot_id in face.lots else 2 if face.lots else 1
        return kind, -face.room, face.sequence

    return min(faces, key=rank)


def spread(wanted: int, promised: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return (id, pieces) of the promises that `wanted` pieces keep, in their order; the last one
    perhaps in part."""
    kept = []
    for number, quantity in promised:
        if wanted <= 0:
            break
        kept.append((number, min(wanted, quantity)))
        wanted -= quantity
    return kept


def may_lie(lots: Collection[int], lot_id: int) -> bool:
    """Tell whether pieces of a lot may be put to what lies on a face."""
    return set(lots) <= {lot_id}


def _oldest(source: Source) -> tuple[date, int, int, int, int]:
    expires_on = source.expires_on or date.max
    return expires_on, source.priority, source.sequence, source.location_id, source.lpn_id


def _may_fill(face: Face, source: Source, today: date) -> bool:
    """Expired goods fill no face; what stands in an LPN comes as a whole, so it must fit."""
    if source.expires_on is not None and source.expires_on <= today:
        return False
    whole = source.free + source.waiting
    fits = not source.lpn_id or source.waiting > 0 or whole <= face.room
    return fits and may_lie(face.lots, source.lot_id)


def _gone_to(found: dict[tuple[int, int, int, int], Bring], face_id: int) -> bool:
    return any(key[0] == face_id for key in found)


def _add(
    found: dict[tuple[int, int, int, int], Bring],
    face: Face,
    source: Source,
    quantity: int,
    why: str,
) -> Face:
    """Note what is brought, and return the face as it will be then."""
    key = (face.location_id, source.location_id, source.lpn_id, source.lot_id)
    priority = source.priority if why == DEMAND else LEAST_URGENT
    known = found.get(key)
    found[key] = (
        replace(known, quantity=known.quantity + quantity)
        if known
        else Bring(*key, quantity, why, priority)
    )
    lots = face.lots | {source.lot_id}
    return replace(face, coming=face.coming + quantity, lots=lots)
