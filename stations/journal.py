"""An append-only file of JSON lines that survives being killed at any byte.

A record is on the disk (fsync) before `append` returns, hence before anything that follows from
it is sent or printed. Opening the journal compacts it: what is settled moves to an archive, which
only ever grows. Killed while compacting, the archive may hold some records twice, never too few.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from stations.records import Record, Restored, for_archive, restore, to_keep

JOURNAL = "journal.jsonl"
ARCHIVE = "journal-archive.jsonl"


def read_records(data: bytes) -> list[Record]:
    """Return the records in `data`; a torn last line, or one that is no record, is left out."""
    lines = data.split(b"\n")[:-1]
    return [record for line in lines if (record := _parse(line)) is not None]


def _parse(line: bytes) -> Record | None:
    try:
        record = json.loads(line)
    except ValueError:
        return None
    return record if isinstance(record, dict) else None


def _format(record: Record) -> bytes:
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


class Journal:
    """The journal in `folder`, opened and compacted; any thread may append.

    :raises OSError: the folder cannot be written.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.restored: Restored = restore(_compact(folder))
        self._lock = threading.Lock()
        self._file = _open(folder / JOURNAL)

    def append(self, record: Record) -> None:
        """Write `record` down for good.

        :raises OSError: it could not be written (a full disk); then nothing of it remains.
        """
        with self._lock:
            end = self._file.seek(0, os.SEEK_END)
            try:
                _write(self._file, _format(record))
            except OSError:
                self._file.truncate(end)
                raise

    def close(self) -> None:
        """Close the file; it needs no closing to be whole."""
        self._file.close()


def _open(path: Path) -> BinaryIO:
    # private: what is typed in secret stays in here until it has been answered
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    return open(descriptor, "ab", buffering=0)


def _write(file: BinaryIO, data: bytes) -> None:
    while data:  # a nearly full disk takes a part without complaint
        data = data[file.write(data) :]
    os.fsync(file.fileno())


def _compact(folder: Path) -> list[Record]:
    """Move what is settled to the archive; return what is left."""
    path = folder / JOURNAL
    records = read_records(path.read_bytes()) if path.exists() else []
    kept = to_keep(records)
    if kept != records:
        _append_archive(folder / ARCHIVE, records, kept)
    _replace(path, kept)
    return kept


def _append_archive(path: Path, records: list[Record], kept: Iterable[Record]) -> None:
    staying = set(map(_format, kept))
    settled = [record for record in records if _format(record) not in staying]
    torn = path.exists() and path.read_bytes()[-1:] not in (b"\n", b"")
    with _open(path) as archive:
        data = b"".join(_format(for_archive(record)) for record in settled)
        _write(archive, b"\n" + data if torn else data)


def _replace(path: Path, records: Iterable[Record]) -> None:
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with _open(fresh) as file:
        _write(file, b"".join(map(_format, records)))
    fresh.replace(path)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
