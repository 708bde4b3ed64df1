"""Remedies that the API words otherwise: what helps at a terminal is of no use to a program."""

from __future__ import annotations

from collections.abc import Mapping

from wms.errors import Refused
from wms.text import Text

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


def of(refusal: Refused) -> str:
    """Return what to do about a refusal, over the API."""
    remedy = refusal.remedy
    known = OURS.get(remedy.msgid) if isinstance(remedy, Text) else None
    return known or str(remedy)
