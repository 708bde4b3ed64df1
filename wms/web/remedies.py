"""Remedies that the API and the office word otherwise: what helps at a terminal is of no use to a
program, nor to somebody at a browser."""

from __future__ import annotations

from collections.abc import Mapping

from wms.errors import Refused
from wms.text import T, Text, Words

_WAVES = "List them: GET /api/v1/waves"
_WHY = "Ask why: GET /api/v1/orders/{reference}/why-not"
_MORE = "Look at it again and name what is there: GET /api/v1/stock/bins"
OURS: Mapping[str, str] = {
    "See them all: wms wave list": _WAVES,
    "See its state: wms wave list": _WAVES,
    "See why: wms wave why ORDER": _WHY,
    "Ask for one of them why: wms wave why ORDER": _WHY,
    "See them all: wms user list": "Name somebody who works here, by login",
    "Scan the bin again": _MORE,
    "Leave them here": _MORE,
    "COUNT the bin, or ask an admin": "Have the bin counted: POST /api/v1/counts",
    "Take fewer, or COUNT the bin": "Take fewer, or have the bin counted: POST /api/v1/counts",
    "Scan BACK. Late parcels go onto the next one": "Late parcels go onto the next one",
    "Scan BACK": "Look at it again",
    "Scan the parcels that go along first": "Wait until parcels are on it",
}
"""By the words of the terminal or the command line."""

_EACH = T("Each order says on its page what is in its way")
_AGAIN = T("Look at the wave again: it shows what there is")
ON_PAGES: Mapping[str, Text] = {
    "See them all: wms wave list": T("Choose one among the waves"),
    "See its state: wms wave list": _AGAIN,
    "See a wave's: wms wave list WAVE": _AGAIN,
    "See why: wms wave why ORDER": _EACH,
    "Ask for one of them why: wms wave why ORDER": _EACH,
    "See them all: wms user list": T("Choose somebody who works here"),
    "Scan the bin again": T("Look at the location again"),
    "Leave them here": T("Look at the location again"),
}
"""The same for people who read it on a page of the office."""


def of(refusal: Refused) -> str:
    """Return what to do about a refusal, over the API."""
    remedy = refusal.remedy
    known = OURS.get(remedy.msgid) if isinstance(remedy, Text) else None
    return known or str(remedy)


def on_page(refusal: Refused) -> Words:
    """Return what to do about a refusal, at a browser."""
    remedy = refusal.remedy
    known = ON_PAGES.get(remedy.msgid) if isinstance(remedy, Text) else None
    return known or remedy
