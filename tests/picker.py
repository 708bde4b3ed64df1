"""A person who does what the screens of picking and sorting ask for, by scans alone, and counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.world import Desk

STOP, TOTES, DROPS, SORTS = "stops", "totes", "drops", "sorts"


@dataclass
class Picker:
    """Somebody at a desk; `scans` counts what was scanned, by what it was for."""

    desk: Desk
    totes: Iterator[str]
    scans: dict[str, int] = field(default_factory=lambda: {STOP: 0, TOTES: 0, DROPS: 0, SORTS: 0})

    def scan(self, text: str, what: str) -> None:
        self.scans[what] += 1
        self.desk.scan(text)
        assert self.desk.answer.outcome == "applied", self.desk.screen

    def walk(self) -> None:
        """Pick all clusters there are, one after the other."""
        self.desk.key("PICK")
        while self.desk.screen.message != "No picking waits now":
            screen = self.desk.screen
            if screen.title == "MENU":
                self.desk.key("PICK")
            elif screen.title == "DROP":
                self.scan(screen.expects, DROPS)
            elif screen.prompt.startswith("Scan an empty tote"):
                self.scan(next(self.totes), TOTES)
            else:
                self._stop()
        self.desk.key("BACK")

    def _stop(self) -> None:
        screen = self.desk.screen
        if screen.expects:
            self.scan(screen.expects, STOP)
            return
        lines = dict(screen.lines)
        taken, _, want = lines["Take"].rpartition("/")
        left = int(want) - int(taken or 0)
        self.scan(lines["Item"] if not taken or left == 1 else f"%QTY {want}", STOP)

    def sort(self, batch_tote: str, pieces: list[str]) -> None:
        """Sort a tote that holds `pieces` (SKUs), one by one, and bring all on."""
        self.desk.key("SORT")
        self.scan(batch_tote, SORTS)
        while self.desk.screen.prompt != "Scan a tote of a batch":
            screen = self.desk.screen
            if screen.title == "DROP":
                self.scan(screen.expects, DROPS)
            elif screen.prompt.endswith("Scan an empty tote"):
                self.scan(next(self.totes), SORTS)
            elif screen.expects:
                self._slot(pieces)
            else:
                self.scan(pieces.pop(), SORTS)
        self.desk.key("BACK")

    def _slot(self, pieces: list[str]) -> None:
        """Take the other pieces of the item along, then scan the slot."""
        lines = dict(self.desk.screen.lines)
        taken, want = (int(n) for n in lines["Put"].split("/"))
        if taken < want:
            for _ in range(want - taken):
                pieces.remove(lines["Item"])
            self.scan(lines["Item"] if want - taken == 1 else f"%QTY {want}", SORTS)
        self.scan(self.desk.screen.expects, SORTS)
