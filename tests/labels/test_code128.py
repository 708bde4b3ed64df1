"""Code 128: shortest, decodable, and nothing in the data can leave the field."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from label_peers import from_zpl
from PIL import Image

from labels.canvas import Bars, Drawing, Size
from labels.code128 import FNC1, START_C, code_words, modules, zpl_data
from labels.decode import decode
from labels.errors import LabelError
from labels.picture import to_image
from labels.zpl import field_data, to_zpl

printable = st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=24)
digits_and_letters = st.text(st.sampled_from("0123456789AZ"), min_size=1, max_size=24)


def _drawn(data: str) -> Drawing:
    width = len(modules(code_words(data))) * 2 + 80
    return Drawing(Size(width, 120), (Bars(40, 10, 2, 100, "code128", data),))


@settings(max_examples=60, deadline=None)
@given(printable | digits_and_letters)
def test_any_printable_text_reads_back_from_picture_and_zpl(data: str) -> None:
    drawing = _drawn(data)
    image = to_image(drawing)
    assert [code.text for code in decode(image)] == [data]
    [label] = from_zpl(to_zpl(drawing), drawing.size)
    assert label.tobytes() == image.convert("L").tobytes()


@settings(max_examples=200, deadline=None)
@given(printable)
def test_field_data_has_no_command_and_unescapes_to_itself(data: str) -> None:
    field = field_data(data)
    inside = field.removeprefix("^FH_^FD").removesuffix("^FS")
    assert not set(inside) & set("^~\\!")
    assert re.sub(r"_(..)", lambda hexes: chr(int(hexes[1], 16)), inside) == data


@settings(max_examples=200, deadline=None)
@given(digits_and_letters)
def test_no_choice_of_subsets_is_shorter(data: str) -> None:
    assert len(code_words(data)) - 2 == min(_every_length(data, "B"), _every_length(data, "C")) - 1


def _every_length(data: str, subset: str) -> int:
    """Try everything: the fewest words including start, switching by pairs of equal steps."""
    best = {("B", 0): 1, ("C", 0): 1}
    for i in range(len(data) + 1):
        for here, there in (("B", "C"), ("C", "B")):
            if (here, i) in best:
                best[there, i] = min(best.get((there, i), 999), best[here, i] + 1)
        for here, step in (("B", 1), ("C", 2)):
            fits = i + step <= len(data) and (step == 1 or data[i : i + 2].isdigit())
            if (here, i) in best and fits:
                known = best.get((here, i + step), 999)
                best[here, i + step] = min(known, best[here, i] + 1)
    return best.get((subset, len(data)), 999)


def test_an_sscc_takes_156_modules() -> None:
    words = code_words("00340123450000000017", gs1=True)
    assert words[:2] == (START_C, FNC1)
    assert len(modules(words)) == 156
    assert zpl_data(words) == ">;>800340123450000000017"


def test_an_odd_digit_is_not_lost_in_zpl() -> None:
    assert zpl_data(code_words("123456A1234567")) == ">;123456>6A1>5234567"


@pytest.mark.parametrize("data", ["ż", "Ў1", "a\nb", "a\x00", "\x1d", ""])
def test_what_a_code_128_cannot_hold_is_refused_with_the_reason(data: str) -> None:
    with pytest.raises(LabelError, match=r"cannot hold|empty"):
        code_words(data)


def test_the_picture_of_an_empty_label_has_no_codes() -> None:
    assert decode(Image.new("1", (300, 100), 1)) == []
