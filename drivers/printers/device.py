"""A ZPL label printer: one job in flight, never printed twice by a program.

Before a job the printer is asked `~HS` and must be ready and empty; after it, it is asked until
nothing is left in its buffer. Paper out or an open head stops nothing that was sent: the printer
keeps the label and prints it once mended, so the job just waits. See `jobs` for the states.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from drivers.printers.jobs import JobQueue, JobState, PrintJob, PrintProgress
from drivers.printers.zpl_status import (
    ASK_STATUS,
    CANCEL_ALL,
    END_FORMAT,
    PrinterStatus,
    StatusParser,
)
from drivers.transport import LineSettings, SerialTransport
from drivers.worker import DeviceState, DeviceWorker

PrinterEvent = PrintProgress | DeviceState
SILENCE_SECONDS = 2.0
BUSY_POLL_SECONDS = 0.1
FAULT_POLL_SECONDS = 0.5
IDLE_POLL_SECONDS = 2.0
# one idle answer may come between the receipt of a format and its printing
IDLE_ANSWERS_TO_CONFIRM = 2
_SILENT = "the printer does not answer: look at its paper, ribbon and head"


class PrinterDevice(DeviceWorker[PrintProgress]):
    """Print jobs on the printer at `path`, in the order of asking."""

    def __init__(
        self,
        path: str,
        on_event: Callable[[PrinterEvent], None],
        settings: LineSettings | None = None,
        *,
        name: str = "",
        give_up_seconds: float = 60.0,
    ) -> None:
        """`give_up_seconds`: so long a sent job may stay unconfirmed without a named trouble."""
        super().__init__(path, on_event, settings or LineSettings(xonxoff=True), name)
        self._give_up_seconds = give_up_seconds
        self._jobs = JobQueue()
        self._in_flight: PrintJob | None = None
        self._may_hold_a_part = False

    def print(self, job_id: str, zpl: bytes) -> None:
        """Queue one job; its progress comes as PrintProgress events.

        :raises ValueError: not complete formats (^XA .. ^XZ), or the id is queued already.
        :raises RuntimeError: the device has been stopped.
        """
        body = zpl.strip()
        if not (body.startswith(b"^XA") and body.endswith(b"^XZ")):
            raise ValueError(f"job {job_id} is no ZPL: it must run from ^XA to ^XZ")
        self._jobs.put(PrintJob(job_id, zpl))
        self.wake()

    def cancel(self, job_id: str) -> bool:
        """Withdraw a job that has not begun (it fails); False when it is too late."""
        withdrawn = self._jobs.withdraw(job_id)
        self.wake()
        return withdrawn

    def _serve(self, port: SerialTransport) -> None:
        try:
            while not self._stopping.is_set():
                self._turn(port)
        finally:
            self._end_flight("unknown", "the connection ended before the printer had answered")

    def _turn(self, port: SerialTransport) -> None:
        self._look_at_wishes()
        status = self._ask(port)
        if status is not None and (status.partial_format or self._may_hold_a_part):
            self._close_open_format(port)
        elif not self._is_ready(status):
            self._rest(port, FAULT_POLL_SECONDS)
        elif (job := self._jobs.next()) is not None:
            self._send(port, job)
        else:
            self._rest(port, IDLE_POLL_SECONDS)

    def _is_ready(self, status: PrinterStatus | None) -> bool:
        self._report_status(status)
        return status is not None and not status.troubles and status.idle

    def _report_status(self, status: PrinterStatus | None) -> None:
        if status is None:
            self._report("faulted", _SILENT)
        elif status.troubles:
            self._report("faulted", ", ".join(status.troubles))
        else:
            self._report("ready")

    def _send(self, port: SerialTransport, job: PrintJob) -> None:
        if not self._tell(PrintProgress(job.job_id, "sending")):
            # without a journal entry, a crash from here on could print the label twice
            self._tell(PrintProgress(job.job_id, "failed", "sending could not be recorded"))
            return
        self._in_flight = job
        self._may_hold_a_part = True
        port.write(job.zpl)
        self._may_hold_a_part = False
        self._tell(PrintProgress(job.job_id, "sent"))
        self._confirm(port)

    def _confirm(self, port: SerialTransport) -> None:
        idle_answers = 0
        deadline = time.monotonic() + self._give_up_seconds
        while not self._stopping.is_set() and time.monotonic() < deadline:
            status = self._ask(port)
            self._report_status(status)
            if status is not None and status.troubles:
                deadline = time.monotonic() + self._give_up_seconds
            idle_answers = idle_answers + 1 if status and _is_done(status) else 0
            if idle_answers == IDLE_ANSWERS_TO_CONFIRM:
                self._end_flight("confirmed")
                return
            self._rest(port, BUSY_POLL_SECONDS, wakeable=False)
        if not self._stopping.is_set():
            self._end_flight("unknown", "the printer never said that it was done")

    def _close_open_format(self, port: SerialTransport) -> None:
        """Rid the printer of half a label, else the next job would be drawn into it."""
        self._report("faulted", "half a label was received: it is being cleared")
        port.write(CANCEL_ALL)
        status = self._ask(port)
        if status is not None and status.partial_format:
            port.write(END_FORMAT)
            status = self._ask(port)
        self._may_hold_a_part = status is None or status.partial_format

    def _ask(self, port: SerialTransport) -> PrinterStatus | None:
        """Return the printer's status now, None when it says nothing for two seconds."""
        parser = StatusParser()
        port.read(0)
        port.write(ASK_STATUS)
        deadline = time.monotonic() + SILENCE_SECONDS
        while (left := deadline - time.monotonic()) > 0 and not self._stopping.is_set():
            for answer in parser.feed(self._read(port, left)):
                if isinstance(answer, PrinterStatus):
                    return answer
        return None

    def _rest(self, port: SerialTransport, seconds: float, *, wakeable: bool = True) -> None:
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0 and not self._stopping.is_set():
            had_work = not self._jobs.is_empty()
            self._read(port, left)  # whatever comes unasked is no answer
            if wakeable and not had_work and not self._jobs.is_empty():
                return

    def _look_at_wishes(self) -> None:
        arrived, withdrawn = self._jobs.news()
        for job in arrived:
            self._tell(PrintProgress(job.job_id, "queued"))
        for job in withdrawn:
            self._tell(PrintProgress(job.job_id, "failed", "withdrawn before it was sent"))

    def _wind_up(self) -> None:
        self._jobs.close()
        self._look_at_wishes()
        while (job := self._jobs.next()) is not None:
            self._tell(PrintProgress(job.job_id, "failed", "stopped before it was sent"))

    def _end_flight(self, state: JobState, detail: str = "") -> None:
        job, self._in_flight = self._in_flight, None
        if job is not None:
            self._tell(PrintProgress(job.job_id, state, detail))


def _is_done(status: PrinterStatus) -> bool:
    return status.idle and not status.troubles
