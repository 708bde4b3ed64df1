"""What may be taken out of a bin, and whereto it may be carried."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wms.inbound.rules import why_not_moved, why_not_taken
from wms.stock.contents import Bin, Content

MUGS = Content(1, "MUG", 0, 1, 3, (100, 80, 60), 300)
pieces = st.integers(0, 20)


def bin_(kind: str, *contents: Content) -> Bin:
    kept = kind in ("storage", "pick")
    return Bin(7, 1, "A-01", kind, 1, (0, 0, 0), 0, kept, False, contents)


def why(where: Bin, *, is_held: bool) -> str:
    given = {"sharing": frozenset(), "fill_percent": 85}
    return str(why_not_moved(where, MUGS, is_held=is_held, **given) or "")


@given(on_hand=pieces, reserved=pieces, wanted=st.integers(1, 20))
def test_pieces_may_be_taken_exactly_when_so_many_are_free(
    on_hand: int, reserved: int, wanted: int
) -> None:
    reserved = min(reserved, on_hand)
    no = why_not_taken("MUG", on_hand, reserved, wanted)
    assert (no is None) == (wanted <= on_hand - reserved)


@pytest.mark.parametrize(
    ("on_hand", "reserved", "words"),
    [
        (1, 0, "Only 1 MUG is here"),
        (0, 0, "Only 0 MUG are here"),
        (2, 1, "1 of them is promised to an order"),
        (3, 2, "2 of them are promised to orders"),
    ],
)
def test_the_reason_says_how_many(on_hand: int, reserved: int, words: str) -> None:
    assert str(why_not_taken("MUG", on_hand, reserved, 2)) == words


def test_only_held_goods_are_set_aside_where_held_goods_stand() -> None:
    assert why(bin_("hold"), is_held=True) == ""
    assert why(bin_("hold"), is_held=False) == "A-01 is no bin for storage"
    for kind in ("dock", "qc", "cart", "pack", "lane"):
        assert why(bin_(kind), is_held=True) == "A-01 is no bin for storage"


def test_held_goods_keep_to_the_rules_of_a_bin() -> None:
    other = Content(2, "KEY", 0, 9, 1, (1, 1, 1), 1)
    for is_held in (True, False):
        assert why(bin_("pick"), is_held=is_held) == ""
        assert "another merchant" in why(bin_("pick", other), is_held=is_held)
