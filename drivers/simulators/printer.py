"""A simulated ZPL label printer: takes formats, answers `~HS`, prints PNG files.

Source: Zebra ZPL II programming guide, `~HS` Host Status Return, `~JA`, `~PS`, `~PP`, `^XA`, `^XZ`.
A blocked printer (no paper, head open, paused) keeps what it has received and prints it once
mended. Written apart from the driver, on purpose.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from drivers.simulators.simulator import Simulator
from drivers.simulators.zpl_render import RenderedLabel, ZplRenderer
from drivers.simulators.zpl_tokens import Command, ZplTokenizer


@dataclass(slots=True)
class _Batch:
    """A received format and how many of its labels are still to come."""

    label: RenderedLabel
    zpl: bytes
    remaining: int


class PrinterSimulator(Simulator):
    """Print every finished format to `out_dir/NNNN.png`, with its ZPL beside it.

    `paper_out`, `head_open`, `ribbon_out` and `paused` may be set at any time; the fault attributes
    (`silent`, `silent_when_blocked`, `honours_cancel`, `unplug_after_bytes`) as well.
    """

    def __init__(
        self,
        link_path: str | Path,
        out_dir: str | Path,
        *,
        on_label: Callable[[Path], None] | None = None,
        print_seconds: float = 0.05,
        buffer_formats: int = 16,
        bytes_per_second: float | None = None,
    ) -> None:
        super().__init__(link_path)
        self.paper_out = self.head_open = self.ribbon_out = self.paused = False
        self.silent = self.silent_when_blocked = False
        self.honours_cancel = True
        self.unplug_after_bytes: int | None = None
        self.labels: list[Path] = []
        self.faults: list[str] = []
        self._out_dir = Path(out_dir)
        self._on_label = on_label
        self._print_seconds = print_seconds
        self._buffer_formats = buffer_formats
        self._bytes_per_second = bytes_per_second
        self._renderer = ZplRenderer()
        self._switch_on()

    def power_cycle(self) -> None:
        """Switch off and on: what was received and not printed is lost."""
        self._do(self._switch_on)

    @property
    def is_blocked(self) -> bool:
        """Tell whether nothing can be printed now."""
        return self.paper_out or self.head_open or self.ribbon_out or self.paused

    def _switch_on(self) -> None:
        self._tokenizer = ZplTokenizer()
        self._format: list[Command] | None = None
        self._batches: deque[_Batch] = deque()
        self._label_done_at: float | None = None

    def _heard(self, data: bytes) -> None:
        if self._bytes_per_second is not None:
            time.sleep(len(data) / self._bytes_per_second)
        pulled = self.unplug_after_bytes is not None and len(data) >= self.unplug_after_bytes
        if self.unplug_after_bytes is not None:
            data = data[: self.unplug_after_bytes]
            self.unplug_after_bytes = None if pulled else self.unplug_after_bytes - len(data)
        for command in self._tokenizer.feed(data):
            self._obey(command)
        if pulled:
            self._host.unplug()

    def _obey(self, command: Command) -> None:
        if command.name.startswith("~"):
            self._control(command)
        elif command.name == "^XA":
            self._format = [command]
        elif self._format is None:
            self.faults.append(f"{command.name} outside of a format")
        else:
            self._format.append(command)
            if command.name == "^XZ":
                self._accept(self._format)

    def _control(self, command: Command) -> None:
        if command.name == "~HS":
            self._answer_status()
        elif command.name == "~JA":
            self._cancel_all()
        elif command.name in ("~PS", "~PP"):
            self.paused = command.name == "~PP"
        else:
            self.faults.append(f"{command.name} is not obeyed")

    def _cancel_all(self) -> None:
        if self.honours_cancel:
            self._format = None
            self._batches.clear()
            self._label_done_at = None

    def _accept(self, commands: list[Command]) -> None:
        self._format = None
        label = self._renderer.render(commands)
        self.faults += label.faults
        if label.has_ink:
            zpl = b"".join(command.raw for command in commands)
            self._batches.append(_Batch(label, zpl, label.copies))

    def _answer_status(self) -> None:
        if self.silent or (self.silent_when_blocked and self.is_blocked):
            return
        remaining = self._batches[0].remaining if self._batches else 0
        is_full = len(self._batches) >= self._buffer_formats
        first = (
            f"030,{self.paper_out:d},{self.is_blocked:d},{self._renderer.length_dots:04},"
            f"{len(self._batches):03},{is_full:d},0,{self._format is not None:d},000,0,0,0"
        )
        second = f"001,0,{self.head_open:d},{self.ribbon_out:d},0,2,6,0,{remaining:08},1,000"
        lines = (first, second, "0000,0")
        self._host.write("".join(f"\x02{line}\x03\r\n" for line in lines).encode("ascii"))

    def _is_in_motion(self) -> bool:
        return bool(self._batches)

    def _tick(self, now: float) -> None:
        if self.is_blocked or not self._batches:
            self._label_done_at = None
        elif self._label_done_at is None:
            self._label_done_at = now + self._print_seconds
        elif now >= self._label_done_at:
            self._label_done_at = None
            self._eject(self._batches[0])

    def _eject(self, batch: _Batch) -> None:
        self._out_dir.mkdir(parents=True, exist_ok=True)
        path = self._next_path()
        path.with_suffix(".zpl").write_bytes(batch.zpl)
        path.write_bytes(batch.label.png_bytes())
        batch.remaining -= 1
        if not batch.remaining:
            self._batches.popleft()
        self.labels.append(path)
        if self._on_label is not None:
            self._on_label(path)

    def _next_path(self) -> Path:
        numbers = [int(path.stem) for path in self._out_dir.glob("[0-9]*.png")]
        return self._out_dir / f"{max(numbers, default=0) + 1:04}.png"
