"""The thread that fetches documents, hands each to its device and reports how it went."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from drivers.printers import PrintProgress
from stations.api import NoLink, Rejected, StationApi
from stations.prints import PrintBook
from stations.records import PrintKey
from stations.retry import delays

CHECK_SECONDS = 2.0
_TROUBLES = ("failed", "unknown")


class Printer(Protocol):
    """Whatever takes a document; progress is told from any thread, `sending` before it begins."""

    def print(self, job_id: str, zpl: bytes, /) -> None:
        """Queue one document."""


@dataclass(frozen=True, slots=True)
class PrintTrouble:
    """A document did not print, or nobody knows; `words` are for the person."""

    words: str


class Printing:
    """Keep `book` moving: fetch, print, report, from `start()` to `stop()`."""

    def __init__(
        self, api: StationApi, book: PrintBook, tell: Callable[[PrintTrouble], None]
    ) -> None:
        self._api = api
        self._book = book
        self._tell = tell
        self._printers: Mapping[str, Printer] = {}
        self._news = threading.Event()
        self._stopping = threading.Event()
        self._jitter = random.Random()
        self._thread = threading.Thread(target=self._run, name="printing", daemon=True)

    def start(self, printers: Mapping[str, Printer]) -> None:
        """Begin, with a printer for each kind of device (`label`, `document`)."""
        self._printers = printers
        self._thread.start()

    def stop(self, timeout_seconds: float = 0.5) -> None:
        """End; what is wanted stays wanted, for the next run."""
        self._stopping.set()
        self._news.set()
        if self._thread.ident is not None:
            self._thread.join(timeout_seconds)

    def wake(self) -> None:
        """Look at the book now."""
        self._news.set()

    def on_progress(self, progress: PrintProgress) -> None:
        """Store what a printer says of a job; returns when it is on the disk.

        :raises OSError: it could not be stored; then the printer must not begin.
        """
        if self._stopping.is_set() and progress.state == "failed":
            return  # a job that a stopping printer gave back was not begun: it stays wanted
        key = _key(progress.job_id)
        if progress.state != "queued" and self._book.advance(key, progress.state, progress.detail):
            self.wake()
            if progress.state in _TROUBLES:
                self._tell(PrintTrouble(_trouble(key, progress)))

    def _run(self) -> None:
        pauses = delays(self._jitter)
        while not self._stopping.is_set():
            self._news.clear()
            if self._work():
                pauses = delays(self._jitter)
                self._news.wait(CHECK_SECONDS)
            else:
                self._stopping.wait(next(pauses))
        self._api.close()

    def _work(self) -> bool:
        """Report and fetch everything once; False when something has to be tried again."""
        try:
            reports = [self._report(key) for key, _ in self._book.to_report()]
            return all([*reports, *map(self._fetch, self._book.to_fetch())])
        except OSError as error:
            self._tell(PrintTrouble(f"Nothing can be printed: {error.strerror or error}"))
            return False

    def _report(self, key: PrintKey) -> bool:
        state = dict(self._book.to_report()).get(key)
        if state is None or self._stopping.is_set():
            return True
        try:
            self._api.report(*key, state.state, state.detail)
        except NoLink:
            return False
        except Rejected as no:
            self._tell(PrintTrouble(f"Document {key[0]}: {no}"))
        self._book.reported(key, state.state)
        return True

    def _fetch(self, key: PrintKey) -> bool:
        if self._stopping.is_set():
            return True
        try:
            copy_no, data = self._api.document(key[0])
        except NoLink:
            return False
        except Rejected as no:
            self._fail(key, str(no))
            return True
        if copy_no is not None and copy_no != key[1]:
            key = self._book.rename(key, copy_no)
        self._print(key, data)
        return True

    def _print(self, key: PrintKey, data: bytes) -> None:
        printer = self._printers.get(self._book.device(key))
        if printer is None:
            self._fail(key, f"this station has no {self._book.device(key)} printer")
        elif self._book.hand_over(key):
            try:
                printer.print(f"{key[0]}.{key[1]}", data)
            except (ValueError, RuntimeError) as error:
                self._fail(key, str(error))
            except OSError:
                self._book.give_back(key)  # nothing was journaled, so nothing was printed
                raise

    def _fail(self, key: PrintKey, detail: str) -> None:
        self.on_progress(PrintProgress(f"{key[0]}.{key[1]}", "failed", detail))


def _key(job_id: str) -> PrintKey:
    number, copy_no = job_id.split(".")
    return int(number), int(copy_no)


def _trouble(key: PrintKey, progress: PrintProgress) -> str:
    if progress.state == "unknown":
        return f"Look: did label {key[0]} come out? Nobody knows."
    return f"Not printed: {progress.detail}"
