"""Tables that say what of a foreign document goes where: they are read by people and by code.

A rule's source is a path such as `shipping_address.zip`. With ` | ` the first filled one counts,
with ` + ` all filled ones are taken together. A rule whose `target` is no field of ours says what
becomes of the source otherwise; adapters act on those by code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from wms.gs1.digits import is_digits

IGNORED = "(not taken over)"
REFUSED = "(refused)"
LEFT_OUT = "(line left out)"
FLAGGED = "(flag on the order)"
DEFAULT = "(default)"
FATES = (IGNORED, REFUSED, LEFT_OUT, FLAGGED, DEFAULT)

_WHOLE = re.compile(r"([+-]?[0-9]{1,15})\.0{1,9}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Rule:
    """`source` goes to our field `target` (`recipient.name`, `lines.quantity`) or has a fate.

    `is_list` keeps the parts apart, one text each; `by_code` rules only say what the adapter does.
    """

    source: str
    target: str
    note: str = ""
    is_list: bool = False
    by_code: bool = False

    @property
    def paths(self) -> tuple[str, ...]:
        """Return every path that the source names."""
        return tuple(re.split(r" [|+−] ", self.source)) if self.source else ()


@dataclass(frozen=True, slots=True)
class Table:
    """What of one format goes where; `line` sources are below each element of `lines_at`.

    `outcomes` say in words what becomes of special cases.
    """

    format: str
    about: str
    lines_at: str
    head: tuple[Rule, ...]
    line: tuple[Rule, ...]
    outcomes: Mapping[str, str] = field(default_factory=dict)

    def rows(self) -> Iterator[tuple[str, str, str]]:
        """Yield (source, ours, note) of all rules, as people read them."""
        for rule in self.head:
            yield rule.source, rule.target, rule.note
        for rule in self.line:
            paths = " ".join(
                part if part in "|+−" else f"{self.lines_at}[].{part}"
                for part in rule.source.split()
            )
            yield paths, rule.target, rule.note


def look(plain: Any, path: str) -> Any:
    """Return what stands at a path, None where there is nothing."""
    for name in path.split("."):
        if isinstance(plain, list) and name.isdigit():
            plain = plain[int(name)] if int(name) < len(plain) else None
        elif isinstance(plain, Mapping):
            plain = plain.get(name)
        else:
            return None
    return plain


def text(value: Any) -> str:
    """Return a scalar as one printable line; "" for nothing, and for what is no scalar."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    clean = "".join(c if c.isprintable() else " " for c in str(value))
    return " ".join(clean.split())


def whole(value: Any) -> str:
    """Return a number as text, without a fraction of nought: 2, "2" and "2.0000" are "2"."""
    found = text(value)
    match = _WHOLE.fullmatch(found)
    return match[1] if match else found


def count(value: Any) -> int | None:
    """Return a number of pieces, None for what is none."""
    found = whole(value)
    return int(found) if is_digits(found) and len(found) < 10 else None


def taken(rules: tuple[Rule, ...], plain: Any) -> dict[str, Any]:
    """Return our fields as the rules fill them from `plain`, nested; empty ones are left out."""
    ours: dict[str, Any] = {}
    for rule in rules:
        if rule.by_code or rule.target in FATES:
            continue
        value = _first(rule, plain)
        if value:
            _put(ours, rule.target.removeprefix("lines."), value)
    return ours


def _first(rule: Rule, plain: Any) -> str | list[str]:
    for together in rule.source.split(" | "):
        parts = [text(look(plain, path)) for path in together.split(" + ")]
        filled = [part for part in parts if part]
        if filled:
            return filled if rule.is_list else " ".join(filled)
    return ""


def _put(ours: dict[str, Any], target: str, value: Any) -> None:
    *above, name = target.split(".")
    for part in above:
        ours = ours.setdefault(part, {})
    ours.setdefault(name, value)
