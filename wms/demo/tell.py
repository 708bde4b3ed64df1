"""Tell how the play goes: bars on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Protocol, Self

from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

LINE_SECONDS = 5.0


class Teller(Protocol):
    """Somebody who tells people what happens."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None: ...

    def stage(self, name: str) -> None:
        """Tell that a stage begins."""

    def far(self, done: int, total: int, what: str) -> None:
        """Tell how far the stage is and what is left."""

    def end(self, seconds: float) -> None:
        """Tell that the stage is over."""


class Lines:
    """A line when a stage begins and ends, and now and then what is left."""

    def __init__(self) -> None:
        self._name = self._said = ""
        self._at = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        sys.stdout.flush()

    def stage(self, name: str) -> None:
        self._name, self._at = name, time.monotonic()

    def far(self, done: int, total: int, what: str) -> None:
        if time.monotonic() - self._at >= LINE_SECONDS and what != self._said:
            self._said, self._at = what, time.monotonic()
            print(f"{self._name}: {what} left", flush=True)

    def end(self, seconds: float) -> None:
        print(f"{self._name}: done in {seconds:.1f} s", flush=True)


class Bars:
    """A bar for each stage."""

    def __init__(self) -> None:
        columns = (TextColumn("{task.description:<10}"), BarColumn(), TimeElapsedColumn())
        self._progress = Progress(*columns, TextColumn("{task.fields[what]}"), auto_refresh=False)
        self._task = TaskID(0)

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._progress.stop()

    def stage(self, name: str) -> None:
        self._task = self._progress.add_task(name, total=None, what="")

    def far(self, done: int, total: int, what: str) -> None:
        most = max(total, 1)
        self._progress.update(self._task, completed=done, total=most, what=what, refresh=True)

    def end(self, seconds: float) -> None:
        done = {"completed": 1, "total": 1, "what": ""}
        self._progress.update(self._task, **done, refresh=True)  # type: ignore[arg-type]


def teller(*, plain: bool) -> Teller:
    """Return lines where a log is written, bars where somebody looks."""
    return Lines() if plain or not sys.stdout.isatty() else Bars()
