"""A packing slip has all lines, over as many pages as it takes."""

import re

import pytest
from label_peers import from_pdf, text_of

from labels.decode import Decoded, decode
from labels.errors import LabelError
from labels.packing_slip import PackingSlip, SlipLine, SlipWords, packing_slip


def _slip(*lines: SlipLine, **changes: object) -> PackingSlip:
    fields: dict[str, object] = {
        "merchant_lines": ("Sklep Żółw", "ul. Składowa 12", "05-850 Ożarów"),
        "recipient_lines": ("Уладзімір Ёлкін", "вул. Янкі Купалы 25", "220030 Мінск"),
        "order_reference": "SO-2026-004711",
        "parcel_no": 1,
        "parcel_count": 2,
        "packed_on": "12.03.2026",
        "message": "Dziękujemy!\nObrigado & <b>até já</b>",
        "lines": lines or (SlipLine("MUG", "Kubek", 3, 3),),
    }
    return PackingSlip(**(fields | changes))  # type: ignore[arg-type]


def test_the_order_is_a_barcode_on_the_first_page() -> None:
    [page] = from_pdf(packing_slip(_slip()))
    assert decode(page) == [Decoded("SO-2026-004711", "]C0")]


def test_who_what_and_why_are_on_the_page() -> None:
    line = SlipLine("MUG", "Kubek", 3, 2, 1, "Brak na stanie")
    [page] = text_of(packing_slip(_slip(line)))
    for words in ("Sklep Żółw", "Уладзімір Ёлкін", "Parcel 1 of 2", "12.03.2026", "Not delivered"):
        assert words in page
    assert "Brak na stanie" in page
    assert "Page 1 of 1" in page


def test_markup_in_names_is_printed_and_not_obeyed() -> None:
    [page] = text_of(packing_slip(_slip(SlipLine("A&B", "x <font size=90>y</font> &amp;", 1, 1))))
    assert "<font size=90>y</font> &amp;" in re.sub(r"\s+", " ", page)
    assert "Obrigado & <b>até já</b>" in page


def test_a_slip_without_shorts_has_no_column_for_them() -> None:
    assert "Not delivered" not in text_of(packing_slip(_slip()))[0]


def test_many_lines_flow_over_pages_with_each_line_once_and_a_head_on_each() -> None:
    lines = [SlipLine(f"SKU-{i:04d}.", "Kubek ceramiczny " * (i % 7 + 1), 2, 1) for i in range(90)]
    pages = text_of(packing_slip(_slip(*lines)))
    assert len(pages) > 2
    found = re.findall(r"SKU-\d{4}\.", "".join(pages))
    assert found == [line.sku for line in lines]
    for number, page in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in page
        assert "In this parcel" in page or number == len(pages)
    assert "90" in pages[-1]


def test_endless_words_stay_on_the_page() -> None:
    endless = "Ż" * 3000
    slip = _slip(
        SlipLine(endless[:200], endless, 10**9, 10**9, 1, endless[:300]),
        merchant_lines=(endless,) * 9,
        recipient_lines=(endless,) * 9,
        message=endless,
    )
    for page in from_pdf(packing_slip(slip)):
        left, top, right, bottom = page.point(lambda value: 255 - value).getbbox() or (0, 0, 0, 0)
        assert left >= 110
        assert right <= 1678 - 110
        assert top >= 80
        assert bottom <= 2374 - 60


def test_words_come_in_translated() -> None:
    words = SlipWords(title="Specyfikacja", page="Strona {number} z {count}")
    [page] = text_of(packing_slip(_slip(words=words)))
    assert "Specyfikacja" in page
    assert "Strona 1 z 1" in page


def test_the_same_slip_is_the_same_file() -> None:
    assert packing_slip(_slip()) == packing_slip(_slip())


def test_a_slip_without_lines_is_refused() -> None:
    with pytest.raises(LabelError, match="no lines"):
        packing_slip(_slip(lines=()))


def test_a_negative_quantity_is_refused() -> None:
    with pytest.raises(LabelError, match="MUG: a quantity is negative"):
        packing_slip(_slip(SlipLine("MUG", "Kubek", 1, -1)))
