"""The real process on a real pty, with a simulated scanner, and killed without mercy."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from station_person import COMMAND, ROOT, Start
from station_server import StationServer, World

from drivers.simulators import PrinterSimulator, ScaleSimulator, ScannerSimulator
from stations.journal import ARCHIVE, JOURNAL, read_records
from wms.terminal.wire import Accepts, Answer, Document, Event, Key, Scan, Screen, Tone, Weight


def test_a_scan_is_answered_and_a_killed_station_loses_nothing(
    start: Start, world: World, arguments: list[str], scanner: ScannerSimulator, tmp_path: Path
) -> None:
    person = start(arguments)
    person.is_ready()
    person.sees(lambda seen: (seen.title, seen.no) == ("Start", 1))
    scanner.scan("A-07-3")
    seen = person.sees(lambda seen: seen.no == 2)
    assert (seen.message, seen.tone, seen.keys) == ("taken 1", Tone.DONE, ["SKIP", "SHORT"])
    assert person.screen.rung == 1
    person.press("\x1bOQ")
    person.sees(lambda seen: seen.no == 3)
    world.lock.acquire()
    for text in ("B", "C", "D"):
        scanner.scan(text)
        wait_for_records(tmp_path, text)
    person.end(signal.SIGKILL)
    world.lock.release()
    person = start(arguments)
    person.sees(lambda seen: seen.no == 6)
    assert person.end() == 0
    texts = [Scan(text, "]C0") for text in ("A-07-3", "B", "C", "D")]
    assert [event.input for event in world.applied] == [texts[0], Key("SHORT"), *texts[1:]]
    assert outcomes(tmp_path) == {event.id: "applied" for event in world.applied}


def wait_for_records(folder: Path, text: str) -> None:
    deadline = time.monotonic() + 5
    while f'"text":"{text}"'.encode() not in (folder / "state" / JOURNAL).read_bytes():
        assert time.monotonic() < deadline, f"{text} was never stored"
        time.sleep(0.01)


def outcomes(folder: Path) -> dict[str, str]:
    data = b"".join((folder / "state" / name).read_bytes() for name in (ARCHIVE, JOURNAL))
    return {r["id"]: r["outcome"] for r in read_records(data) if r["kind"] == "answered"}


def test_a_lost_link_is_shown_and_lost_answers_are_asked_for_again(
    start: Start,
    world: World,
    server: StationServer,
    arguments: list[str],
    scanner: ScannerSimulator,
) -> None:
    person = start(arguments)
    person.is_ready()
    port = server.server_port
    server.close()
    scanner.scan("A")
    person.sees(lambda seen: seen.status == "NO LINK, 1 kept")
    scanner.scan("B")
    world.lost_answers = world.failures = 2
    back = StationServer(world, port)
    person.sees(lambda seen: seen.no == 3 and seen.status == "ok")
    assert person.end() == 0
    assert [event.input for event in world.applied] == [Scan("A", "]C0"), Scan("B", "]C0")]
    assert world.deliveries > len(world.applied)
    back.close()


def test_a_parcel_is_weighed_and_its_label_printed_once(
    start: Start, world: World, arguments: list[str], tmp_path: Path
) -> None:
    world.screen = Screen("Weigh", "Put it on the scale", accepts=(Accepts.WEIGHT,), no=4)
    world.script = weigh_and_print
    world.documents[9] = (1, b"^XA^FO20,20^GB100,50,3^FS^XZ")
    scale = ScaleSimulator(tmp_path / "scale", settle_seconds=0.1)
    printer = PrinterSimulator(tmp_path / "printer", tmp_path / "labels")
    for device in (scale, printer):
        device.start()
    person = start([*arguments, "--scale", scale.path, "--printer", printer.path])
    person.sees(lambda seen: seen.title == "Weigh")
    scale.put(1250)
    person.sees(lambda seen: seen.title == "Scan the label")
    person.sees(lambda seen: "confirmed" in [state for _, state, _ in world.reports])
    assert person.end() == 0
    for device in (scale, printer):
        device.stop()
    assert [event.input for event in world.applied] == [Weight(1250)]
    assert len(printer.labels) == 1


def weigh_and_print(world: World, event: Event) -> Answer:
    world.screen = Screen("Scan the label", "Scan it", no=world.screen.no + 1)
    return Answer(world.screen, event.id, "applied", (Document(9, "label", 1),))


def test_a_wrong_key_is_told_in_words_and_asked_for_again(
    start: Start, world: World, arguments: list[str], tmp_path: Path
) -> None:
    (tmp_path / "key").write_text("wrong")
    person = start(arguments)
    seen = person.sees(lambda seen: "NO ACCESS" in seen.status)
    assert seen.message == "The key is not known: Ask the office"
    assert person.end() == 0


def test_the_local_trouble_of_a_missing_scanner_is_in_the_status_row(
    start: Start, arguments: list[str], scanner: ScannerSimulator
) -> None:
    person = start(arguments)
    person.sees(lambda seen: seen.status == "ok")
    scanner.unplug()
    person.sees(lambda seen: seen.status == "no scanner")
    person.press("4711\r")
    person.sees(lambda seen: seen.no == 2)
    scanner.replug()
    person.sees(lambda seen: seen.status == "ok")
    assert person.end() == 0


def run_to_end(arguments: list[str]) -> tuple[int, str]:
    environment = {**os.environ, "WMS_STATION_KEY": ""}
    done = subprocess.run(
        [*COMMAND, *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=20,
    )
    return done.returncode, done.stderr


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (["--key-file", "/nowhere/key"], "the key file /nowhere/key cannot be read"),
        (["--colour", "red"], "unrecognized arguments: --colour red"),
        (["--server", "ftp://x"], "is no server address"),
        (["--columns", "3"], "no number from 16 up"),
        (["--state", "/proc/nowhere"], "the state folder /proc/nowhere cannot be written"),
    ],
)
def test_a_wrong_start_ends_with_code_2_and_words(
    start: Start, arguments: list[str], more: list[str], words: str
) -> None:
    code, told = run_to_end([*arguments, *more])
    assert code == 2
    assert words in told
    assert "Traceback" not in told


def test_a_second_process_on_one_state_folder_is_turned_away(
    start: Start, arguments: list[str]
) -> None:
    person = start(arguments)
    person.sees(lambda seen: seen.no == 1)
    code, told = run_to_end(arguments)
    assert code == 2
    assert "another station process uses" in told
    assert person.end() == 0


def test_the_process_imports_little_and_starts_fast() -> None:
    code = "import sys, stations.main; print(*{name.partition('.')[0] for name in sys.modules})"
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    out = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    loaded = set(out.stdout.decode().split())
    assert "serial" in loaded
    assert not loaded & {"flask", "sqlalchemy", "PIL", "pydantic", "reportlab", "labels", "numpy"}
    assert (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime) < 0.5


def test_only_the_wire_of_the_server_is_imported() -> None:
    code = "import sys, stations.main; print(*[n for n in sys.modules if n.startswith('wms')])"
    out = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True)
    assert out.stdout.decode().split() == ["wms", "wms.terminal", "wms.terminal.wire"]
