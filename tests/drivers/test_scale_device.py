"""The scale's driver against a simulated scale on a real pty."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from event_log import EventLog

from drivers.scales import ScaleDevice, ScaleStatus, TareReading, WeightReading
from drivers.simulators import ScaleSimulator


@pytest.fixture
def log() -> EventLog:
    return EventLog()


@pytest.fixture
def scale(tmp_path: Path) -> Iterator[ScaleSimulator]:
    simulator = ScaleSimulator(tmp_path / "scale", serial_number="B021002593")
    simulator.start()
    yield simulator
    simulator.stop()


@pytest.fixture
def device(scale: ScaleSimulator, log: EventLog) -> Iterator[ScaleDevice]:
    driver = ScaleDevice(scale.path, log, polls_per_second=20)
    driver.start()
    yield driver
    driver.stop()


def stable_at(grams: int) -> Any:
    return lambda e: isinstance(e, WeightReading) and e.stable and e.grams == grams


def status(kind: str) -> Any:
    return lambda e: isinstance(e, ScaleStatus) and e.kind == kind


def test_the_scale_is_ready_with_its_serial_number_and_silent_until_wanted(
    scale: ScaleSimulator, device: ScaleDevice, log: EventLog
) -> None:
    log.wait_for_state("ready", "B021002593")
    time.sleep(0.2)
    assert log.of(WeightReading) == []


def test_a_parcel_swings_and_comes_to_rest(
    scale: ScaleSimulator, device: ScaleDevice, log: EventLog
) -> None:
    device.listen(True)
    log.wait_for(stable_at(0))
    scale.put(1250)
    reading = log.wait_for(stable_at(1250))
    assert (reading.printed, reading.unit) == ("1.250", "kg")
    moving = [r.grams for r in log.of(WeightReading) if not r.stable]
    assert moving
    scale.clear()
    log.forget()
    log.wait_for(stable_at(0))


def test_an_unchanged_weight_is_told_again_and_again(
    scale: ScaleSimulator, device: ScaleDevice, log: EventLog
) -> None:
    scale.put(700)
    time.sleep(0.4)
    device.listen(True)
    log.wait_for(stable_at(700))
    log.forget()
    log.wait_for(stable_at(700))


def test_a_weight_no_longer_wanted_is_not_told(
    scale: ScaleSimulator, device: ScaleDevice, log: EventLog
) -> None:
    device.listen(True)
    log.wait_for(stable_at(0))
    device.listen(False)
    time.sleep(0.2)
    log.forget()
    time.sleep(0.2)
    assert log.events == []


def test_overload_and_underload_are_statuses_told_once_and_no_weight(
    scale: ScaleSimulator, device: ScaleDevice, log: EventLog
) -> None:
    device.listen(True)
    log.wait_for(stable_at(0))
    scale.put(50_000)
    log.wait_for(status("overload"))
    time.sleep(0.5)
    log.forget()
    time.sleep(0.3)
    assert log.events == []
    scale.put(-2_000)
    log.wait_for(status("underload"))


def test_a_scale_in_lasting_motion_never_gives_a_stable_weight(
    scale: ScaleSimulator, device: ScaleDevice, log: EventLog
) -> None:
    scale.put(900)
    time.sleep(0.4)
    scale.shake(True)
    device.listen(True)
    log.wait_for(lambda e: isinstance(e, WeightReading))
    time.sleep(0.6)
    assert not any(reading.stable for reading in log.of(WeightReading))
    scale.shake(False)
    log.wait_for(stable_at(900))


def test_zero_and_tare_are_carried_out_once_at_rest(
    scale: ScaleSimulator, device: ScaleDevice, log: EventLog
) -> None:
    scale.put(20)
    device.zero()
    assert log.wait_for(status("done")).command == "Z"
    scale.put(420)
    device.tare()
    assert log.wait_for(lambda e: isinstance(e, TareReading)).grams == 400
    scale.put(1020)
    device.listen(True)
    log.wait_for(stable_at(600))


def test_zero_is_refused_with_a_parcel_on_the_pan(
    scale: ScaleSimulator, device: ScaleDevice, log: EventLog
) -> None:
    scale.put(5_000)
    device.zero()
    assert log.wait_for(status("out_of_range")).command == "Z"


@pytest.mark.parametrize(("unit", "resolution"), [("g", "0.1"), ("lb", "0.001")])
def test_other_units_come_as_grams(tmp_path: Path, unit: Any, resolution: str) -> None:
    log = EventLog()
    simulator = ScaleSimulator(tmp_path / unit, unit, resolution, settle_seconds=0.05)
    simulator.start()
    driver = ScaleDevice(simulator.path, log, polls_per_second=20)
    driver.start()
    simulator.put(1250)
    driver.listen(True)
    assert log.wait_for(stable_at(1250)).unit == unit
    driver.stop()
    simulator.stop()


def test_a_hardware_error_is_no_weight(
    scale: ScaleSimulator, device: ScaleDevice, log: EventLog
) -> None:
    scale.device_error = "10b"
    device.listen(True)
    assert "weigh module" in log.wait_for(status("device_error")).detail
    assert log.of(WeightReading) == []


def test_a_scale_switched_off_is_faulted_and_comes_back(
    scale: ScaleSimulator, device: ScaleDevice, log: EventLog
) -> None:
    device.listen(True)
    log.wait_for(stable_at(0))
    scale.silent = True
    log.wait_for(status("silent"))
    log.wait_for_state("faulted", "does not answer")
    log.forget()
    scale.silent = False
    log.wait_for_state("ready")
    log.wait_for(stable_at(0))


def test_a_replugged_scale_weighs_on(
    scale: ScaleSimulator, device: ScaleDevice, log: EventLog
) -> None:
    device.listen(True)
    log.wait_for(stable_at(0))
    scale.unplug()
    log.wait_for_state("absent")
    log.forget()
    scale.put(300)
    scale.replug()
    log.wait_for_state("ready")
    log.wait_for(stable_at(300))
