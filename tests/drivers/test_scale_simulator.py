"""The simulated scale speaks the manual's bytes (checked without the driver's parser)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from drivers.simulators import ScaleSimulator
from drivers.transport import SerialTransport

Ask = Callable[[bytes], bytes]


@pytest.fixture
def scale(tmp_path: Path) -> Iterator[ScaleSimulator]:
    simulator = ScaleSimulator(tmp_path / "scale", settle_seconds=0.2)
    simulator.start()
    yield simulator
    simulator.stop()


@pytest.fixture
def ask(scale: ScaleSimulator) -> Iterator[Ask]:
    with SerialTransport(scale.path) as port:

        def _ask(command: bytes) -> bytes:
            port.write(command + b"\r\n")
            answer = b""
            while not answer.endswith(b"\r\n") and (more := port.read(6.0)):
                answer += more
            return answer

        yield _ask


def test_si_answers_at_once_and_s_waits_for_rest(scale: ScaleSimulator, ask: Ask) -> None:
    scale.put(1250)
    assert re.fullmatch(rb"S D [ \d.-]{10} kg\r\n", ask(b"SI"))
    assert ask(b"S") == b"S S      1.250 kg\r\n"
    assert ask(b"SI") == b"S S      1.250 kg\r\n"


def test_lower_case_and_unknown_commands_are_syntax_errors(ask: Ask) -> None:
    assert ask(b"si") == b"ES\r\n"
    assert ask(b"HELLO") == b"ES\r\n"


def test_cancel_answers_with_the_serial_number(ask: Ask) -> None:
    assert ask(b"@") == b'I4 A "SIM0000001"\r\n'
    assert ask(b"I4") == b'I4 A "SIM0000001"\r\n'


def test_sir_streams_until_another_command(scale: ScaleSimulator, ask: Ask) -> None:
    assert ask(b"SIR").startswith(b"S S      0.000 kg\r\n")
    assert ask(b"").startswith(b"S S ")  # an empty line is no command
    assert b'I4 A "SIM0000001"' in ask(b"@") + ask(b"I4")
    assert ask(b"SI") == b"S S      0.000 kg\r\n"


def test_tare_and_range_answers(scale: ScaleSimulator, ask: Ask) -> None:
    scale.put(12_500)
    assert ask(b"T") == b"T S     12.500 kg\r\n"
    assert ask(b"S") == b"S S      0.000 kg\r\n"
    assert ask(b"Z") == b"Z +\r\n"
    scale.put(99_000)
    assert ask(b"SI") in (b"S +\r\n", b"S D     12.500 kg\r\n") or ask(b"S") == b"S +\r\n"
    assert ask(b"S") == b"S +\r\n"
