"""What is told of the floor: faults, counted touches, parcels, and a log of every action."""

from __future__ import annotations

import threading
import time
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

MOST_FAULTS = 200


@dataclass(slots=True)
class ParcelSeen:
    """A parcel as the packer saw it: `label_text` and `slip` were read from what was printed."""

    sscc: str
    order: str
    label_text: str
    carton: str
    grams: int
    station: str
    slip: str = ""
    lane: str = ""


class Notes:
    """One notebook for all people; thread-safe."""

    def __init__(self, log: Path) -> None:
        self._lock = threading.Lock()
        self._log = log.open("a", encoding="utf-8", buffering=1)
        self._began = time.monotonic()
        self.touches: Counter[str] = Counter()
        self.refusals = 0
        self.received_lpns = 0
        self.stored_lpns = 0
        self.replenished = 0
        self.faults: list[str] = []
        self.parcels: list[ParcelSeen] = []

    def line(self, who: str, text: str) -> None:
        """Log what somebody saw and did."""
        with self._lock:
            if not self._log.closed:
                self._log.write(f"{time.monotonic() - self._began:9.3f} {who}: {text}\n")

    def fault(self, who: str, text: str) -> None:
        """Note what should not have happened."""
        self.line(who, f"FAULT {text}")
        with self._lock:
            if len(self.faults) < MOST_FAULTS:
                self.faults.append(f"{who}: {text}")

    def touch(self, flow: str) -> None:
        """Count one scan, key or text."""
        with self._lock:
            self.touches[flow] += 1

    def count(self, name: str) -> None:
        """Count a refusal (`refusals`), a labelled LPN, a stored one, a face
        that was filled."""
        with self._lock:
            setattr(self, name, getattr(self, name) + 1)

    def parcel(self, seen: ParcelSeen) -> None:
        """Note a parcel that was labelled."""
        with self._lock:
            self.parcels.append(seen)

    def told(self) -> dict[str, Any]:
        """Return all of it as plain data, but of the parcels only how many there are."""
        with self._lock:
            return {
                "touches": dict(self.touches),
                "refusals_seen": self.refusals,
                "received_lpns": self.received_lpns,
                "stored_lpns": self.stored_lpns,
                "replenished": self.replenished,
                "parcels": len(self.parcels),
                "faults": list(self.faults),
            }

    def parcels_told(self) -> list[dict[str, Any]]:
        """Return the parcels as plain data."""
        with self._lock:
            return [asdict(parcel) for parcel in self.parcels]

    def close(self) -> None:
        """Close the log."""
        with self._lock:
            self._log.close()
