"""What can happen to a station, in one type; every thread tells it to the main one."""

from __future__ import annotations

from dataclasses import dataclass

from stations.keyboard import KeyPress
from stations.link import Answered, Denied, LinkLost
from stations.printing import PrintTrouble


@dataclass(frozen=True, slots=True)
class DeviceNews:
    """What the device called `name` (scanner, scale, printer) told."""

    name: str
    event: object


@dataclass(frozen=True, slots=True)
class LabelSaved:
    """A label was written into the folder, there being no label printer."""


@dataclass(frozen=True, slots=True)
class TimePassed:
    """The time that was asked for is over; what is shown may be old."""


News = KeyPress | DeviceNews | Answered | Denied | LinkLost | PrintTrouble | LabelSaved | TimePassed
