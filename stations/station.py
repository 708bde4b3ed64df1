"""What one station does with everything that happens to it; one thread calls `handle`.

Order matters: an input is stored, then sent; an answer's documents are stored, then the answer,
then it is shown. So being killed between any two steps loses nothing and doubles nothing.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol

from drivers.scales import ScaleStatus, WeightReading
from drivers.scanners import ScanFault, ScanRead
from drivers.worker import DeviceState
from stations.client import Outbox
from stations.ending import WITHIN_SECONDS, Ending
from stations.journal import Journal
from stations.keyboard import KeyPress, Stroke
from stations.keys import BACK, places
from stations.link import Answered, Denied, LinkLost
from stations.news import DeviceNews, LabelSaved, News, TimePassed
from stations.printing import PrintTrouble
from stations.prints import PrintBook
from stations.records import event_answered, event_made, input_dropped
from stations.status import NO_LINK, Status
from stations.weighing import Weighing
from wms.terminal.wire import (
    COMMAND_PREFIX,
    MAX_TEXT,
    Accepts,
    Answer,
    Event,
    Input,
    Key,
    Scan,
    Screen,
    Tone,
    Typed,
    Weight,
)

_NO_SCREEN = Screen("Station", "Wait for the server", accepts=())
_TOO_EARLY = "Not taken: there is no screen yet. Wait, then scan again."


class Sender(Protocol):
    """Where events go; see `stations.link.Link`."""

    def send(self, event: Event) -> None:
        """Deliver `event`; its answer comes back as news."""

    def ask_screen(self) -> None:
        """Ask for the screen; it comes back as news."""


@dataclass
class Wiring:
    """What a station is connected to."""

    journal: Journal
    prints: PrintBook
    sender: Sender
    now: Callable[[], datetime]
    wake_printing: Callable[[], None] = lambda: None
    listen: Callable[[bool], None] = lambda wanted: None
    wake_after: Callable[[float], None] = lambda seconds: None


@dataclass
class Station:
    """The state of a station: what is shown, typed, waiting and weighed.

    `bells` is the tone to ring once with the next drawing; `draw` resets it. `ended` tells that
    the person wants the process to end.
    """

    wiring: Wiring
    outbox: Outbox
    screen: Screen = _NO_SCREEN
    typed: str = ""
    bells: Tone = Tone.NEUTRAL
    status: Status = field(default_factory=Status)
    weighing: Weighing = field(default_factory=Weighing)
    ending: Ending = field(default_factory=Ending)
    ended: bool = False
    _under_way: str = ""
    _owed: Answered | Denied | None = None
    _has_screen: bool = False
    _recovering: bool = False

    def start(self) -> None:
        """Send what a former run left without an answer, else ask for the screen."""
        self._recovering = self.outbox.head is not None
        self._send_head()
        if not self._recovering:
            self.wiring.sender.ask_screen()
        self.status.kept = len(self.outbox)

    def handle(self, news: News) -> None:
        """Take one thing that happened; a fault of this machine is shown, never raised."""
        owed, self._owed = self._owed, None
        for item in (news,) if owed is None else (owed, news):
            try:
                self._dispatch(item)
            except OSError as error:
                self._on_disk_fault(item, error)
        self.status.kept = len(self.outbox)

    def _on_disk_fault(self, news: News, error: OSError) -> None:
        """Say it; an answer that could not be stored is taken again with the next news."""
        if isinstance(news, Answered | Denied) and news.event_id:
            self._owed = news
        self._note(f"This station cannot write: {error.strerror}. Call for help.", Tone.REFUSED)

    def _dispatch(self, news: News) -> None:
        match news:
            case KeyPress():
                self._on_key(news)
            case DeviceNews():
                self._on_device(news.name, news.event)
            case Answered():
                self._on_answer(news.event_id, news.answer)
            case Denied():
                self._on_denial(news.event_id, news.words)
            case LinkLost():
                self._on_link_lost(news.words)
            case PrintTrouble():
                self._note(news.words, Tone.ATTENTION)
            case LabelSaved():
                self.status.saved = "label saved"
            case TimePassed():
                self.status.asks_end = self.ending.is_begun(self.wiring.now())

    def _on_device(self, name: str, event: object) -> None:
        match event:
            case ScanRead():
                self._on_scan(event)
            case ScanFault():
                self._note("Scan not readable, scan again", Tone.ATTENTION)
            case WeightReading():
                self._on_weight(event)
            case ScaleStatus():
                self.status.scale_says(event, self.weighing.wanted)
            case DeviceState():
                self.status.device(name, event)

    def _on_scan(self, scan: ScanRead) -> None:
        if scan.repeat and not self.screen.counts_repeats:
            self._drop(scan.text, "chatter")
        else:
            self._take(Scan(scan.text, scan.symbology))

    def _on_weight(self, reading: WeightReading) -> None:
        self.status.scale_says(reading, self.weighing.wanted)
        listened = self.weighing.listens
        grams = self.weighing.read(reading.grams, reading.stable, busy=len(self.outbox) > 0)
        if grams is not None:
            self._take(Weight(grams))
        if self.weighing.listens != listened:
            self.wiring.listen(not listened)

    def _on_key(self, key: KeyPress) -> None:
        if key.stroke is Stroke.INTERRUPT:
            self._on_interrupt()
            return
        self.ending.cancel()
        self.status.asks_end = False
        match key.stroke:
            case Stroke.CHARACTER:
                self.typed = (self.typed + key.text)[:MAX_TEXT]
            case Stroke.ERASE:
                self.typed = self.typed[:-1]
            case Stroke.ENTER if self.typed:
                self._enter(self.typed)
            case Stroke.ESCAPE:
                self.typed = ""
                self._take(Key(BACK))
            case Stroke.FUNCTION if name := places(self.screen.keys).get(key.number):
                self._take(Key(name))

    def _on_interrupt(self) -> None:
        self.ended = self.ending.press(self.wiring.now())
        self.status.asks_end = not self.ended
        self.wiring.wake_after(WITHIN_SECONDS)

    def _enter(self, text: str) -> None:
        takes_text = Accepts.TEXT in self.screen.accepts and not text.startswith(COMMAND_PREFIX)
        self.typed = ""
        self._take(Typed(text) if takes_text else Scan(text))

    def _take(self, given: Input) -> None:
        if not self._has_screen:
            self._drop("" if isinstance(given, Typed) else repr(given), "no screen yet")
            self._note(_TOO_EARLY, Tone.ATTENTION)
            return
        at = self.wiring.now()
        event = self.outbox.draft(given, str(uuid.uuid4()), self.screen.no, at)
        self.wiring.journal.append(event_made(event, secret=self.screen.secret))
        self.outbox.add(event)
        self._send_head()

    def _drop(self, text: str, why: str) -> None:
        self.wiring.journal.append(input_dropped(text, why, self.wiring.now()))

    def _send_head(self) -> None:
        head = self.outbox.head
        if head is not None and head.id != self._under_way:
            self._under_way = head.id
            self.wiring.sender.send(head)

    def _on_answer(self, event_id: str, answer: Answer) -> None:
        self.status.link = ""
        if self.wiring.prints.want(answer.documents):
            self.wiring.wake_printing()
        if event_id:
            self._on_outcome(event_id, answer)
        elif self.outbox.resume(answer.last_event):
            self._on_fetched(answer.screen)

    def _on_outcome(self, event_id: str, answer: Answer) -> None:
        head = self.outbox.head
        self._store_outcome(event_id, answer.outcome, "")
        if head is None or not self.outbox.settle(event_id, answer.last_event):
            return
        if isinstance(head.input, Weight):
            self.weighing.settle(head.input.grams, answer.outcome, answer.screen.no)
        self._show(answer.screen)
        self.bells = answer.screen.tone
        self._send_head()
        if self._recovering and self.outbox.head is None:
            # the answers to old events were stored ones: the world may have moved on since
            self._recovering = False
            self.wiring.sender.ask_screen()

    def _on_fetched(self, screen: Screen) -> None:
        """Show a polled screen that is new; a note of this station stays on an old one."""
        if not self._has_screen or screen.no != self.screen.no:
            self.bells = screen.tone if self._has_screen else Tone.NEUTRAL
            self._show(screen)

    def _on_denial(self, event_id: str, words: str) -> None:
        self.status.link = "" if event_id else "NO ACCESS"
        head = self.outbox.head
        if event_id and head is not None:
            self._store_outcome(event_id, "rejected", words)
            if self.outbox.settle(event_id, None) and isinstance(head.input, Weight):
                self.weighing.settle(head.input.grams, "refused", self.screen.no)
        if event_id or self.screen.message != words:
            self._note(words, Tone.REFUSED)
        self._send_head()

    def _store_outcome(self, event_id: str, outcome: str, detail: str) -> None:
        record = event_answered(event_id, outcome, detail, self.wiring.now())
        self.wiring.journal.append(record)

    def _on_link_lost(self, words: str) -> None:
        self.status.link = NO_LINK
        if not self._has_screen:
            note = f"{words}{'' if words.endswith(('.', '?', '!')) else '.'} Trying again"
            self.screen = replace(_NO_SCREEN, message=note, tone=Tone.ATTENTION)

    def _show(self, screen: Screen) -> None:
        self.screen, self._has_screen = screen, True
        self.status.saved = ""
        wanted = Accepts.WEIGHT in screen.accepts
        self.weighing.show(screen.no, wanted)
        self.status.weight = self.status.weight if wanted else ""
        self.wiring.listen(self.weighing.listens)

    def _note(self, words: str, tone: Tone) -> None:
        """Show words of this station on the screen that is there, until the next one."""
        self.bells = tone
        self.screen = replace(self.screen, message=words, tone=tone)
