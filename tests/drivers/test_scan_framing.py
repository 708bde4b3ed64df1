"""Scans are cut out of the byte stream whole, or not at all."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slicing import cut_points, sliced

from drivers.scanners import ScanFault, ScanParser, ScanRead
from drivers.scanners.framing import IDLE_GAP_SECONDS, MAX_FRAME_BYTES


def parser_in_step() -> ScanParser:
    parser = ScanParser(0.0)
    parser.idle(1.0)
    return parser


def texts(events: list[ScanRead | ScanFault]) -> list[str]:
    return [event.text for event in events if isinstance(event, ScanRead)]


def reasons(events: list[ScanRead | ScanFault]) -> list[str]:
    return [event.reason for event in events if isinstance(event, ScanFault)]


@pytest.mark.parametrize("end", [b"\r", b"\n", b"\r\n", b"\t", b"\x03"])
def test_every_usual_terminator_ends_exactly_one_scan(end: bytes) -> None:
    assert texts(parser_in_step().feed(b"A-01-1" + end + b"MUG" + end, 2.0)) == ["A-01-1", "MUG"]


def test_the_aim_id_is_split_off_and_gs_stays_in_the_data() -> None:
    [scan] = parser_in_step().feed(b"\x02]C1010401234512345610LOT\x1d3712\r", 2.0)
    assert scan == ScanRead(
        "010401234512345610LOT\x1d3712", "]C1", raw=b"]C1010401234512345610LOT\x1d3712"
    )


def test_a_scanner_without_aim_prefix_gives_an_empty_symbology() -> None:
    [scan] = parser_in_step().feed(b"5901234123457\r", 2.0)
    assert isinstance(scan, ScanRead)
    assert scan.symbology == ""


def test_text_is_utf8_or_else_cp1252() -> None:
    data = "]Q1Łódź".encode() + b"\r" + "]Q1São".encode("cp1252") + b"\r"
    assert texts(parser_in_step().feed(data, 2.0)) == ["Łódź", "São"]


def test_the_tail_of_a_frame_after_plugging_in_is_no_scan() -> None:
    events = ScanParser(0.0).feed(b"O\r]C0TOTE-1\r", 0.05)
    assert reasons(events) == ["cut_off"]
    assert texts(events) == ["TOTE-1"]


def test_a_quiet_line_after_plugging_in_is_in_step() -> None:
    parser = ScanParser(0.0)
    assert texts(parser.feed(b"]C0TOTE-1\r", IDLE_GAP_SECONDS + 0.01)) == ["TOTE-1"]


def test_a_frame_without_end_is_flagged_after_the_idle_gap_not_scanned() -> None:
    parser = parser_in_step()
    assert parser.feed(b"]C0CART-1", 2.0) == []
    deadline = parser.next_deadline()
    assert deadline is not None
    assert deadline == pytest.approx(2.0 + IDLE_GAP_SECONDS)
    assert parser.idle(deadline - 0.01) == []
    assert reasons(parser.idle(deadline)) == ["unterminated"]
    assert parser.next_deadline() is None


def test_slow_bytes_make_one_scan() -> None:
    parser = parser_in_step()
    events = [
        event
        for place, byte in enumerate(b"]C0SLOW-1\r")
        for event in parser.feed(bytes([byte]), 2.0 + place * 0.1)
    ]
    assert texts(events) == ["SLOW-1"]


def test_chatter_is_tagged_not_dropped() -> None:
    parser = parser_in_step()
    events = [parser.feed(b"]C0MUG\r", at)[0] for at in (2.0, 2.4, 2.8, 3.5)]
    assert [isinstance(event, ScanRead) and event.repeat for event in events] == [
        False,
        True,
        True,
        False,
    ]


def test_another_scan_between_two_equal_ones_makes_no_chatter() -> None:
    events = parser_in_step().feed(b"A\rB\rA\r", 2.0)
    assert not any(isinstance(event, ScanRead) and event.repeat for event in events)


def test_noise_in_a_scan_is_a_fault() -> None:
    events = parser_in_step().feed(b"]C0A\x00B\r]C0A\x81B\r]C0\r", 2.0)
    assert reasons(events) == ["control_character", "control_character", "empty"]


def test_an_endless_frame_costs_one_fault_and_then_scans_go_on() -> None:
    events = parser_in_step().feed(b"x" * (3 * MAX_FRAME_BYTES) + b"\r]C0MUG\r", 2.0)
    assert reasons(events) == ["too_long"]
    assert texts(events) == ["MUG"]


@settings(max_examples=60)
@given(
    noise=st.binary(max_size=60),
    scans=st.lists(st.text(st.characters(codec="ascii", categories=["L", "N"]), min_size=1)),
    cuts=cut_points,
)
def test_any_slicing_gives_the_same_events(noise: bytes, scans: list[str], cuts: list[int]) -> None:
    data = noise + b"\r" + b"".join(f"]C0{text}\r".encode() for text in scans) + noise
    parser = parser_in_step()
    in_pieces = [event for piece in sliced(data, cuts) for event in parser.feed(piece, 2.0)]
    assert in_pieces == parser_in_step().feed(data, 2.0)
    assert [text for text in texts(in_pieces) if text in scans][-len(scans) :] == scans
