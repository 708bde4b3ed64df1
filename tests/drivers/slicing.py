"""Cut a byte string anywhere: what a serial port does to every frame."""

from __future__ import annotations

import itertools

from hypothesis import strategies as st

cut_points = st.lists(st.integers(0, 400), max_size=30)


def sliced(data: bytes, cuts: list[int]) -> list[bytes]:
    """Return `data` in pieces, cut at the given places."""
    places = [0, *sorted(cut % (len(data) + 1) for cut in cuts), len(data)]
    return [data[start:end] for start, end in itertools.pairwise(places)]
