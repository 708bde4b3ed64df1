"""People at their stations all at once: what they saw, and that nothing technical reached them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from tests.world import Desk, World
from wms.terminal.engine import FAULT

TECHNICAL = ("deadlock", "serializ", "lock", "database", "constraint", str(FAULT))


def together(*acts: Callable[[], Any]) -> list[Any]:
    """Do all `acts`, begun at the same moment, and return what each returned."""
    start = threading.Barrier(len(acts))

    def begin(act: Callable[[], Any]) -> Any:
        start.wait()
        return act()

    with ThreadPoolExecutor(len(acts)) as hands:
        return [done.result() for done in [hands.submit(begin, act) for act in acts]]


class Watched:
    """A desk that remembers every message; a fault or a word about the database ends the test."""

    def __init__(self, world: World, code: str, worker: str, kind: str = "handheld") -> None:
        self.desk: Desk = world.station(code, kind, worker=worker)
        self.messages: list[str] = []

    def say(self, act: Callable[[Desk], Any]) -> str:
        act(self.desk)
        message = self.desk.screen.message
        self.messages.append(message)
        assert not any(word in message.lower() for word in map(str.lower, TECHNICAL)), message
        return message

    def scan(self, text: str) -> str:
        return self.say(lambda desk: desk.scan(text))

    def key(self, name: str, value: str = "") -> str:
        return self.say(lambda desk: desk.key(name, value))

    @property
    def title(self) -> str:
        return self.desk.screen.title

    @property
    def outcome(self) -> str:
        return self.desk.answer.outcome

    def walk(self, *totes: str) -> None:
        """Pick one cluster or batch as the screens ask for it, and set it down; who is told that it
        was changed meanwhile goes BACK and looks again, a few times at most."""
        empty, patience = iter(totes), 20
        while self.title == "PICK" and "PICK" not in self.desk.screen.keys:
            screen = self.desk.screen
            if screen.prompt.startswith("Scan an empty tote"):
                self.scan(next(empty))
            elif screen.expects:
                self.scan(screen.expects)
            else:
                self.scan(dict(screen.lines)["Item"])
                if not self.desk.screen.expects:
                    self.key("QTY")
            if self.outcome == "refused":
                patience -= 1
                assert patience, self.messages[-3:]
                self.key("BACK")
                if self.title == "MENU":
                    self.key("PICK")
        while self.title == "DROP":
            self.scan(self.desk.screen.expects)
