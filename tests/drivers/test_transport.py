"""A port that fails in whatever way is "gone", and a port is never shared."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from drivers.simulators import ScannerSimulator
from drivers.transport import DeviceGone, SerialTransport


@pytest.fixture
def scanner(tmp_path: Path) -> Iterator[ScannerSimulator]:
    simulator = ScannerSimulator(tmp_path / "scanner")
    simulator.start()
    yield simulator
    simulator.stop()


def test_a_missing_port_is_gone(tmp_path: Path) -> None:
    with pytest.raises(DeviceGone, match="cannot be opened"):
        SerialTransport(str(tmp_path / "nothing"))


def test_a_port_is_held_by_one_owner_only(scanner: ScannerSimulator) -> None:
    with SerialTransport(scanner.path), pytest.raises(DeviceGone, match="lock"):
        SerialTransport(scanner.path)
    SerialTransport(scanner.path).close()


def test_bytes_arrive_and_silence_is_empty(scanner: ScannerSimulator) -> None:
    with SerialTransport(scanner.path) as port:
        assert port.read(0.01) == b""
        scanner.send(b"hello")
        assert port.read(2.0) == b"hello"


def test_an_unplugged_port_is_gone_for_reading_and_writing(scanner: ScannerSimulator) -> None:
    with SerialTransport(scanner.path) as port:
        scanner.unplug()
        with pytest.raises(DeviceGone):
            port.read(1.0)
        with pytest.raises(DeviceGone):
            port.write(b"x")


def test_a_closed_port_is_gone_too(scanner: ScannerSimulator) -> None:
    port = SerialTransport(scanner.path)
    port.close()
    with pytest.raises(DeviceGone):
        port.read(0.1)


def test_an_unplugged_simulator_says_so(scanner: ScannerSimulator) -> None:
    scanner.unplug()
    with pytest.raises(ConnectionError, match="plugged"):
        scanner.scan("MUG")
