"""Letters of all languages have a shape, and long words are fitted."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from label_examples import a_shipping_label
from label_peers import text_of

from labels.canvas import Text
from labels.fitting import shorten, wrap
from labels.fonts import clean, measure, without_glyph
from labels.pdf import to_pdf
from labels.picture import mask_of
from labels.shipping import Recipient, shipping_label

LETTERS = "ąćęłńóśźżĄĆĘŁŃÓŚŹŻãõçáàâéêíóôúÃÕÇÁÀÂÉÊÍÓÔÚўіёЎІЁйщыэюя№«»„”–…€'’"


@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize("letter", LETTERS)
def test_a_letter_is_drawn_as_itself_and_not_as_an_empty_box(letter: str, bold: bool) -> None:
    _, _, box = mask_of(Text(0, 0, "\U0010fffd", 40, bold))
    _, _, mask = mask_of(Text(0, 0, letter, 40, bold))
    assert mask.getbbox() is not None
    assert (mask.size, mask.tobytes()) != (box.size, box.tobytes())


def test_letters_with_marks_differ_from_those_without() -> None:
    for marked, plain in zip("żółćŻўіёãç", "zolcZуıеac", strict=True):
        shapes = [mask_of(Text(0, 0, letter, 40))[2] for letter in (marked, plain)]
        assert shapes[0].tobytes() != shapes[1].tobytes()


def test_characters_the_font_lacks_are_named() -> None:
    assert without_glyph("Łódź 王小 Мінск") == "王小"
    assert without_glyph(LETTERS) == ""


def test_the_words_of_a_pdf_can_be_searched() -> None:
    recipient = Recipient("Ўладзімір Ёлкін", ("Rua São João 5",), "00-950", "Łódź", "Polska")
    [page] = text_of(to_pdf([shipping_label(a_shipping_label(recipient=recipient))]))
    for words in ("Ўладзімір Ёлкін", "Rua São João 5", "00-950 Łódź", "POLSKA"):
        assert words in page


def test_accents_are_composed_and_controls_gone() -> None:
    assert clean("Z\u0307o\u0301\x00\u202e\ufeffw\n\u2028") == "Żó w"


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=120), st.integers(60, 600), st.integers(16, 60))
def test_a_shortened_text_is_no_wider_than_asked(text: str, width: int, size: int) -> None:
    assert measure(shorten(clean(text), width, size), size) <= width


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=200), st.integers(100, 600), st.integers(1, 4))
def test_wrapped_lines_fit_and_keep_the_order_of_words(text: str, width: int, most: int) -> None:
    lines = wrap(text, width, 24, most)
    assert len(lines) <= most
    assert all(measure(words, 24) <= width for words in lines)
    if not any("…" in words for words in lines):
        assert " ".join(lines).split() == clean(text).split()
