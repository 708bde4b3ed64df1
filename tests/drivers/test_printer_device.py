"""The printer's driver against a simulated printer on a real pty: no label lost or doubled."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import zxingcpp
from event_log import EventLog
from PIL import Image

from drivers.printers import PrinterDevice, PrintProgress
from drivers.simulators import PrinterSimulator

WHOLE_LIFE = ["queued", "sending", "sent", "confirmed"]


def label(text: str) -> bytes:
    return f"^XA^CI28^PW400^LL200^FO60,40^BY2^BCN,80,N,N,N,A^FD{text}^FS^PQ1^XZ\r\n".encode()


def long_label(size: int = 100_000) -> bytes:
    return b"^XA^PW400^LL200^FO10,10^GB50,50,50^FS^FX" + b"x" * size + b"^FS^XZ"


def printed(simulator: PrinterSimulator) -> list[str]:
    images = [Image.open(path).convert("L") for path in simulator.labels]
    return [code.text for image in images for code in zxingcpp.read_barcodes(image)]


@pytest.fixture
def log() -> EventLog:
    return EventLog()


@pytest.fixture
def printer(tmp_path: Path) -> Iterator[PrinterSimulator]:
    simulator = PrinterSimulator(tmp_path / "printer", tmp_path / "out")
    simulator.start()
    yield simulator
    simulator.stop()


@pytest.fixture
def device(printer: PrinterSimulator, log: EventLog) -> Iterator[PrinterDevice]:
    driver = PrinterDevice(printer.path, log, give_up_seconds=5)
    driver.start()
    yield driver
    driver.stop()


def test_a_job_is_confirmed_once_its_label_is_out(
    printer: PrinterSimulator, device: PrinterDevice, log: EventLog
) -> None:
    device.print("job-1", label("PARCEL-1"))
    log.wait_for_job("job-1", "confirmed")
    assert log.states_of("job-1") == WHOLE_LIFE
    assert printed(printer) == ["PARCEL-1"]
    assert printer.labels[0].with_suffix(".zpl").read_bytes().startswith(b"^XA^CI28")
    assert printer.faults == []


def test_several_jobs_come_out_one_by_one_in_order(
    printer: PrinterSimulator, device: PrinterDevice, log: EventLog
) -> None:
    names = [f"PARCEL-{number}" for number in range(4)]
    for name in names:
        device.print(name, label(name))
    log.wait_for_job(
        names[-1],
        "confirmed",
    )
    assert printed(printer) == names
    told = [(e.job_id, e.state) for e in log.of(PrintProgress) if e.state != "queued"]
    assert told == [(name, state) for name in names for state in WHOLE_LIFE[1:]]


def test_nothing_is_written_before_the_owner_has_noted_the_sending(
    printer: PrinterSimulator, log: EventLog
) -> None:
    def slow_journal(event: object) -> None:
        if isinstance(event, PrintProgress) and event.state == "sending":
            time.sleep(0.5)
            assert printer.labels == []
        log(event)

    driver = PrinterDevice(printer.path, slow_journal)
    driver.start()
    driver.print("job-1", label("PARCEL-1"))
    log.wait_for_job("job-1", "confirmed")
    driver.stop()


def test_a_job_that_could_not_be_noted_is_not_sent(
    printer: PrinterSimulator, log: EventLog, caplog: pytest.LogCaptureFixture
) -> None:
    def broken_journal(event: object) -> None:
        log(event)
        if isinstance(event, PrintProgress) and event.state == "sending":
            raise OSError("disk full")

    driver = PrinterDevice(printer.path, broken_journal)
    driver.start()
    driver.print("job-1", label("PARCEL-1"))
    log.wait_for_job("job-1", "failed")
    time.sleep(0.3)
    driver.stop()
    assert printer.labels == []
    assert "disk full" in caplog.text


@pytest.mark.parametrize(
    ("attribute", "words"),
    [("paper_out", "paper out"), ("head_open", "head open"), ("paused", "paused")],
)
def test_a_blocked_printer_is_told_and_gets_no_job_until_mended(
    printer: PrinterSimulator, device: PrinterDevice, log: EventLog, attribute: str, words: str
) -> None:
    setattr(printer, attribute, True)
    log.wait_for_state("faulted", words)
    device.print("job-1", label("PARCEL-1"))
    log.wait_for_job("job-1", "queued")
    time.sleep(0.3)
    assert log.states_of("job-1") == ["queued"]
    setattr(printer, attribute, False)
    log.wait_for_job("job-1", "confirmed")
    assert printed(printer) == ["PARCEL-1"]


def test_paper_that_runs_out_after_sending_delays_the_label_and_doubles_nothing(
    tmp_path: Path, log: EventLog
) -> None:
    printer = PrinterSimulator(tmp_path / "slow", tmp_path / "out", print_seconds=0.6)
    printer.start()
    driver = PrinterDevice(printer.path, log, give_up_seconds=1)
    driver.start()
    driver.print("job-1", label("PARCEL-1"))
    log.wait_for_job("job-1", "sent")
    printer.paper_out = True
    log.wait_for_state("faulted", "paper out")
    time.sleep(1.5)
    assert log.states_of("job-1") == ["queued", "sending", "sent"]
    printer.paper_out = False
    log.wait_for_job("job-1", "confirmed")
    assert printed(printer) == ["PARCEL-1"]
    driver.stop()
    printer.stop()


def test_a_silent_printer_is_blocked_not_sent_to(
    printer: PrinterSimulator, device: PrinterDevice, log: EventLog
) -> None:
    log.wait_for_state("ready")
    printer.silent_when_blocked = True
    printer.head_open = True
    device.print("job-1", label("PARCEL-1"))
    log.wait_for_state("faulted", "does not answer")
    assert log.states_of("job-1") == ["queued"]
    printer.head_open = False
    log.wait_for_job("job-1", "confirmed")


def test_a_printer_that_falls_silent_after_sending_leaves_the_job_unknown(
    printer: PrinterSimulator, log: EventLog
) -> None:
    def owner(event: object) -> None:
        if isinstance(event, PrintProgress) and event.state == "sending":
            printer.silent = True
        log(event)

    driver = PrinterDevice(printer.path, owner, give_up_seconds=1)
    driver.start()
    driver.print("job-1", label("PARCEL-1"))
    log.wait_for_job("job-1", "unknown")
    log.wait_for_state("faulted", "does not answer")
    driver.stop()


@pytest.mark.parametrize("honours_cancel", [True, False])
def test_a_cable_pulled_in_mid_send_leaves_the_job_unknown_and_the_next_label_clean(
    printer: PrinterSimulator, device: PrinterDevice, log: EventLog, honours_cancel: bool
) -> None:
    printer.honours_cancel = honours_cancel
    log.wait_for_state("ready")
    printer.unplug_after_bytes = 30_000
    device.print("job-1", long_label())
    log.wait_for_job("job-1", "unknown")
    device.print("job-2", label("PARCEL-2"))
    time.sleep(0.3)
    assert log.states_of("job-1") == ["queued", "sending", "unknown"]
    assert "job-2" not in [e.job_id for e in log.of(PrintProgress) if e.state == "sending"]
    printer.replug()
    log.wait_for_job(
        "job-2",
        "confirmed",
    )
    assert printed(printer) == ["PARCEL-2"]
    # a printer that cannot drop the half label has to be made to print it, by itself
    assert len(printer.labels) == (1 if honours_cancel else 2)
    assert log.states_of("job-1") == ["queued", "sending", "unknown"]


def test_a_power_cut_after_sending_leaves_the_job_unknown(tmp_path: Path, log: EventLog) -> None:
    printer = PrinterSimulator(tmp_path / "slow", tmp_path / "out", print_seconds=30)
    printer.start()
    driver = PrinterDevice(printer.path, log)
    driver.start()
    driver.print("job-1", label("PARCEL-1"))
    log.wait_for_job("job-1", "sent")
    printer.unplug()
    printer.power_cycle()
    log.wait_for_job("job-1", "unknown")
    driver.stop()
    printer.stop()


def test_a_job_may_be_withdrawn_only_before_it_is_sent(
    printer: PrinterSimulator, device: PrinterDevice, log: EventLog
) -> None:
    printer.paused = True
    log.wait_for_state("faulted", "paused")
    device.print("job-1", label("PARCEL-1"))
    device.print("job-2", label("PARCEL-2"))
    assert device.cancel("job-1")
    log.wait_for_job("job-1", "failed")
    printer.paused = False
    log.wait_for_job("job-2", "confirmed")
    assert not device.cancel("job-2")
    assert printed(printer) == ["PARCEL-2"]


def test_stopping_fails_what_was_not_sent_and_takes_no_more(tmp_path: Path, log: EventLog) -> None:
    driver = PrinterDevice(str(tmp_path / "absent"), log)
    driver.start()
    driver.print("job-1", label("PARCEL-1"))
    log.wait_for_job("job-1", "queued")
    driver.stop()
    assert log.states_of("job-1") == ["queued", "failed"]
    with pytest.raises(RuntimeError, match="stopped"):
        driver.print("job-2", label("PARCEL-2"))


def test_what_is_no_zpl_or_queued_twice_is_refused(tmp_path: Path, log: EventLog) -> None:
    driver = PrinterDevice(str(tmp_path / "absent"), log)
    with pytest.raises(ValueError, match="from \\^XA to \\^XZ"):
        driver.print("job-1", b"%PDF-1.7")
    driver.print("job-1", label("PARCEL-1"))
    with pytest.raises(ValueError, match="queued already"):
        driver.print("job-1", label("PARCEL-1"))
    driver.stop()


def test_an_injected_command_shows_as_a_fault_of_the_simulator(
    printer: PrinterSimulator, device: PrinterDevice, log: EventLog
) -> None:
    device.print("job-1", b"^XA^FO10,10^GB9,9,9^FS^FDevil ^JUS^FS^XZ")
    log.wait_for_job("job-1", "confirmed")
    assert any("^JU" in fault for fault in printer.faults)
