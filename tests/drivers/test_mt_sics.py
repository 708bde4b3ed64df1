"""MT-SICS lines become exact grams or a named status, never an old weight."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from golden_frames import golden_frames
from hypothesis import given, settings
from hypothesis import strategies as st
from slicing import cut_points, sliced

from drivers.scales import MtSicsParser, ScaleInfo, ScaleStatus, TareReading, WeightReading

GOLDEN_KINDS = {
    "busy_or_not_stable": "busy",
    "overload": "overload",
    "underload": "underload",
    "bad_parameter": "refused",
    "ok": "done",
    "zeroed_stable": "done",
    "zeroed_dynamic": "done",
    "syntax_error": "line_error",
    "transmission_error": "line_error",
    "logical_error": "line_error",
}


def read(line: str) -> Any:
    [answer] = MtSicsParser().feed(line.encode("latin-1") + b"\r\n")
    return answer


@pytest.mark.parametrize(
    ("printed", "unit", "grams"),
    [
        ("1.250", "kg", 1250),
        ("100.00", "g", 100),
        ("-0.68", "g", -1),
        ("0.5", "g", 0),
        ("1.5", "g", 2),
        ("2.5", "g", 2),
        ("2.755", "lb", 1250),
        ("0.0004", "kg", 0),
        ("9007199.255", "kg", 9007199255),
    ],
)
def test_a_weight_is_whole_grams_beside_the_digits_as_printed(
    printed: str, unit: str, grams: int
) -> None:
    expected = WeightReading(grams, stable=True, printed=printed, unit=unit)
    parser = MtSicsParser(value_width=None)
    assert parser.feed(f"S S {printed:>10} {unit}\r\n".encode()) == [expected]


def test_a_lost_digit_is_no_weight() -> None:
    assert read("S S     12.250 kg").grams == 12250
    assert read("S S     1.250 kg").kind == "malformed"
    assert read("S S      .250 kg").kind == "malformed"


@pytest.mark.parametrize(
    "line",
    [
        "S S",
        "S A      1.250 kg",
        "S S      1.250 st",
        "S S  1,250 kg",
        "S S      1.2S S      1.250 kg",
        "garbage",
        "S S      1.250",
    ],
)
def test_what_is_no_answer_is_malformed(line: str) -> None:
    assert read(line).kind == "malformed"


def test_a_hardware_error_inside_a_stable_frame_is_a_status() -> None:
    assert read("S S Error 10b") == ScaleStatus("device_error", "S", "error 10 of the weigh module")


def test_a_line_without_end_costs_one_fault_and_readings_go_on() -> None:
    answers = MtSicsParser().feed(b"x" * 5000 + b"\r\nS S      1.250 kg\r\n")
    assert [type(answer) for answer in answers] == [ScaleStatus, WeightReading]


def test_the_golden_frames_read_as_the_sheet_says() -> None:
    frames = [f for f in golden_frames("scale_frames") if f["protocol"] == "mt-sics"]
    assert len(frames) > 20
    for frame in frames:
        answers = MtSicsParser().feed(bytes.fromhex(frame["hex"]))
        check_golden(answers, frame["expect"])


def check_golden(answers: list[Any], expect: dict[str, Any]) -> None:
    first = answers[0]
    if "value" in expect or "tare" in expect:
        kind = WeightReading if "value" in expect else TareReading
        assert type(first) is kind
        assert first.printed == expect.get("value", expect.get("tare"))
        assert first.unit == expect["unit"]
        assert first.stable == expect.get("stable", True)
        factor = 1000 if first.unit == "kg" else 1
        assert first.grams == round(Decimal(first.printed) * factor)
    elif "status" in expect:
        assert first.kind == GOLDEN_KINDS.get(expect["status"], "out_of_range")
    elif "device_error" in expect:
        assert first.kind == "device_error"
        assert expect["device_error"] in first.detail
        assert expect["source"].replace("-", " ") in first.detail
    else:
        check_info(answers, expect)


def check_info(answers: list[Any], expect: dict[str, Any]) -> None:
    assert all(isinstance(answer, ScaleInfo) for answer in answers)
    assert [answer.last for answer in answers] == [False] * (len(answers) - 1) + [True]
    if "serial" in expect:
        assert answers[0].values == (expect["serial"],)
    elif "levels" in expect:
        assert [int(level) for level in answers[0].values[0]] == expect["levels"]
    else:
        assert [answer.values[1] for answer in answers] == expect["commands"]


@settings(max_examples=60)
@given(
    noise=st.binary(max_size=40),
    weights=st.lists(st.decimals(-9999, 99999, places=3), max_size=5),
    cuts=cut_points,
)
def test_any_slicing_gives_the_same_answers(
    noise: bytes, weights: list[Decimal], cuts: list[int]
) -> None:
    lines = b"".join(f"S D {weight:>10} kg\r\n".encode() for weight in weights)
    data = noise + b"\r\n" + lines + noise
    parser = MtSicsParser()
    in_pieces = [answer for piece in sliced(data, cuts) for answer in parser.feed(piece)]
    assert in_pieces == MtSicsParser().feed(data)
    read_back = [a.grams for a in in_pieces if isinstance(a, WeightReading)]
    assert read_back[-len(weights) :] == [int(weight * 1000) for weight in weights]
