"""The machine: what reads and draws barcodes, room on the disk."""

from __future__ import annotations

import shutil
from pathlib import Path

from wms.doctor.check import Check, fault, ok, warning

MEGABYTE = 1024 * 1024
LITTLE_MEGABYTES, FEW_MEGABYTES = 200, 2000


def libzbar() -> Check:
    """Look for the library that reads labels a second time."""
    try:
        from pyzbar import pyzbar
    except ImportError:
        words = "the library is not there: labels are read back by one reader instead of two"
        return warning("libzbar", words, "Install it: apt install libzbar0")
    return ok("libzbar", f"{pyzbar.__name__} can be used")


def fonts() -> Check:
    """Look whether the fonts of the labels can be drawn with."""
    from labels.fonts import face

    try:
        named = {" ".join(filter(None, face(20, bold).getname())) for bold in (False, True)}
    except (OSError, LookupError, ImportError, ValueError) as error:
        words = f"the fonts of the labels cannot be read: {error}"
        return fault("fonts", words, "Install the package fontpkg-pt-sans again")
    return ok("fonts", ", ".join(sorted(named)))


def disk(folder: Path) -> Check:
    """Look for room where the database grows."""
    free = shutil.disk_usage(folder).free // MEGABYTE
    words, remedy = f"{free} MB are free at {folder}", "Make room on this disk"
    if free < LITTLE_MEGABYTES:
        return fault("disk", words, remedy)
    if free < FEW_MEGABYTES:
        return warning("disk", words, remedy)
    return ok("disk", words)
