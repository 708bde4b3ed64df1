"""The scanner's driver against a simulated scanner on a real pty."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from event_log import EventLog

from drivers.scanners import ScanFault, ScannerDevice, ScanRead
from drivers.scanners.framing import IDLE_GAP_SECONDS
from drivers.simulators import ScannerSimulator


@pytest.fixture
def log() -> EventLog:
    return EventLog()


@pytest.fixture
def scanner(tmp_path: Path) -> Iterator[ScannerSimulator]:
    simulator = ScannerSimulator(tmp_path / "scanner")
    simulator.start()
    yield simulator
    simulator.stop()


@pytest.fixture
def device(scanner: ScannerSimulator, log: EventLog) -> Iterator[ScannerDevice]:
    driver = ScannerDevice(scanner.path, log, name="scanner")
    driver.start()
    log.wait_for_state("ready")
    time.sleep(2 * IDLE_GAP_SECONDS)
    yield driver
    driver.stop()


def test_a_scan_arrives_with_its_symbology(
    scanner: ScannerSimulator, device: ScannerDevice, log: EventLog
) -> None:
    scanner.scan("010401234512345610LOT\x1d3712", "]C1")
    scan = log.wait_for(lambda event: isinstance(event, ScanRead))
    assert (scan.text, scan.symbology) == ("010401234512345610LOT\x1d3712", "]C1")


def test_a_burst_arrives_whole_and_in_order(
    scanner: ScannerSimulator, device: ScannerDevice, log: EventLog
) -> None:
    wanted = [f"PARCEL-{number}" for number in range(30)]
    for text in wanted:
        scanner.scan(text)
    log.wait_for(lambda event: isinstance(event, ScanRead) and event.text == wanted[-1])
    assert [scan.text for scan in log.of(ScanRead)] == wanted


def test_slow_bytes_make_one_scan(
    scanner: ScannerSimulator, device: ScannerDevice, log: EventLog
) -> None:
    scanner.byte_seconds = 0.01
    scanner.scan("TOTE-17")
    assert log.wait_for(lambda event: isinstance(event, ScanRead)).text == "TOTE-17"
    assert log.of(ScanFault) == []


def test_half_a_scan_is_told_as_a_fault_without_any_further_byte(
    scanner: ScannerSimulator, device: ScannerDevice, log: EventLog
) -> None:
    scanner.send(b"]C0CART-1")
    assert log.wait_for(lambda e: isinstance(e, ScanFault)).reason == "unterminated"


def test_unplugging_and_replugging_in_mid_scan_loses_that_scan_only(
    scanner: ScannerSimulator, device: ScannerDevice, log: EventLog
) -> None:
    scanner.send(b"]C0LOST")
    scanner.unplug()
    log.wait_for_state("absent")
    log.forget()
    scanner.replug()
    log.wait_for_state("ready")
    scanner.send(b"-TAIL\r]C0MUG\r")
    log.wait_for(lambda event: isinstance(event, ScanRead))
    assert [scan.text for scan in log.of(ScanRead)] == ["MUG"]


def test_the_driver_waits_for_a_scanner_that_is_plugged_in_later(
    tmp_path: Path, log: EventLog
) -> None:
    driver = ScannerDevice(str(tmp_path / "later"), log)
    driver.start()
    log.wait_for_state("absent", "later")
    simulator = ScannerSimulator(tmp_path / "later")
    simulator.start()
    log.wait_for_state("ready")
    simulator.stop()
    driver.stop()


def test_an_owner_that_fails_does_not_kill_the_scanner(
    scanner: ScannerSimulator, log: EventLog, caplog: pytest.LogCaptureFixture
) -> None:
    def owner(event: object) -> None:
        log(event)
        if isinstance(event, ScanRead) and event.text == "BAD":
            raise RuntimeError("the owner is broken")

    driver = ScannerDevice(scanner.path, owner)
    driver.start()
    log.wait_for_state("ready")
    time.sleep(2 * IDLE_GAP_SECONDS)
    scanner.scan("BAD")
    scanner.scan("GOOD")
    log.wait_for(lambda event: isinstance(event, ScanRead) and event.text == "GOOD")
    driver.stop()
    assert "the owner is broken" in caplog.text


def test_stopping_releases_the_port(scanner: ScannerSimulator, log: EventLog) -> None:
    for _ in range(2):
        log.forget()
        driver = ScannerDevice(scanner.path, log)
        driver.start()
        log.wait_for_state("ready")
        driver.stop()
        driver.stop()
