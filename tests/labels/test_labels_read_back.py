"""Each label, from each renderer, reads back as exactly what was to be printed."""

import pytest
from label_examples import EXAMPLES
from label_peers import from_pdf, from_zpl

from labels.canvas import FOUR_BY_SIX, SMALL, Drawing, Matrix
from labels.decode import Decoded, decode, second_opinion
from labels.pdf import to_pdf
from labels.picture import to_image, to_png_bytes
from labels.zpl import to_zpl
from labels.zpl_graphic import Compression

each_label = pytest.mark.parametrize(
    ("drawing", "expected"), EXAMPLES.values(), ids=EXAMPLES.keys()
)


each_label_without_matrix = pytest.mark.parametrize(
    ("drawing", "expected"),  # a printer may choose other code words for a matrix
    [
        pytest.param(drawing, expected, id=name)
        for name, (drawing, expected) in EXAMPLES.items()
        if not any(isinstance(element, Matrix) for element in drawing.elements)
    ],
)


@each_label
def test_the_picture_reads_back(drawing: Drawing, expected: list[Decoded]) -> None:
    assert decode(to_image(drawing)) == expected


@each_label
def test_the_pdf_reads_back(drawing: Drawing, expected: list[Decoded]) -> None:
    [page] = from_pdf(to_pdf([drawing]))
    assert page.size == (drawing.size.width, drawing.size.height)
    assert decode(page) == expected


@each_label
@pytest.mark.parametrize("compression", ["Z64", "hex"])
def test_the_zpl_reads_back(
    drawing: Drawing, expected: list[Decoded], compression: Compression
) -> None:
    [label] = from_zpl(to_zpl(drawing, compression), drawing.size)
    assert decode(label) == expected


@each_label_without_matrix
@pytest.mark.parametrize("compression", ["Z64", "hex"])
def test_zpl_and_picture_agree_on_each_dot(
    drawing: Drawing, expected: list[Decoded], compression: Compression
) -> None:
    [label] = from_zpl(to_zpl(drawing, compression), drawing.size)
    assert label.tobytes() == to_image(drawing).convert("L").tobytes()


@each_label
def test_nothing_is_drawn_in_the_margin(drawing: Drawing, expected: list[Decoded]) -> None:
    image = to_image(drawing).convert("L").point(lambda value: 255 - value)
    left, top, right, bottom = image.getbbox() or (0, 0, 0, 0)
    assert min(left, top) >= 4
    assert right <= drawing.size.width - 4
    assert bottom <= min(drawing.size.height - 4, 148 * 8)
    if drawing.size == FOUR_BY_SIX:
        assert right - left <= 100 * 8


def test_a_document_of_many_labels_has_a_page_each() -> None:
    drawings = [drawing for drawing, _ in EXAMPLES.values()]
    pages = from_pdf(to_pdf(drawings))
    assert [decode(page) for page in pages] == [expected for _, expected in EXAMPLES.values()]


def test_the_same_label_is_the_same_file() -> None:
    drawings = [drawing for drawing, _ in EXAMPLES.values()]
    assert to_pdf(drawings) == to_pdf(drawings)


def test_a_png_is_made() -> None:
    assert to_png_bytes(EXAMPLES["bin"][0]).startswith(b"\x89PNG")


@pytest.mark.parametrize("kind", ["qr", "datamatrix"])
def test_other_matrix_codes_read_back_from_each_renderer(kind: str) -> None:
    text = 'https://example.org/p?a=1,2&b=^~_1\\"é'
    text = text if kind == "qr" else text[:-1]
    drawing = Drawing(SMALL, (Matrix(40, 40, 4, kind, text),))  # type: ignore[arg-type]
    pictures = [
        to_image(drawing),
        *from_pdf(to_pdf([drawing])),
        *from_zpl(to_zpl(drawing), SMALL),
    ]
    assert [[code.text for code in decode(picture)] for picture in pictures] == [[text]] * 3


def test_a_qr_code_stands_where_it_was_put_in_zpl() -> None:
    drawing = Drawing(SMALL, (Matrix(40, 40, 4, "qr", "12345"),))
    [label] = from_zpl(to_zpl(drawing), SMALL)
    left, top, _, _ = label.point(lambda value: 255 - value).getbbox() or (0, 0, 0, 0)
    assert left == 40
    assert abs(top - 40) <= 1


def test_the_second_decoder_agrees_or_says_why_it_cannot_look() -> None:
    drawing, expected = EXAMPLES["shipping"]
    opinion = second_opinion(to_image(drawing))
    if opinion.decoded is None:
        assert "libzbar0" in opinion.reason
    else:
        assert [code.text for code in opinion.decoded] == [code.text for code in expected]
