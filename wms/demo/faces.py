"""Which goods of a plan are picked from faces: those that are wanted most. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator

from wms.demo.plan import Key, PlannedFace

MOST_FACES = 6
SHARE = 3
"""At most one item in so many has a face, which holds one in so many of the pieces wanted."""

MOST_PIECES = 20


def faces(
    wanted: Counter[Key], brought: Counter[Key], never: Collection[Key]
) -> tuple[PlannedFace, ...]:
    """Return the faces of the items most wanted, in order; each takes less than is brought of its
    item, so that the rest is stored elsewhere and must be brought to it.

    `never` are items that have none: a face holds one lot at a time, and where a piece is to get
    lost or to fail its check, what is on its way to a face could not replace it.
    """
    return tuple(_faces(wanted, brought, never))[: min(MOST_FACES, max(1, len(brought) // SHARE))]


def _faces(
    wanted: Counter[Key], brought: Counter[Key], never: Collection[Key]
) -> Iterator[PlannedFace]:
    for key in sorted(wanted, key=lambda key: (-wanted[key], key)):
        most = min(MOST_PIECES, max(2, wanted[key] // SHARE))
        if key not in never and most < brought[key]:
            yield PlannedFace(*key, max(1, most // SHARE), most)
