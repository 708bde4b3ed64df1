"""Orders of other systems, half way: in our fields, their items not yet looked up.

An adapter makes `Foreign` orders of what a shop or a trading partner sends, or says why it
cannot. `take_foreign` finds the items and takes them as any other order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from wms.channels.mapping import Table
from wms.gs1.digits import shown

MAX_FLAGS = 50


class Unfit(Exception):  # noqa: N818  (an answer, not a bug)
    """A document cannot become an order: which field says so, why, and what to do."""

    def __init__(self, reason: str, remedy: str = "", *, field: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.remedy = remedy
        self.field = field


def no_order(shop: str, plain: Mapping[str, Any], way: str) -> Unfit:
    """Return that a document is no order of `shop`, and what it holds instead."""
    what = ", ".join(shown(str(name)) for name in sorted(plain)[:5])
    return Unfit(f"this is no {shop} order: it holds {what or 'nothing'}", f"Export orders: {way}")


def no_address(field: str, remedy: str) -> Unfit:
    """Return that `field`, where an order is to be sent, is missing."""
    return Unfit("is missing: nobody knows where to send it", remedy, field=field)


def not_now(field: str, value: str, why: Mapping[str, tuple[str, str]], otherwise: str) -> Unfit:
    """Return that an order is not shipped while its `field`, a state, is `value`.

    `why` holds words and remedy of each known state; `otherwise` is the remedy of all others.
    """
    words, remedy = why.get(value, (f"its {field} is {value or 'missing'}", otherwise))
    return Unfit(words, remedy, field=field)


@dataclass(slots=True)
class Line:
    """`names` are what may name the item, the best first: ("sku", "MUG"), ("gtin", …), ("ref", …),
    the item's reference in its own system. `unit` is EA for pieces, CA for cases."""

    names: list[tuple[str, str]]
    quantity: str
    unit: str = "EA"
    about: str = ""

    def plain(self) -> dict[str, Any]:
        """Return it as JSON-ready data."""
        names = [list(name) for name in self.names]
        return {"names": names, "quantity": self.quantity, "unit": self.unit, "about": self.about}


@dataclass(slots=True)
class Foreign:
    """An order in our fields: `head` is as `OrderForm` has it, without lines.

    `carriers` are names of the carrier, taken if one of them is known here. `is_change` lets a
    known order be changed. `flags` are (code, words) of what was wrong and yet accepted.
    """

    head: dict[str, Any]
    lines: list[Line]
    carriers: list[str] = field(default_factory=list)
    is_change: bool = False
    flags: list[tuple[str, str]] = field(default_factory=list)

    def flag(self, code: str, words: str) -> None:
        """Say that something was wrong and yet accepted."""
        if len(self.flags) < MAX_FLAGS:
            self.flags.append((code, words))

    def flag_note(self, note: str) -> None:
        """Keep what the customer wrote to the shop, if anything."""
        if note:
            self.flag("note", f"the customer's note: {note[:500]}")

    def plain(self) -> dict[str, Any]:
        """Return it as JSON-ready data."""
        return {
            **self.head,
            "lines": [line.plain() for line in self.lines],
            "carriers": self.carriers,
            "is_change": self.is_change,
            "flags": [list(flag) for flag in self.flags],
        }


@dataclass(frozen=True, slots=True)
class Shop:
    """How the orders of one kind of shop are read: `unwrap` takes a body apart into documents,
    `turn` makes orders of one (several, where it goes to several addresses)."""

    table: Table
    unwrap: Callable[[Any], Iterator[Any]]
    turn: Callable[[Mapping[str, Any]], Iterator[Foreign]]
