"""The manifest: what the driver signs can be read back, over as many pages as it takes."""

from dataclasses import replace
from io import BytesIO

import pypdfium2
import pytest
from label_peers import from_zpl, text_of
from PIL import Image

from labels.canvas import FOUR_BY_SIX
from labels.errors import LabelError
from labels.foreign import png_to_zpl
from labels.manifest import Manifest, ManifestParcel, manifest


def a_parcel(n: int) -> ManifestParcel:
    return ManifestParcel(f"O-{n}", 1, f"39521234{n:010d}", 1_000 + n)


PAPER = Manifest(
    reference="M-3",
    carrier="Żółw Ёж Šimić",
    service="Parcel",
    warehouse="W1",
    stands_at="2026-03-02 17:00",
    sender_lines=("Example Fulfilment", "Dock Road 1"),
    parcels=(a_parcel(1), replace(a_parcel(2), tracking="1Z999")),
    closed_by="Ўладзімір",
)


def test_a_manifest_says_who_takes_what_and_where_to_sign() -> None:
    [page] = text_of(manifest(PAPER))
    for words in ("M-3", "Żółw Ёж", "2026-03-02 17:00", "Ўладзімір", "Example Fulfilment"):
        assert words in page
    for words in ("395212340000000001", "1Z999 /", "O-2, 1", "1.001", "2 parcels", "2.003"):
        assert words in page
    assert "signature" in page
    assert "Page 1 of 1" in page


def test_many_parcels_flow_over_pages_and_each_is_listed() -> None:
    parcels = tuple(a_parcel(n) for n in range(1, 301))
    pages = text_of(manifest(replace(PAPER, parcels=parcels)))
    assert len(pages) > 5
    whole = "\n".join(pages)
    assert all(parcel.sscc in whole for parcel in parcels)
    assert all("M-3" in page for page in pages)
    assert f"Page {len(pages)} of {len(pages)}" in pages[-1]
    assert "300 parcels" in pages[-1]


def test_the_same_manifest_is_the_same_file_and_a_copy_says_so() -> None:
    assert manifest(PAPER) == manifest(PAPER)
    assert "COPY 2" in text_of(manifest(replace(PAPER, copy_no=2)))[0]
    assert "NOT CLOSED YET" in text_of(manifest(replace(PAPER, is_closed=False)))[0]


def test_a_manifest_of_nothing_is_refused() -> None:
    with pytest.raises(LabelError, match="no parcels"):
        manifest(replace(PAPER, parcels=()))
    with pytest.raises(LabelError, match="negative"):
        manifest(replace(PAPER, parcels=(replace(a_parcel(1), weight_grams=-1),)))


def test_the_barcode_of_a_manifest_reads_its_reference() -> None:
    import zxingcpp

    with pypdfium2.PdfDocument(manifest(PAPER)) as document:
        picture = document[0].render(scale=203 / 72).to_pil()
    assert "M-3" in [found.text for found in zxingcpp.read_barcodes(picture)]


def test_a_picture_becomes_zpl_that_prints_the_same_bars() -> None:
    picture = Image.new("L", (200, 100), 255)
    picture.paste(0, (50, 20, 90, 80))
    file = BytesIO()
    picture.save(file, "PNG")
    [drawn] = from_zpl(png_to_zpl(file.getvalue()), FOUR_BY_SIX)
    assert drawn.size == (FOUR_BY_SIX.width, FOUR_BY_SIX.height)
    box = drawn.convert("L").point(lambda grey: 255 * (grey < 128)).getbbox()
    assert box == (50, 20, 90, 80)


def test_what_is_no_picture_is_refused() -> None:
    with pytest.raises(LabelError, match="no PNG"):
        png_to_zpl(b"%PDF-1.7")
