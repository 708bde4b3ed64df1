"""One person at one station: look, decide, act, see what came of it; for ever.

What a deed changes on the floor happens when the screen has moved on, not before: so whatever is
killed in between, hands and screen agree. Whether the screen has taken a scan is told by the
screen alone: it refuses aloud, or it shows another step.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from stations.people.actions import Action, Deed, Press, PutOnScale, Scan, Type, Wait
from stations.people.bench import Bench
from stations.people.eyes import Unreadable
from stations.people.worker import Worker
from stations.people.world import NotThere
from stations.readback import ReadBack
from wms.terminal.wire import Tone

ANSWER_SECONDS = 4.0
CHATTER_SECONDS = 0.6
"""The same code sooner than this after itself is taken for chatter of the trigger."""

LIFT_SECONDS = 0.5
MOST_TIMES = 25
_LATE = ("The screen had changed", "This came out of turn")
_WEIGHING = ("WEIGH", "WEIGHT")
Step = tuple[object, ...]


def step_of(read: ReadBack) -> Step:
    """Return what makes a screen another step than the one before: all but number and message."""
    return read.title, read.progress, read.prompt, tuple(read.lines.items())


def was_taken(before: Step, read: ReadBack) -> bool:
    """Tell whether the newer screen `read` has taken what was done on the step `before`."""
    if read.tone is not Tone.REFUSED:
        return True
    return step_of(read) != before and not read.message.startswith(_LATE)


@dataclass(frozen=True, slots=True)
class _Pending:
    """A deed whose outcome was not seen yet."""

    step: Step
    no: int
    action: Action


class Person:
    """A thread that works a station until it is told to stop."""

    def __init__(
        self,
        bench: Bench,
        worker: Worker,
        decide: Callable[[ReadBack, Worker], Action | None],
    ) -> None:
        self.bench = bench
        self.worker = worker
        self._decide = decide
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=worker.name, daemon=True)
        self._pending: _Pending | None = None
        self._step: Step = ()
        self._step_began = 0.0
        self._last_scan = ("", 0.0)
        self._repeated: tuple[Step, Deed] | None = None
        self._times = 0

    def start(self) -> None:
        """Begin to work."""
        self._thread.start()

    def ask_to_stop(self) -> None:
        """Let the person stop after the deed at hand."""
        self._stopping.set()

    def stop(self) -> None:
        """Finish the deed at hand, then stop."""
        self.ask_to_stop()
        if self._thread.is_alive():
            self._thread.join(ANSWER_SECONDS + 2.0)

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._turn()
            except (NotThere, Unreadable, KeyError, ValueError, ConnectionError) as error:
                self._fault(f"{type(error).__name__}: {error}")

    def _turn(self) -> None:
        read = self.bench.terminal.look()
        if read is None or read.no == 0 or "NO LINK" in read.status or "scanner" in read.status:
            self.bench.terminal.watch(0.3)
            return
        self._settle(read)
        self._notice(read)
        action = self._decide(read, self.worker)
        if action is None:
            self._fault("nobody knows what this screen wants")
            return
        self._act(read, action)

    def _settle(self, read: ReadBack) -> None:
        """See what came of the deed before; only now the floor changes."""
        pending = self._pending
        if pending is None or read.no == pending.no:
            return
        self._pending = None
        wrong = pending.action.wrong
        if was_taken(pending.step, read):
            if wrong and not (wrong == "carton" and step_of(read) == pending.step):
                self.worker.tell(f"the wrong {wrong} was taken:\n{self.bench.terminal.rows()}")
            pending.action.effect()
        else:
            self.worker.floor.notes.count("refusals")
        if read.tone is Tone.REFUSED and not wrong:
            self.worker.floor.notes.line(self.worker.name, f"refused: {read.message}")

    def _notice(self, read: ReadBack) -> None:
        """Clear the scale when it is not asked for, and know how long this step lasts."""
        step, now = step_of(read), time.monotonic()
        if step != self._step:
            self._step, self._step_began = step, now
            if self.bench.scale and read.title not in _WEIGHING:
                self.bench.scale.clear()
            self.worker.waited_seconds = 0.0
        else:
            self.worker.waited_seconds = now - self._step_began

    def _act(self, read: ReadBack, action: Action) -> None:
        deed = action.deed
        if isinstance(deed, Wait):
            self.bench.terminal.watch(deed.seconds)
            return
        self._watch_out(deed, action)
        words = f"#{read.no} {read.title} | {read.prompt} | {read.message}"
        self.worker.floor.notes.line(self.worker.name, f"{words} -> {deed}")
        if not action.is_look:
            self.worker.floor.notes.touch(_flow(read, self.worker))
        self._pending = _Pending(self._step, read.no, action)
        self._do(deed, read)
        self._await_answer(read.no)

    def _do(self, deed: Deed, read: ReadBack) -> None:
        match deed:
            case Scan():
                self._scan(deed)
            case Type(text):
                self.bench.terminal.press(f"{text}\r")
            case Press(key):
                self.bench.terminal.function_key(_number(read, key))
            case PutOnScale(grams) if self.bench.scale:
                if self._times:  # nothing came of it: lift it and put it on again
                    self.bench.scale.clear()
                    self._stopping.wait(LIFT_SECONDS)
                self.bench.scale.put(grams)

    def _scan(self, scan: Scan) -> None:
        text, at = self._last_scan
        rest = CHATTER_SECONDS - (time.monotonic() - at)
        if text == scan.text and not scan.counts and rest > 0:
            time.sleep(rest)
        self.bench.scanner.scan(scan.text, scan.symbology)
        self._last_scan = (scan.text, time.monotonic())

    def _await_answer(self, no: int) -> None:
        deadline = time.monotonic() + ANSWER_SECONDS
        while (left := deadline - time.monotonic()) > 0 and not self._stopping.is_set():
            self.bench.terminal.watch(min(left, 0.5))
            read = self.bench.terminal.look()
            if read is not None and read.no not in (0, no):
                return

    def _watch_out(self, deed: Deed, action: Action) -> None:
        """Tell when the same is done again and again and nothing comes of it."""
        same = (self._step, deed)
        self._times = self._times + 1 if same == self._repeated else 0
        self._repeated = same
        if self._times >= MOST_TIMES and not action.is_look:
            self._times = 0
            self._fault(f"{deed} again and again")

    def _fault(self, words: str) -> None:
        self.worker.tell(f"{words}\n{self.bench.terminal.rows()}")
        self._stopping.wait(2.0)


def _flow(read: ReadBack, worker: Worker) -> str:
    return read.title if read.title in ("SIGN IN", "MENU") else worker.flow or read.title


def _number(read: ReadBack, key: str) -> int:
    """Return which function key a key of the screen is.

    :raises ValueError: the screen has no such key.
    """
    if key not in read.places:
        raise ValueError(f"the screen has no key {key}")
    return read.places[key]
