"""Names of GS1: the standard's own examples, and no digit lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from wms.gs1 import check_digit, urns

DIGITS = st.text("0123456789", min_size=17, max_size=17)


def test_names_are_those_of_the_standards_examples() -> None:
    known = ("0614141", "4012345")
    assert urns.logistic_unit("106141412345678908", known) == "urn:epc:id:sscc:0614141.1234567890"
    assert urns.place("0614141123452", "400", known) == "urn:epc:id:sgln:0614141.12345.400"
    assert urns.place("0614141123452", "", known) == "urn:epc:id:sgln:0614141.12345.0"
    gtin = "04012345123456"
    assert urns.goods_class(gtin, "998877", known) == "urn:epc:class:lgtin:4012345.012345.998877"
    assert urns.goods_class(gtin, "", known) == "urn:epc:idpat:sgtin:4012345.012345.*"


def test_a_number_whose_prefix_is_not_known_is_an_address() -> None:
    assert urns.goods_class("05901234123457", "L 1/2", ()) == (
        "https://id.gs1.org/01/05901234123457/10/L%201%2F2"
    )
    assert urns.logistic_unit("106141412345678908", ("9521234",)).endswith("/00/106141412345678908")
    assert urns.place("0614141123452", "A-01", ()) == (
        "https://id.gs1.org/414/0614141123452/254/A-01"
    )


def test_what_a_urn_cannot_carry_is_not_forced_into_it() -> None:
    assert urns.component("A/1%") == "A%2F1%25"
    assert [urns.component(text) for text in ("", "x" * 21, "Ł", "a b", "#")] == [None] * 5
    assert urns.goods_class("04012345123456", "Ł1", ("4012345",)).startswith("https://id.gs1.org/")
    assert urns.place("0614141123452", "Regał 1", ("0614141",)) is None


def test_the_longest_prefix_counts() -> None:
    assert urns.prefix_of("6141411", ("614141", "6141411", "")) == "6141411"


@given(DIGITS, st.integers(6, 12))
def test_no_digit_of_an_sscc_is_lost(body: str, length: int) -> None:
    name = urns.logistic_unit(body + check_digit(body), (body[1 : 1 + length],))
    prefix, _, serial = name.removeprefix("urn:epc:id:sscc:").partition(".")
    assert len(prefix) == length
    assert serial[0] + prefix + serial[1:] == body


@given(DIGITS, st.integers(6, 12))
def test_no_digit_of_a_gtin_is_lost(body: str, length: int) -> None:
    digits = body[:13]
    gtin = digits + check_digit(digits)
    name = urns.goods_class(gtin, "", (digits[1 : 1 + length],))
    prefix, reference, star = name.removeprefix("urn:epc:idpat:sgtin:").split(".")
    assert (len(prefix), star) == (length, "*")
    assert reference[0] + prefix + reference[1:] == digits
