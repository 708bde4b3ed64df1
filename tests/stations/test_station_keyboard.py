"""Keys are the same keys however their bytes arrive."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stations.keyboard import KeyDecoder, KeyPress, Stroke

SEQUENCES = {
    b"\x1bOP": 1,
    b"\x1b[11~": 1,
    b"\x1b[[A": 1,
    b"\x1b[1;2P": 1,
    b"\x1bOQ": 2,
    b"\x1b[14~": 4,
    b"\x1b[[E": 5,
    b"\x1b[15~": 5,
    b"\x1b[17~": 6,
    b"\x1b[18;5~": 7,
    b"\x1b[19~": 8,
}


@pytest.mark.parametrize(("sequence", "number"), SEQUENCES.items())
def test_a_function_key_is_known_in_each_dialect(sequence: bytes, number: int) -> None:
    assert KeyDecoder().feed(sequence) == [KeyPress(Stroke.FUNCTION, number=number)]


def test_an_escape_that_stays_alone_is_the_key() -> None:
    decoder = KeyDecoder()
    assert decoder.feed(b"\x1b") == []
    assert decoder.is_open
    assert decoder.flush() == [KeyPress(Stroke.ESCAPE)]
    assert not decoder.is_open


def test_arrows_and_control_characters_are_nothing() -> None:
    assert KeyDecoder().feed(b"\x1b[A\x1b[1;5D\x1b[3~\x00\x04\x1a\t") == []


def test_ctrl_c_is_a_key() -> None:
    assert KeyDecoder().feed(b"\x03") == [KeyPress(Stroke.INTERRUPT)]


PIECES = st.sampled_from(
    [*SEQUENCES, b"\r", b"\x7f", "ż".encode(), b"7", b"\x1b[A", b"\x02", b"\x03"]
)


@settings(max_examples=200)
@given(st.lists(PIECES, max_size=8), st.data())
def test_any_slicing_gives_the_same_keys(pieces: list[bytes], data: st.DataObject) -> None:
    stream = b"".join(pieces)
    whole = KeyDecoder().feed(stream)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=6)))
    decoder, found = KeyDecoder(), []
    for start, end in zip([0, *cuts], [*cuts, len(stream)], strict=True):
        found += decoder.feed(stream[start:end])
    assert found == whole
