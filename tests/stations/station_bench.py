"""A station without its process: real journal and rules, a wire and a server of the test's."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from station_server import World

from drivers.scales import WeightReading
from drivers.scanners import ScanRead
from stations.client import Outbox
from stations.journal import Journal
from stations.keyboard import KeyPress, Stroke
from stations.link import Answered, LinkLost
from stations.news import DeviceNews
from stations.prints import PrintBook
from stations.station import Station, Wiring
from wms.terminal.wire import Answer, Event, Screen

START = datetime(2026, 1, 5, 8, 30, tzinfo=UTC)


@dataclass
class Wire:
    """A link that delivers only when it is told to."""

    under_way: list[Event] = field(default_factory=list)
    asked: int = 0

    def send(self, event: Event) -> None:
        self.under_way.append(event)

    def ask_screen(self) -> None:
        self.asked += 1


class Bench:
    """A station with a real journal, a wire that can break, and a server that remembers."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.world = World()
        self.clock = count()
        self.listening = False
        self._begin()

    def _begin(self) -> None:
        self.journal = Journal(self.folder)
        self.wire = Wire()
        prints = PrintBook(self.journal.append, self.journal.restored.prints)
        wiring = Wiring(self.journal, prints, self.wire, self._now, listen=self._listen)
        self.station = Station(wiring, Outbox(self.journal.restored.unanswered.values()))
        self.station.start()

    def _now(self) -> datetime:
        return START + timedelta(seconds=next(self.clock))

    def _listen(self, wanted: bool) -> None:
        self.listening = wanted

    def restart(self) -> None:
        """Kill the process (nothing is tidied up) and start it again."""
        self.journal.close()
        self._begin()

    def fetch(self) -> None:
        answer = Answer(self.world.screen, self.world.last_event)
        self.station.handle(Answered("", answer))

    def show(self, screen: Screen) -> None:
        self.world.screen = screen
        self.fetch()

    def scan(self, text: str, *, repeat: bool = False) -> None:
        self.station.handle(DeviceNews("scanner", ScanRead(text, "]C0", repeat)))

    def type(self, text: str) -> None:
        for character in text:
            self.station.handle(KeyPress(Stroke.CHARACTER, character))
        self.station.handle(KeyPress(Stroke.ENTER))

    def weigh(self, grams: int) -> None:
        self.station.handle(DeviceNews("scale", WeightReading(grams, True, str(grams), "g")))

    def deliver(self, *, lose_answer: bool = False) -> None:
        """Carry the event under way to the server, and its answer back unless it is lost."""
        answer = self.world.take(self.wire.under_way[-1])
        if lose_answer:
            self.station.handle(LinkLost("cut"))
        else:
            self.station.handle(Answered(self.wire.under_way[-1].id, answer))

    def inputs(self) -> list[object]:
        return [event.input for event in self.world.applied]
