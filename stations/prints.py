"""Which documents to print, which to report: each copy reaches a printer at most once.

States: wanted -> sending -> sent -> confirmed | unknown, or -> failed (nothing was printed).
Every state is stored before anything follows from it. A copy that a former run had begun is
`unknown` after the restart: a person must look, no program prints it again.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from stations.records import PrintKey, PrintState, Record, print_changed, print_reported
from wms.terminal.wire import Document

WANTED = "wanted"
BEGUN = ("sending", "sent")
_NEXT = {
    "wanted": ("sending", "unknown", "failed"),
    "sending": ("sent", "confirmed", "unknown", "failed"),
    "sent": ("confirmed", "unknown"),
    "unknown": ("confirmed",),
}
_RESTARTED = "the station was restarted while this was printing: look whether it came out"


class PrintBook:
    """The state of each copy; any thread may ask and tell."""

    def __init__(
        self, store: Callable[[Record], None], known: Mapping[PrintKey, PrintState]
    ) -> None:
        """`store` writes a record down for good; `known` is what a former run left."""
        self._store = store
        self._lock = threading.RLock()
        self._states = dict(known)
        self._handed: set[PrintKey] = set()
        for key, state in known.items():
            if state.state in BEGUN:
                self.advance(key, "unknown", _RESTARTED)

    def want(self, documents: Iterable[Document]) -> bool:
        """Take documents of an answer; True when one of them is new here."""
        with self._lock:
            new = [d for d in documents if (d.id, d.copy_no) not in self._states]
            for document in new:
                self._set((document.id, document.copy_no), PrintState(document.device, WANTED))
            return bool(new)

    def to_fetch(self) -> list[PrintKey]:
        """Return the copies to fetch, oldest first."""
        with self._lock:
            wanted = [key for key, state in self._states.items() if state.state == WANTED]
            return [key for key in wanted if key not in self._handed]

    def device(self, key: PrintKey) -> str:
        """Return the kind of device that prints a known copy."""
        with self._lock:
            return self._states[key].device

    def hand_over(self, key: PrintKey) -> bool:
        """Claim a wanted copy for its printer; False when it is claimed or further already."""
        with self._lock:
            state = self._states.get(key)
            if state is None or state.state != WANTED or key in self._handed:
                return False
            self._handed.add(key)
            return True

    def give_back(self, key: PrintKey) -> None:
        """Take a claim back that came to nothing: the copy is wanted as before."""
        with self._lock:
            self._handed.discard(key)

    def rename(self, key: PrintKey, copy_no: int) -> PrintKey:
        """Say that what was fetched for `key` is another copy; return the key of that one."""
        with self._lock:
            device = self._states[key].device
            self.want([Document(key[0], device, copy_no)])
            self._set(key, PrintState(device, "failed", f"copy {copy_no} came instead"))
            # the server has moved on by itself: telling "failed" would be about its newer copy
            self.reported(key, "failed")
            return (key[0], copy_no)

    def advance(self, key: PrintKey, state: str, detail: str = "") -> bool:
        """Store that a copy has reached `state`; False when that cannot follow what is known."""
        with self._lock:
            known = self._states.get(key)
            if known is None or state not in _NEXT.get(known.state, ()):
                return False
            self._set(key, replace(known, state=state, detail=detail, reported=False))
            return True

    def to_report(self) -> list[tuple[PrintKey, PrintState]]:
        """Return the copies whose state the server does not know yet, oldest first."""
        with self._lock:
            states = list(self._states.items())
        return [(k, s) for k, s in states if s.state != WANTED and not s.reported]

    def reported(self, key: PrintKey, state: str) -> None:
        """Store that the server has taken `state`; a newer state remains to be told."""
        with self._lock:
            self._store(print_reported(key, state))
            known = self._states[key]
            if known.state == state:
                self._states[key] = replace(known, reported=True)

    def _set(self, key: PrintKey, state: PrintState) -> None:
        self._store(print_changed(key, state))
        self._states[key] = state
