"""Serial devices of a station: barcode scanners, scales, label printers; no warehouse in here.

Layers, each knowing only the one below: a *device* (one worker thread that owns one port and tells
what happened through a callback) > a *protocol* (sans-IO: bytes in, typed events out, no clock, no
port) > the *transport* (the only module that touches a serial port). `drivers.simulators` are the
same devices seen from the other end of the cable; they share no parsing with the drivers, so
that a misread manual shows up as a failing conversation.
"""

from drivers.transport import DeviceGone, LineSettings
from drivers.worker import DeviceState

__all__ = ["DeviceGone", "DeviceState", "LineSettings"]
