"""A folder that takes documents as files; a spooler or a person takes them from there.

It takes packing slips, and labels too where a station has no label printer.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from drivers.printers import PrintProgress


def slip_name(job_id: str) -> str:
    """Return the file's name of a document; a job is `<id>.<copy>`."""
    return f"{job_id}.pdf"


def label_name(job_id: str) -> str:
    """Return the file's name of a label."""
    number, _, copy_no = job_id.partition(".")
    return f"{number}-copy{copy_no}.zpl"


class FolderPrinter:
    """Put documents into a folder, each under the name that `name` gives its job."""

    def __init__(
        self,
        folder: Path,
        on_event: Callable[[PrintProgress], None],
        name: Callable[[str], str] = slip_name,
        on_saved: Callable[[], None] = lambda: None,
    ) -> None:
        """`on_saved` is called after each file that was written."""
        self._folder = folder
        self._on_event = on_event
        self._name = name
        self._on_saved = on_saved

    def print(self, job_id: str, data: bytes) -> None:
        """Write the file at once; it appears whole or not at all."""
        name = self._name(job_id)
        self._on_event(PrintProgress(job_id, "sending"))
        try:
            self._write(name, data)
        except OSError as error:
            words = f"{self._folder} cannot be written: {error.strerror or error}"
            self._on_event(PrintProgress(job_id, "failed", words))
        else:
            self._on_event(PrintProgress(job_id, "confirmed", f"{name} was written"))
            self._on_saved()

    def _write(self, name: str, data: bytes) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        fresh = self._folder / f".{name}.new"
        with fresh.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._folder / name)
