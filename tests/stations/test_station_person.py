"""What a person at the terminal is told, and what their keys do there."""

from __future__ import annotations

import signal
import socket
import time
from contextlib import closing
from pathlib import Path

import pytest
from station_bench import Bench
from station_person import Start
from station_server import StationServer, World

from stations.api import NoLink, StationApi
from stations.keyboard import KeyPress, Stroke
from stations.link import LinkLost
from stations.news import LabelSaved, TimePassed
from stations.station import Station
from stations.status import ASKS_END
from wms.terminal.wire import Answer, Document, Event, Key, Scan, Screen, Tone

CTRL_C = KeyPress(Stroke.INTERRUPT)


def words(station: Station) -> str:
    return station.status.words()


def test_a_key_is_where_it_is_on_every_screen(bench: Bench) -> None:
    for no, keys in enumerate((("SKIP", "SHORT", "BACK"), ("SHORT", "SKIP", "QTY", "BACK")), 2):
        bench.show(Screen("Pick", "Scan", keys=keys, no=no * 10))
        for number in (1, 4, 8):
            bench.station.handle(KeyPress(Stroke.FUNCTION, number=number))
        bench.deliver()
        bench.deliver()
    assert bench.inputs() == [Key("SKIP"), Key("BACK")] * 2


def test_without_a_link_it_is_said_how_many_inputs_are_kept(bench: Bench) -> None:
    bench.station.handle(LinkLost("The server does not answer"))
    assert words(bench.station) == "NO LINK"
    bench.scan("A")
    bench.scan("B")
    assert words(bench.station) == "NO LINK, 2 kept"
    bench.restart()
    assert words(bench.station) == "NO LINK, 2 kept"
    bench.deliver()
    assert words(bench.station) == "ok", "with a link they are on their way"
    bench.station.handle(LinkLost("The server does not answer"))
    assert words(bench.station) == "NO LINK, 1 kept"
    bench.deliver()
    assert words(bench.station) == "ok"


@pytest.mark.parametrize(
    ("trouble", "message"),
    [
        ("The server does not answer", "The server does not answer. Trying again"),
        ("Is this the server?", "Is this the server? Trying again"),
    ],
)
def test_before_the_first_screen_a_lost_link_is_told_in_words(
    tmp_path: Path, trouble: str, message: str
) -> None:
    bench = Bench(tmp_path)
    bench.station.handle(LinkLost(trouble))
    bench.journal.close()
    assert (bench.station.screen.message, bench.station.screen.tone) == (message, Tone.ATTENTION)


def test_a_saved_label_is_told_until_the_next_screen(bench: Bench) -> None:
    bench.station.handle(LabelSaved())
    assert words(bench.station) == "label saved"
    bench.fetch()
    assert words(bench.station) == "label saved", "the screen is the same"
    bench.show(Screen("Next", "Scan", no=7))
    assert words(bench.station) == "ok"


def test_two_ctrl_c_in_a_row_end_the_station(bench: Bench) -> None:
    bench.station.handle(CTRL_C)
    assert words(bench.station) == ASKS_END
    assert bench.station.status.words(15) == "again to end"
    assert not bench.station.ended
    bench.station.handle(CTRL_C)
    assert bench.station.ended
    assert bench.inputs() == []


def test_a_ctrl_c_is_forgotten_after_a_while_or_another_key(bench: Bench) -> None:
    bench.station.handle(CTRL_C)
    bench.type("A")
    assert words(bench.station) == "ok"
    bench.station.handle(CTRL_C)
    for _ in range(3):
        bench.station.wiring.now()  # a second each
    bench.station.handle(TimePassed())
    assert words(bench.station) == "ok"
    bench.station.handle(CTRL_C)
    assert not bench.station.ended


def test_ctrl_c_twice_ends_the_process_and_ctrl_d_does_nothing(
    start: Start, arguments: list[str], world: World
) -> None:
    person = start(arguments, 30, 20)
    person.sees(lambda seen: seen.no == 1)
    person.press("\x04\x04")
    person.press("\x03")
    person.sees(lambda seen: seen.status == ASKS_END)
    person.sees(lambda seen: seen.status != ASKS_END, 4.0)
    assert person.process.poll() is None
    person.press("\x03\x03")
    assert person.process.wait(5) == 0
    assert world.applied == []


def test_a_station_fills_the_terminal_that_it_is_started_on(
    start: Start, arguments: list[str]
) -> None:
    person = start(arguments, 30, 20)
    seen = person.sees(lambda seen: seen.no == 1)
    assert seen.title == "Start"
    assert person.screen.display[-1].startswith("#1 ")
    person.end(signal.SIGKILL)
    person = start([*arguments, "--columns", "20", "--rows", "16"], 30, 20)
    deadline = time.monotonic() + 10
    while not person.screen.display[15].startswith("#1 "):
        person.look()
        assert time.monotonic() < deadline, "the status row is not the 16th"
    person.end(signal.SIGKILL)


def test_a_server_that_is_not_there_is_told_in_plain_words(
    start: Start, server: StationServer, arguments: list[str]
) -> None:
    server.close()
    person = start(arguments)
    seen = person.sees(lambda seen: "NO LINK" in seen.status and seen.message)
    assert seen.message == "The server does not answer. Trying again"
    assert person.end() == 0


def test_a_label_of_a_station_without_a_printer_becomes_a_file(
    start: Start, world: World, arguments: list[str], tmp_path: Path
) -> None:
    world.script = with_label
    world.documents[9] = (1, b"^XA^FO20,20^GB100,50,3^FS^XZ")
    person = start([*arguments, "--documents", str(tmp_path / "out")])
    person.sees(lambda seen: seen.no == 1)
    person.press("A\r")
    person.sees(lambda seen: seen.status.startswith("label saved"))
    person.sees(lambda seen: "confirmed" in [state for _, state, _ in world.reports])
    assert person.end() == 0
    assert [event.input for event in world.applied] == [Scan("A")]
    assert (tmp_path / "out" / "9-copy1.zpl").read_bytes() == world.documents[9][1]


def with_label(world: World, event: Event) -> Answer:
    world.screen = Screen("Scan the label", "Scan it", no=world.screen.no + 1)
    return Answer(world.screen, event.id, "applied", (Document(9, "label", 1),))


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_server_that_says_nothing_does_not_answer(scheme: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        server = f"{scheme}://127.0.0.1:{silent.getsockname()[1]}"
        api = StationApi(server, "P", "k", timeout_seconds=0.2)
        with closing(api), pytest.raises(NoLink, match=r"^The server does not answer$"):
            api.screen()
