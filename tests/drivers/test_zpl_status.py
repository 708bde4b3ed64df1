"""`~HS` answers become one status, whatever comes around them."""

from __future__ import annotations

from dataclasses import asdict

from golden_frames import golden_frames
from hypothesis import given, settings
from hypothesis import strategies as st
from slicing import cut_points, sliced

from drivers.printers import PrinterStatus, StatusFault, StatusParser

READY = (
    b"\x02030,0,0,1218,000,0,0,0,000,0,0,0\x03\r\n"
    b"\x02001,0,0,0,0,2,6,0,00000000,1,000\x03\r\n\x020000,0\x03\r\n"
)
BUSY = READY.replace(b"1218,000", b"1218,002").replace(b"00000000", b"00000001")


def test_a_ready_printer_is_idle_and_without_trouble() -> None:
    [status] = StatusParser().feed(READY)
    assert status == PrinterStatus(label_length_dots=1218)
    assert isinstance(status, PrinterStatus)
    assert status.idle
    assert status.troubles == ()


def test_a_busy_printer_is_not_idle() -> None:
    [status] = StatusParser().feed(BUSY)
    assert isinstance(status, PrinterStatus)
    assert (status.formats_in_buffer, status.labels_remaining, status.idle) == (2, 1, False)


def test_the_pause_of_an_open_head_is_not_told_twice() -> None:
    assert PrinterStatus(head_open=True, paused=True).troubles == ("head open",)
    assert PrinterStatus(paused=True).troubles == ("paused",)


def test_a_lost_line_makes_no_status_of_two_answers() -> None:
    lines = READY.splitlines(keepends=True)
    found = StatusParser().feed(lines[0] + lines[2] + BUSY)
    assert [type(item) for item in found] == [StatusFault, PrinterStatus]
    assert isinstance(found[1], PrinterStatus)
    assert found[1].formats_in_buffer == 2


def test_a_flag_that_is_no_flag_is_a_fault() -> None:
    [found] = StatusParser().feed(READY.replace(b"030,0,0", b"030,7,0"))
    assert isinstance(found, StatusFault)


def test_the_golden_frames_read_as_the_sheet_says() -> None:
    frames = [f for f in golden_frames("printer_status_frames") if f["query"] == "~HS"]
    assert len(frames) > 8
    for frame in frames:
        [status] = StatusParser().feed(bytes.fromhex(frame["hex"]))
        assert isinstance(status, PrinterStatus)
        # a ribbon frame is paused as well, which the sheet leaves unsaid
        unsaid = {"label_length_dots": 1218, "paused": status.paused}
        expected = asdict(PrinterStatus()) | unsaid | frame["expect"]
        assert asdict(status) == expected, frame["name"]


@settings(max_examples=60)
@given(noise=st.binary(max_size=150), cuts=cut_points)
def test_any_slicing_gives_the_same_statuses(noise: bytes, cuts: list[int]) -> None:
    data = noise + READY + BUSY + noise
    parser = StatusParser()
    in_pieces = [found for piece in sliced(data, cuts) for found in parser.feed(piece)]
    assert in_pieces == StatusParser().feed(data)
    assert (
        PrinterStatus(label_length_dots=1218, formats_in_buffer=2, labels_remaining=1) in in_pieces
    )
