"""Barcode scanners on a serial line."""

from drivers.scanners.device import ScannerDevice, ScannerEvent
from drivers.scanners.framing import ScanFault, ScanParser, ScanRead

__all__ = ["ScanFault", "ScanParser", "ScanRead", "ScannerDevice", "ScannerEvent"]
