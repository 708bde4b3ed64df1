"""What a person can do at a station, as plain data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scan:
    """Pull the trigger on a code; `counts` tells that the same code may come again at once."""

    text: str
    symbology: str = "]C0"
    counts: bool = False


@dataclass(frozen=True, slots=True)
class Press:
    """Press a key that the screen names."""

    key: str


@dataclass(frozen=True, slots=True)
class Type:
    """Key in text and press Enter."""

    text: str


@dataclass(frozen=True, slots=True)
class PutOnScale:
    """Lay the parcel on the scale; what is sent is up to the scale."""

    grams: int


@dataclass(frozen=True, slots=True)
class Wait:
    """Do nothing for a while; `idle` tells that there is nothing to do at all."""

    seconds: float
    idle: bool = False


Deed = Scan | Press | Type | PutOnScale | Wait


def _nothing() -> None:
    """Nothing changes on the floor."""


@dataclass(frozen=True, slots=True)
class Action:
    """A deed, and what it changes on the floor once the screen has taken it.

    `wrong` names a deliberate mistake: the screen must not take it. `is_look` marks a deed that
    only asks whether there is work; it is not counted as a touch.
    """

    deed: Deed
    effect: Callable[[], None] = _nothing
    wrong: str = ""
    is_look: bool = False


def wait(seconds: float) -> Action:
    """Wait for something that somebody else does."""
    return Action(Wait(seconds))


def idle() -> Action:
    """There is nothing to do here."""
    return Action(Wait(0.7, idle=True))
