"""The words of the status row: link first, then what is wrong with which device (pure)."""

from __future__ import annotations

from dataclasses import dataclass

from drivers.scales import ScaleStatus, WeightReading
from drivers.worker import DeviceState

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

    link: str = "NO LINK"
    printer: str = ""
    scanner: str = ""
    scale: str = ""
    weight: str = ""

    def words(self) -> str:
        """Return the words for the status row, the most telling first."""
        found = (self.link, self.printer, self.scanner, self.scale, self.weight)
        return ", ".join(filter(None, found)) or "ok"

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
