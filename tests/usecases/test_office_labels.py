"""Labels on the pages: chosen, seen, downloaded; bounded, and refused in their place."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from labels.decode import decode
from tests.usecases.office import Browser, signed_in, words
from tests.world import World
from wms.web.office import labels


@pytest.fixture
def office(world: World) -> Browser:
    world.bins("A-01", "A-02", "B-01").totes("T-1").item("MUG", gtin="9501101530003")
    world.station("PACK-1", "bench")
    return signed_in(world)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("kind=bins&zone=A", "2 labels"),
        ("kind=bins&codes=A-01%0AB-01", "2 labels"),
        ("kind=totes", "1 label "),
        ("kind=stations", "1 label "),
        ("kind=items&codes=9501101530003", "1 label "),
        ("kind=items&codes=SHOP/MUG", "1 label "),
        ("kind=commands", "labels Download"),
    ],
)
def test_labels_are_chosen_and_seen(office: Browser, query: str, said: str) -> None:
    page = office.get(f"/labels?{query}")
    assert said in words(page)
    assert "/labels/picture.png?kind=" in page.get_data(as_text=True)
    paper = office.get(f"/labels/labels.pdf?{query}")
    assert (paper.mimetype, paper.get_data()[:5]) == ("application/pdf", b"%PDF-")


def test_a_picture_says_what_its_label_will(office: Browser) -> None:
    picture = office.get("/labels/picture.png?kind=bins&name=A-02")
    assert picture.mimetype == "image/png"
    found = decode(Image.open(BytesIO(picture.get_data())))
    assert "A-02" in {code.text for code in found}


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("kind=bins&codes=Z-99", "There is nothing to label: Z-99"),
        ("kind=cartons", "There is nothing to label"),
        ("kind=badges", "badges is no kind of label"),
        ("kind=bins&zone=ZZ", "There is nothing to label"),
    ],
)
def test_what_cannot_be_labelled_is_said_in_its_place(
    office: Browser, query: str, said: str
) -> None:
    page = office.get(f"/labels?{query}")
    assert page.status_code == 200
    assert said in words(page)
    assert office.get(f"/labels/labels.pdf?{query}").status_code == 422


def test_too_many_at_once_are_not_drawn(office: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(labels, "MOST", 2)
    assert "more than 2 labels" in words(office.get("/labels?kind=bins"))
    assert office.get("/labels/labels.pdf?kind=bins").status_code == 422
    assert "2 labels" in words(office.get("/labels?kind=bins&zone=A"))


def test_a_label_that_is_none_is_not_found(office: Browser) -> None:
    assert office.get("/labels/picture.png?kind=bins&name=NO").status_code == 404
    assert office.get("/labels/picture.png?kind=NO&name=NO").status_code == 422


def test_workers_print_no_labels(world: World) -> None:
    browser = signed_in(world, "worker")
    for path in ("/labels", "/labels/labels.pdf?kind=bins", "/labels/picture.png?kind=bins"):
        assert browser.get(path).status_code == 403
