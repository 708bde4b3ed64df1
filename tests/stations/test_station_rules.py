"""Every input reaches the server, in order, under one name, whatever fails meanwhile."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from station_bench import Bench

from drivers.scanners import ScanFault
from drivers.worker import DeviceState
from stations.journal import JOURNAL, Journal, read_records
from stations.keyboard import KeyPress, Stroke
from stations.link import Denied, LinkLost
from stations.news import DeviceNews
from stations.records import Record
from wms.terminal.wire import Accepts, Key, Scan, Screen, Tone, Typed, Weight

STEPS = st.lists(
    st.sampled_from(["scan", "scan", "deliver", "lose", "fail", "restart", "poll"]), max_size=30
)


@settings(max_examples=60, deadline=None)
@given(STEPS)
def test_each_scan_is_applied_once_and_in_order_whatever_happens(steps: list[str]) -> None:
    with tempfile.TemporaryDirectory() as name:
        bench, scanned = Bench(Path(name)), []
        bench.fetch()
        for step in [*steps, *["deliver"] * 31]:
            if step == "scan" and bench.station.screen.no:
                scanned.append(f"S{len(scanned)}")
                bench.scan(scanned[-1])
            elif step == "restart":
                bench.restart()
            elif step == "poll":
                bench.fetch()
            elif step == "fail":
                bench.station.handle(LinkLost("time-out"))
            elif bench.station.outbox.head is not None:
                bench.deliver(lose_answer=step == "lose")
        bench.journal.close()
    assert bench.inputs() == [Scan(text, "]C0") for text in scanned]
    ids = [event.id for event in bench.world.applied]
    assert [event.after for event in bench.world.applied] == ["", *ids][: len(ids)]
    assert len(set(ids)) == len(ids)


def test_scans_made_while_one_is_under_way_name_the_one_before_and_the_seen_screen(
    bench: Bench,
) -> None:
    bench.scan("A")
    bench.scan("B")
    assert [event.input for event in bench.wire.under_way] == [Scan("A", "]C0")]
    bench.deliver()
    first, second = bench.wire.under_way
    assert second.after == first.id
    assert (first.screen_no, second.screen_no) == (1, 1)
    bench.deliver()
    bench.scan("C")
    assert bench.wire.under_way[-1].screen_no == 3
    assert bench.wire.under_way[-1].after == second.id


def test_a_restart_sends_the_same_event_and_then_asks_for_the_screen(bench: Bench) -> None:
    bench.scan("A")
    before = bench.wire.under_way[0]
    bench.restart()
    assert bench.wire.under_way == [before]
    assert bench.wire.asked == 0
    bench.deliver()
    assert bench.wire.asked == 1


def test_a_rejected_event_is_final_and_its_words_are_shown(bench: Bench) -> None:
    bench.scan("A")
    bench.scan("B")
    bench.station.handle(Denied(bench.wire.under_way[0].id, "Forbidden: the key was revoked"))
    assert bench.station.screen.message == "Forbidden: the key was revoked"
    assert bench.station.bells is Tone.REFUSED
    assert bench.wire.under_way[-1].input == Scan("B", "]C0")
    bench.restart()
    assert [event.input for event in bench.wire.under_way] == [Scan("B", "]C0")]


def test_a_station_that_is_trusted_no_more_says_so_on_the_screen_it_shows(bench: Bench) -> None:
    before = bench.station.screen
    for _ in range(2):
        bench.station.handle(Denied("", "This station was revoked: Ask the office"))
    shown = bench.station.screen
    assert (shown.title, shown.message) == (
        before.title,
        "This station was revoked: Ask the office",
    )
    assert shown.tone is Tone.REFUSED
    assert "NO ACCESS" in bench.station.status.words(40)


def test_an_input_without_a_screen_is_refused_aloud_and_written_down(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    bench.scan("A")
    bench.journal.close()
    assert bench.wire.under_way == []
    assert "scan again" in bench.station.screen.message
    assert bench.station.bells is Tone.ATTENTION
    assert read_records((tmp_path / JOURNAL).read_bytes())[-1]["why"] == "no screen yet"


def test_chatter_is_dropped_unless_the_screen_counts_repeats(bench: Bench) -> None:
    bench.scan("A", repeat=True)
    assert bench.wire.under_way == []
    assert read_records((bench.folder / JOURNAL).read_bytes())[-1]["why"] == "chatter"
    bench.show(Screen("Count", "Scan each", no=2, counts_repeats=True))
    bench.scan("A", repeat=True)
    assert [event.input for event in bench.wire.under_way] == [Scan("A", "]C0")]


def test_an_unreadable_scan_asks_for_another(bench: Bench) -> None:
    bench.station.handle(DeviceNews("scanner", ScanFault("unterminated", "no end")))
    assert bench.station.screen.message == "Scan not readable, scan again"
    assert bench.station.bells is Tone.ATTENTION


def test_typed_text_is_text_where_it_is_asked_for_and_else_a_scan(bench: Bench) -> None:
    bench.type("A-07-3")
    bench.deliver()
    bench.show(Screen("PIN", "Type it", accepts=(Accepts.TEXT,), no=5))
    bench.type("4711")
    bench.deliver()
    bench.show(Screen("PIN", "Type it", accepts=(Accepts.TEXT,), no=9))
    bench.type("%SKIP")
    bench.deliver()
    assert bench.inputs() == [Scan("A-07-3"), Typed("4711"), Scan("%SKIP")]


def test_keys_are_those_of_the_screen_and_escape_goes_back(bench: Bench) -> None:
    bench.show(Screen("Pick", "Scan", keys=("SKIP", "SHORT"), no=2))
    for key in (
        KeyPress(Stroke.FUNCTION, number=2),
        KeyPress(Stroke.FUNCTION, number=3),
        KeyPress(Stroke.ESCAPE),
    ):
        bench.station.handle(key)
    bench.deliver()
    bench.deliver()
    assert bench.inputs() == [Key("SHORT"), Key("BACK")]


def test_the_scale_is_listened_to_where_a_weight_is_wanted_and_until_it_is_lifted(
    bench: Bench,
) -> None:
    weigh = Screen("Weigh", "Put it on", accepts=(Accepts.WEIGHT,), no=2)
    assert not bench.listening
    bench.show(weigh)
    assert bench.listening
    bench.weigh(1250)
    bench.weigh(1250)
    assert bench.station.status.words() == "1.250 kg"
    bench.deliver()
    assert bench.inputs() == [Weight(1250)]
    assert bench.listening
    bench.weigh(0)
    assert not bench.listening


def test_a_polled_screen_is_shown_only_when_nothing_waits(bench: Bench) -> None:
    bench.scan("A")
    bench.show(Screen("Other", "Scan", no=50))
    assert bench.station.screen.title == "Start"
    bench.deliver()
    bench.show(Screen("Other", "Scan", no=90))
    assert bench.station.screen.title == "Other"


def test_the_status_row_tells_what_is_wrong(bench: Bench) -> None:
    assert bench.station.status.words() == "ok"
    bench.station.handle(DeviceNews("printer", DeviceState("p", "faulted", "paper out")))
    assert bench.station.status.words() == "no paper"
    bench.station.handle(LinkLost("refused"))
    assert bench.station.status.words() == "NO LINK, no paper"
    bench.station.handle(DeviceNews("printer", DeviceState("p", "ready")))
    bench.fetch()
    bench.station.handle(DeviceNews("scanner", DeviceState("s", "absent")))
    assert bench.station.status.words() == "no scanner"


def test_an_event_that_cannot_be_stored_is_not_sent_and_the_person_is_told(bench: Bench) -> None:
    full = _FullDisk(bench.folder / "full")
    full.close()
    bench.station.wiring.journal = full
    bench.scan("A")
    assert bench.wire.under_way == []
    assert "cannot write" in bench.station.screen.message
    bench.station.wiring.journal = bench.journal
    bench.scan("A")
    bench.station.wiring.journal = full
    bench.deliver()
    assert bench.station.outbox.head is not None, "the answer could not be stored"
    bench.station.wiring.journal = bench.journal
    bench.fetch()
    assert bench.station.outbox.head is None
    assert bench.inputs() == [Scan("A", "]C0")]


class _FullDisk(Journal):
    def append(self, record: Record) -> None:
        raise OSError(28, "No space left on device")
