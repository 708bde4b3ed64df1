"""Label printers on a serial line."""

from drivers.printers.device import PrinterDevice, PrinterEvent
from drivers.printers.jobs import PrintProgress
from drivers.printers.zpl_status import PrinterStatus, StatusFault, StatusParser

__all__ = [
    "PrintProgress",
    "PrinterDevice",
    "PrinterEvent",
    "PrinterStatus",
    "StatusFault",
    "StatusParser",
]
