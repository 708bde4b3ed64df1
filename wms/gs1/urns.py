"""Names of things as EPCIS events carry them: EPC URNs, or GS1 Digital Link addresses.

A URN says where the company prefix ends, which no number tells by itself: it is made only for
numbers that begin with a prefix that is known here (`prefixes`, 6 to 12 digits each). Every other
number is named by its Digital Link address, which needs no such knowledge.

Source: GS1 EPC Tag Data Standard 2.1, section 6 (EPC URIs); GS1 Digital Link URI Syntax 1.4.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import quote

LINK = "https://id.gs1.org"
MAX_SERIAL = 20
_PLAIN = re.compile(r"[A-Za-z0-9!'()*+,\-.:;=_]")
_ESCAPED = set('"%&/<>?')


def prefix_of(digits: str, prefixes: Sequence[str]) -> str:
    """Return the longest of `prefixes` with which `digits` begin, "" for none."""
    fitting = [prefix for prefix in prefixes if prefix and digits.startswith(prefix)]
    return max(fitting, key=len, default="")


def component(text: str) -> str | None:
    """Return a lot, serial or extension as part of a URN; None where none can carry it."""
    if not 1 <= len(text) <= MAX_SERIAL:
        return None
    if not all(_PLAIN.fullmatch(c) or c in _ESCAPED for c in text):
        return None
    return "".join(c if _PLAIN.fullmatch(c) else f"%{ord(c):02X}" for c in text)


def goods_class(gtin14: str, lot: str, prefixes: Sequence[str]) -> str:
    """Return the class of pieces with a GTIN-14: of a lot, or all of them without one."""
    prefix = prefix_of(gtin14[1:], prefixes)
    serial = component(lot) if lot else None
    if not prefix or (lot and serial is None):
        return f"{LINK}/01/{gtin14}" + (f"/10/{quote(lot, safe='')}" if lot else "")
    reference = gtin14[0] + gtin14[1 + len(prefix) : -1]
    if serial is not None:
        return f"urn:epc:class:lgtin:{prefix}.{reference}.{serial}"
    return f"urn:epc:idpat:sgtin:{prefix}.{reference}.*"


def logistic_unit(sscc: str, prefixes: Sequence[str]) -> str:
    """Return the name of a logistic unit by its SSCC-18."""
    prefix = prefix_of(sscc[1:], prefixes)
    if not prefix:
        return f"{LINK}/00/{sscc}"
    return f"urn:epc:id:sscc:{prefix}.{sscc[0]}{sscc[1 + len(prefix) : -1]}"


def place(gln: str, extension: str, prefixes: Sequence[str]) -> str | None:
    """Return the name of a place in the building of a GLN-13, of the building itself without an
    extension; None where the extension cannot be carried."""
    prefix = prefix_of(gln, prefixes)
    part = component(extension) if extension else "0"
    if part is None:
        return None
    if not prefix:
        tail = f"/254/{quote(extension, safe='')}" if extension else ""
        return f"{LINK}/414/{gln}{tail}"
    return f"urn:epc:id:sgln:{prefix}.{gln[len(prefix) : -1]}.{part}"
