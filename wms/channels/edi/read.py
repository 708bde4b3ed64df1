"""Read orders out of an X12 file; what is wrong with one of them leaves the others alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from wms.channels.documents import Gathered
from wms.channels.edi import w940
from wms.channels.edi.envelope import transaction_sets
from wms.channels.edi.x12 import X12Error
from wms.channels.foreign import Unfit
from wms.channels.rows import Rejected

MAX_FILE_BYTES = 16 * 1024 * 1024
MEND = "Mend the file and send it again: orders that were taken are known then"


def orders(file: BinaryIO) -> Iterator[Gathered | Rejected]:
    """Yield the 940s of a file; the line of each is the segment where its ST stands."""
    file.seek(0)
    raw = file.read(MAX_FILE_BYTES + 1)
    if len(raw) > MAX_FILE_BYTES:
        yield Rejected(1, "", f"the file is longer than {MAX_FILE_BYTES} bytes", remedy=MEND)
        return
    found_any = False
    try:
        for found in transaction_sets(_decoded(raw)):
            found_any = True
            try:
                yield w940.order(found)
            except Unfit as unfit:
                yield Rejected(found.number, unfit.field, unfit.reason, remedy=unfit.remedy)
    except X12Error as error:
        yield Rejected(max(error.segment, 1), "", error.words, remedy=MEND)
        return
    if not found_any:
        yield Rejected(1, "", "no transaction set is in it", remedy=MEND)


def _decoded(raw: bytes) -> str:
    """X12 names no encoding: UTF-8 if it is that, else Latin-1, in which every byte is a text."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")
