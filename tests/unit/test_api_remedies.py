"""Remedies that the API and the office word otherwise are still said somewhere, and none speaks
of a terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

import wms
from wms.errors import Refused
from wms.text import T
from wms.web import remedies

SOURCES = [
    path.read_text("utf-8")
    for path in Path(wms.__file__).parent.rglob("*.py")
    if path.name != "remedies.py"
]


@pytest.mark.parametrize("said", [*remedies.OURS, *remedies.ON_PAGES])
def test_what_is_worded_otherwise_is_still_said(said: str) -> None:
    assert any(f'"{said}"' in text for text in SOURCES)


@pytest.mark.parametrize("ours", [*remedies.OURS.values(), *map(str, remedies.ON_PAGES.values())])
def test_no_wording_speaks_of_scans_or_commands(ours: str) -> None:
    assert not [word for word in ("Scan", "wms ", "COUNT", "BACK") if word in ours]


def test_other_remedies_stay_as_they_are() -> None:
    assert remedies.of(Refused("x", T("No"), T("Take {n}", n=3))) == "Take 3"
    assert remedies.of(Refused("x", T("No"))) == ""


def test_people_at_a_browser_are_sent_to_pages() -> None:
    refusal = Refused("x", T("No"), T("See them all: wms wave list"))
    assert str(remedies.on_page(refusal)) == "Choose one among the waves"
    assert str(remedies.on_page(Refused("x", T("No"), T("Wait")))) == "Wait"
