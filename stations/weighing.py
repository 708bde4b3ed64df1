"""When a weight on the scale is worth an event (pure).

A weight is a level, a scan is an edge: what lies on the pan when a screen asks for a weight is
sent, once. What the server has taken or refused is not sent again until the pan was empty or has
changed, else the last parcel would vouch for the next; a weight that came too late (stale) counts
as not sent.
"""

from __future__ import annotations

JITTER_GRAMS = 5
"""A lying weight may flicker so much without having been touched."""


class Weighing:
    """Decide for each reading whether to send it."""

    def __init__(self) -> None:
        self._screen_no: int | None = None
        self._sent: int | None = None
        self._sent_for: int | None = None
        self._judged: int | None = None
        self._moved = False

    def show(self, screen_no: int, wanted: bool) -> None:
        """Tell which screen is shown and whether it takes a weight."""
        self._screen_no = screen_no if wanted else None

    @property
    def wanted(self) -> bool:
        """Whether the screen takes a weight."""
        return self._screen_no is not None

    @property
    def listens(self) -> bool:
        """Whether the scale is to be listened to: also while a judged weight may lie there, so
        that the next parcel is believed although it weighs the same."""
        return self.wanted or self._judged is not None

    def read(self, grams: int, stable: bool, *, busy: bool = False) -> int | None:
        """Return the grams to send now for a reading, or None.

        `busy` tells that an event is under way; the weight can wait, it goes on lying there.
        """
        if not stable or grams <= 0:
            self._moved = True
            if stable:
                self._sent = self._judged = None
            return None
        self._notice(grams)
        if busy or self._screen_no is None or self._judged is not None or self._is_sent():
            return None
        self._sent, self._sent_for = grams, self._screen_no
        return grams

    def _notice(self, grams: int) -> None:
        if self._sent is not None and self._changed(self._sent, grams):
            self._sent = None
        if self._judged is not None and self._changed(self._judged, grams):
            self._judged = None
        self._moved = False

    def settle(self, grams: int, outcome: str, screen_no: int) -> None:
        """Take the outcome of a sent weight and the number of the screen that answered it."""
        if self._sent != grams:
            return  # it was lifted or changed meanwhile: what lies there now is news
        if outcome == "stale":
            self._sent = None
            return
        self._sent_for = screen_no
        self._judged = grams

    def _is_sent(self) -> bool:
        return self._sent is not None and self._sent_for == self._screen_no

    def _changed(self, before: int, grams: int) -> bool:
        step = abs(before - grams)
        return step > JITTER_GRAMS or (step > 0 and self._moved)
