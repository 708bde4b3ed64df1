"""A JSON array that is read piece by piece says the same as one that is read whole."""

from __future__ import annotations

import json
from io import BytesIO

from hypothesis import given, settings
from hypothesis import strategies as st

from wms.channels import array
from wms.channels.array import elements

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**12), 10**12) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


@given(
    st.lists(VALUES, max_size=6), st.sampled_from([None, 1, 4]), st.booleans(), st.integers(1, 9)
)
@settings(max_examples=60, deadline=None)
def test_reading_in_pieces_gives_what_reading_whole_gives(
    values: list[object], indent: int | None, is_ascii: bool, chunk: int
) -> None:
    text = json.dumps(values, indent=indent, ensure_ascii=is_ascii)
    known, array.CHUNK_BYTES = array.CHUNK_BYTES, chunk
    try:
        read = list(elements(BytesIO(text.encode("utf-8", "surrogatepass"))))
    finally:
        array.CHUNK_BYTES = known
    assert read == values


def test_an_element_may_span_lines() -> None:
    read = list(elements(BytesIO(b'[\n\n {"a":\n 1},\n 2]')))
    assert read == [{"a": 1}, 2]
