"""The life of a print job, and the queue of those that have not begun.

queued -> sending -> sent -> confirmed, or -> unknown (something was sent, nobody knows whether a
label came out: a person must look), or -> failed (not one byte was sent: the only state that may be
sent again by a program). `sending` is told before the first byte, so that the owner can write
it down first: after a crash, a job with `sending` in the journal is unknown.
"""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass
from typing import Literal

JobState = Literal["queued", "sending", "sent", "confirmed", "unknown", "failed"]


@dataclass(frozen=True, slots=True)
class PrintProgress:
    """A job has reached a state; `detail` is in words."""

    job_id: str
    state: JobState
    detail: str = ""


@dataclass(frozen=True, slots=True)
class PrintJob:
    """One document for one printer: complete ZPL formats, usually a single label."""

    job_id: str
    zpl: bytes


class JobQueue:
    """Jobs in the order of asking; shared by the askers and the printer's thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._arrived: deque[PrintJob] = deque()
        self._waiting: deque[PrintJob] = deque()
        self._withdrawn: list[PrintJob] = []
        self._closed = False

    def put(self, job: PrintJob) -> None:
        """Add a job at the end.

        :raises ValueError: a job of this id is waiting already.
        :raises RuntimeError: the queue is closed, the printer has been stopped.
        """
        with self._lock:
            if self._closed:
                raise RuntimeError(f"the printer is stopped; job {job.job_id} was not queued")
            if any(job.job_id == other.job_id for other in (*self._arrived, *self._waiting)):
                raise ValueError(f"print job {job.job_id} is queued already")
            self._arrived.append(job)

    def withdraw(self, job_id: str) -> bool:
        """Take a job back that has not begun; False when it has, or is unknown here."""
        with self._lock:
            for jobs in (self._arrived, self._waiting):
                for job in jobs:
                    if job.job_id == job_id:
                        jobs.remove(job)
                        self._withdrawn.append(job)
                        return True
        return False

    def news(self) -> tuple[list[PrintJob], list[PrintJob]]:
        """Return (newly queued, withdrawn) jobs since the last call."""
        with self._lock:
            arrived, withdrawn = list(self._arrived), self._withdrawn
            self._waiting.extend(self._arrived)
            self._arrived.clear()
            self._withdrawn = []
            return arrived, withdrawn

    def next(self) -> PrintJob | None:
        """Take the next job out of the queue, or None."""
        with self._lock:
            return self._waiting.popleft() if self._waiting else None

    def close(self) -> None:
        """Accept no job from now on."""
        with self._lock:
            self._closed = True

    def is_empty(self) -> bool:
        """Tell whether no announced job waits."""
        with self._lock:
            return not self._waiting
