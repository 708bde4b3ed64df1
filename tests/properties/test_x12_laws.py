"""X12: whatever the separators, a text comes back; whatever the junk, the error is clear."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from wms.channels.edi.envelope import TransactionSet, transaction_sets
from wms.channels.edi.x12 import Segment, Separators, Tokenizer, X12Error, joined

MARKS = st.characters(codec="utf-8", exclude_categories=("L", "N", "Cs", "Z"))
VALUES = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Z")), max_size=8)
NAMES = st.from_regex(r"[A-HJ-R][A-Z0-9]{1,2}", fullmatch=True).filter(
    lambda name: name not in ("GS", "GE", "ISA", "IEA")
)


@st.composite
def separators(draw: st.DrawFn) -> Separators:
    """Draw three characters that can be told apart; a line end may end segments."""
    element, component = draw(st.lists(MARKS, min_size=2, max_size=2, unique=True))
    segment = draw(MARKS | st.just("\n"))
    assume(len({element, component, segment}) == 3)
    assume(not {element, component} & set("\r\n\t \ufeff"))
    assume(segment not in "\r\t \ufeff")
    return Separators(element, component, segment)


@st.composite
def interchanges(draw: st.DrawFn) -> tuple[Separators, list[Segment]]:
    """Draw an interchange of one group with any segments in it."""
    by = draw(separators())
    clean = VALUES.map(lambda v: "".join(c for c in v if c not in (*vars_of(by), "\r", "\n")))
    body = draw(st.lists(st.tuples(NAMES, st.lists(clean, max_size=5)), max_size=8))
    rows = [("GS", ["OW", "A", "B", "20260302", "1200", "7", "X", "004010"]), ("ST", ["940", "1"])]
    rows += [(name, [*values]) for name, values in body]
    rows += [("SE", [str(len(body) + 2), "1"]), ("GE", ["1", "7"]), ("IEA", ["1", "000000009"])]
    return by, [isa(by), *(Segment(name, tuple(values)) for name, values in rows)]


def vars_of(by: Separators) -> tuple[str, str, str]:
    return by.element, by.component, by.segment


def isa(by: Separators) -> Segment:
    blank = " " * 10
    fixed = ("00", blank, "00", blank, "ZZ", "A".ljust(15), "ZZ", "B".ljust(15), "260302", "1200")
    return Segment("ISA", (*fixed, "U", "00401", "000000009", "0", "P", by.component))


def read(text: str) -> tuple[list[TransactionSet], str]:
    """Return the sets of a text and what is wrong with it."""
    found: list[TransactionSet] = []
    try:
        found.extend(transaction_sets(text))
    except X12Error as error:
        return found, error.words
    return found, ""


def bare(segments: list[Segment]) -> list[tuple[str, tuple[str, ...]]]:
    return [(segment.name, segment.elements) for segment in segments]


@settings(deadline=None)
@given(interchanges(), st.integers(1, 40))
def test_any_separators_and_any_slices_give_the_same_segments(
    drawn: tuple[Separators, list[Segment]], size: int
) -> None:
    by, segments = drawn
    text = joined(segments, by)
    tokens = Tokenizer()
    found = [one for n in range(0, len(text), size) for one in tokens.feed(text[n : n + size])]
    found += tokens.close()
    assert bare(found) == bare(segments)
    assert tokens.oddities == []
    [whole] = transaction_sets(text)
    assert whole.is_whole
    assert whole.flags == []


@settings(deadline=None)
@given(interchanges(), st.data())
def test_a_text_that_is_cut_off_is_never_a_whole_set_by_mistake(
    drawn: tuple[Separators, list[Segment]], data: st.DataObject
) -> None:
    by, segments = drawn
    text = joined(segments, by)
    end = text.rindex(by.segment + "SE" + by.element) + 1
    cut = text[: data.draw(st.integers(0, end))]
    assert not any(one.is_whole for one in read(cut)[0])


@settings(deadline=None, max_examples=300)
@given(st.text(max_size=300) | st.text(max_size=300).map(lambda t: "ISA*" + t))
def test_junk_is_an_error_that_says_where(junk: str) -> None:
    found, words = read(junk)
    assert found == []
    assert words.isprintable()
    assert words or not junk.strip(" \t\r\n\ufeff")


@settings(deadline=None)
@given(interchanges(), st.data())
def test_a_spoilt_character_is_found_out_or_harmless(
    drawn: tuple[Separators, list[Segment]], data: st.DataObject
) -> None:
    by, segments = drawn
    text = joined(segments, by)
    place = data.draw(st.integers(0, len(text) - 1))
    spoilt = text[:place] + data.draw(st.characters(codec="utf-8")) + text[place + 1 :]
    found, words = read(spoilt)
    assert found or words


def test_two_interchanges_in_one_file_have_separators_of_their_own() -> None:
    rows = [Segment("GS", ("OW", "A", "B", "1", "2", "7", "X", "4")), Segment("ST", ("940", "1"))]
    rows += [Segment("SE", ("2", "1")), Segment("GE", ("1", "7")), Segment("IEA", ("1", "9"))]
    first, second = Separators("*", ":", "~"), Separators("|", ">", "\n")
    text = "".join(joined([isa(by), *rows], by) for by in (first, second))
    assert [one.flags for one in transaction_sets(text)] == [[], []]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("SE*2*1", "SE*9*1"), "SE01 says 9: there are 2 segments"),
        (("SE*2*1", "SE*2*5"), "SE02 is '5', ST02 is '1'"),
        (("GE*1*7", "GE*3*7"), "GE01 says 3: there are 1"),
        (("GE*1*7", "GE*1*8"), "GE02 is '8', GS06 is '7'"),
        (("IEA*1*9~", "IEA*2*9~"), "IEA01 says 2: there are 1"),
        (("IEA*1*9~", ""), "IEA is missing: the interchange may be cut off"),
    ],
)
def test_wrong_counts_are_flagged(change: tuple[str, str], words: str) -> None:
    rows = [Segment("GS", ("OW", "A", "B", "1", "2", "7", "X", "4")), Segment("ST", ("940", "1"))]
    rows += [Segment("SE", ("2", "1")), Segment("GE", ("1", "7")), Segment("IEA", ("1", "9"))]
    by = Separators("*", ":", "~")
    text = joined([isa(by), *rows], by)
    assert change[0] in text
    [found] = transaction_sets(text.replace(*change))
    assert found.flags == [words]
