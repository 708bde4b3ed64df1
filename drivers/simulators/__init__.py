"""Devices without hardware: models of a scanner, a scale and a printer behind real ptys.

A driver opens the symlink as it would open /dev/serial/by-id/...; nothing in it knows that the
other end is a program. Faults (unplugging, motion, paper out, half a frame) are methods and
attributes here, so that tests, demos and training can make them happen.
"""

from drivers.simulators.printer import PrinterSimulator
from drivers.simulators.pty_host import PtyHost
from drivers.simulators.scale import ScaleSimulator
from drivers.simulators.scanner import ScannerSimulator
from drivers.simulators.zpl_render import RenderedLabel, ZplRenderer

__all__ = [
    "PrinterSimulator",
    "PtyHost",
    "RenderedLabel",
    "ScaleSimulator",
    "ScannerSimulator",
    "ZplRenderer",
]
