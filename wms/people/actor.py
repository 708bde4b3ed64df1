"""Who does something, at which station, by which event: written on every stock move."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    """The ids behind an action; None where it was not a person, a station, an event."""

    worker_id: int | None = None
    station_id: int | None = None
    event_id: str | None = None


SYSTEM = Actor()
