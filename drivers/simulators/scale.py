"""A simulated MT-SICS scale: a platform's physics behind the line protocol.

Source: Mettler-Toledo Standard Interface Command Set, levels 0 and 1 (S, SI, SIR, Z, T, @, I4).
`S`, `Z` and `T` wait for the pan to rest, up to the scale's own limit, then answer `I`; commands
are upper case, everything else is answered ES. Written apart from the driver, on purpose.
"""

from __future__ import annotations

import time
from decimal import Decimal
from pathlib import Path
from typing import Literal

from drivers.simulators.platform import PanState, Platform
from drivers.simulators.simulator import Simulator

_GRAMS = {"kg": Decimal(1000), "g": Decimal(1), "lb": Decimal("453.59237")}
REST_LIMIT_SECONDS = 5.0
STREAM_SECONDS = 0.1


class ScaleSimulator(Simulator):
    """A bench scale with one pan; `resolution` is in the scale's own unit."""

    def __init__(
        self,
        link_path: str | Path,
        unit: Literal["kg", "g", "lb"] = "kg",
        resolution: str = "",
        *,
        capacity_grams: int = 30_000,
        settle_seconds: float = 0.3,
        serial_number: str = "SIM0000001",
    ) -> None:
        super().__init__(link_path)
        self._unit = unit
        self._resolution = Decimal(resolution or ("1" if unit == "g" else "0.001"))
        step_grams = self._resolution * _GRAMS[unit]
        self._pan = Platform(Decimal(capacity_grams), step_grams, settle_seconds)
        self._serial_number = serial_number
        self._line = b""
        self._waiting: tuple[bytes, float] | None = None
        self._next_in_stream_at: float | None = None
        self.silent = False
        self.device_error = ""

    def put(self, grams: float | Decimal) -> None:
        """Lay so much on the pan (instead of what lies there); below 0 the platter is lifted."""
        load = Decimal(str(grams))
        self._do(lambda: self._pan.load(load, time.monotonic()))

    def clear(self) -> None:
        """Take everything off the pan."""
        self.put(0)

    def shake(self, going_on: bool) -> None:
        """Keep the pan in motion (draught, a hand on it), or let it come to rest."""
        self._do(lambda: self._pan.shake(going_on, time.monotonic()))

    def _heard(self, data: bytes) -> None:
        *lines, self._line = (self._line + data).split(b"\n")
        self._line = self._line[-256:]
        for line in lines:
            self._obey(line.removesuffix(b"\r"), time.monotonic())

    def _obey(self, command: bytes, now: float) -> None:
        if not command:
            return
        self._next_in_stream_at = None
        self._waiting = None
        if command in (b"S", b"Z", b"T"):
            self._waiting = (command, now + REST_LIMIT_SECONDS)
        elif command == b"SI":
            self._say(self._weight(self._pan.state(now)))
        elif command == b"SIR":
            self._next_in_stream_at = now
        elif command in (b"@", b"I4"):
            self._say(f'I4 A "{self._serial_number}"')
        else:
            self._say("ES")

    def _is_in_motion(self) -> bool:
        return self._waiting is not None or self._next_in_stream_at is not None

    def _tick(self, now: float) -> None:
        if self._waiting is not None:
            self._try_waiting(*self._waiting, now)
        if self._next_in_stream_at is not None and now >= self._next_in_stream_at:
            self._next_in_stream_at = now + STREAM_SECONDS
            self._say(self._weight(self._pan.state(now)))

    def _try_waiting(self, command: bytes, limit: float, now: float) -> None:
        pan = self._pan.state(now)
        if not (pan.stable or pan.over or pan.under or now >= limit):
            return
        self._waiting = None
        name = command.decode()
        if not pan.stable and not (command == b"S" and (pan.over or pan.under)):
            self._say(f"{name} I")
        else:
            self._say({"S": self._weight, "Z": self._zero, "T": self._tare}[name](pan))

    def _weight(self, pan: PanState) -> str:
        if self.device_error:
            return f"S S Error {self.device_error}"
        if pan.over or pan.under:
            return "S +" if pan.over else "S -"
        return f"S {'S' if pan.stable else 'D'} {self._printed(pan.net_grams)}"

    def _zero(self, pan: PanState) -> str:
        return f"Z {self._pan.zero()}"

    def _tare(self, pan: PanState) -> str:
        letter = self._pan.tare()
        return f"T S {self._printed(self._pan.tare_grams)}" if letter == "S" else f"T {letter}"

    def _printed(self, grams: Decimal) -> str:
        value = (grams / _GRAMS[self._unit]).quantize(self._resolution)
        return f"{abs(value) if value == 0 else value:>10} {self._unit}"

    def _say(self, line: str) -> None:
        if not self.silent:
            self._host.write(line.encode("ascii") + b"\r\n")
