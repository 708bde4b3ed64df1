"""The words of the status row: link first, then what is wrong with which device (pure)."""

from __future__ import annotations

from dataclasses import dataclass

from drivers.scales import ScaleStatus, WeightReading
from drivers.worker import DeviceState

NO_LINK = "NO LINK"
ASKS_END = "Ctrl-C again to end"
ASKS_END_SHORT = "again to end"

_FAULTS = (
    ("paper out", "no paper"),
    ("head open", "head open"),
    ("ribbon out", "no ribbon"),
    ("paused", "paused"),
)
_SCALE_WORDS = {
    "overload": "overload",
    "underload": "underload",
    "silent": "no scale",
    "device_error": "scale fault",
}


@dataclass
class Status:
    """What is known of the link and the devices; empty words mean that all is well."""

    link: str = NO_LINK
    printer: str = ""
    scanner: str = ""
    scale: str = ""
    weight: str = ""
    kept: int = 0
    saved: str = ""
    asks_end: bool = False

    def words(self, room: int = 40) -> str:
        """Return the words for the status row, the most telling first, for `room` characters.

        `kept` inputs wait for the link; `saved` is said once, so it goes before what stays wrong;
        while `asks_end`, nothing but the question of a first Ctrl-C is told.
        """
        if self.asks_end:
            return ASKS_END if len(ASKS_END) <= room else ASKS_END_SHORT
        kept = f"{self.kept} kept" if self.link == NO_LINK and self.kept else ""
        devices = (self.printer, self.scanner, self.scale, self.weight)
        return ", ".join(filter(None, (self.link, kept, self.saved, *devices))) or "ok"

    def device(self, name: str, state: DeviceState) -> None:
        """Take a state of the device called `name`: printer, scanner or scale."""
        words = {"absent": f"no {name}", "ready": "", "faulted": f"{name} fault"}[state.state]
        if name == "printer" and state.state == "faulted":
            words = next((short for part, short in _FAULTS if part in state.detail), words)
        setattr(self, name, words)
        if name == "scale":
            self.weight = ""

    def scale_says(self, news: WeightReading | ScaleStatus, wanted: bool) -> None:
        """Take what the scale tells; shown only while a weight is `wanted`."""
        if isinstance(news, WeightReading):
            self.scale, self.weight = "", kilograms(news.grams, news.stable) if wanted else ""
        else:
            self.scale, self.weight = _SCALE_WORDS.get(news.kind, ""), ""


def kilograms(grams: int, stable: bool) -> str:
    """Return a weight as people read it, with a tilde while it is still moving."""
    sign = "-" if grams < 0 else ""
    whole, rest = divmod(abs(grams), 1000)
    return f"{'' if stable else '~'}{sign}{whole}.{rest:03d} kg"
