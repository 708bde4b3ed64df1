"""Read a file record by record: CSV, JSON lines or a JSON array, never the whole of it at once.

A record that cannot be read is reported with its line and the next one is read; only what makes
the whole file senseless (its name, its header) is an error by itself.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from wms.channels import csv_cells, plain_words
from wms.channels.array import elements
from wms.channels.lines import BadLine, Lines
from wms.errors import Refused
from wms.gs1.digits import shown
from wms.text import T

KINDS = {".csv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "json"}


@dataclass(frozen=True, slots=True)
class Record:
    """`data` as it stood in the file; `line` is where it began, in an array which element it is."""

    line: int
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Rejected:
    """What was not taken: the line in the file (the element of a JSON array), the field ("" for
    all of it), the reason and what to do; `ref` is the document that the row belongs to, where it
    could be read."""

    line: int
    field: str
    reason: str
    ref: str = ""
    remedy: str = ""

    @property
    def words(self) -> str:
        """Return reason and remedy in one text."""
        return f"{self.reason}. {self.remedy}" if self.remedy else self.reason


def records(
    file: BinaryIO, kind: str, known: Sequence[str], needed: Sequence[str]
) -> Iterator[Record | Rejected]:
    """Yield the records of `file`; `known` and `needed` are the columns of a CSV file.

    :raises Refused: the header of a CSV file is wrong.
    """
    match kind:
        case "csv":
            return _csv(file, known, needed)
        case "jsonl":
            return _json_lines(file)
        case _:
            return _json_array(file)


def kind_of(path: Path) -> str:
    """Return which kind of file `path` is by its extension.

    :raises Refused: none that is known.
    """
    kind = KINDS.get(path.suffix.lower())
    if kind is None:
        raise Refused(
            "file.kind",
            T("{name} has an unknown extension", name=shown(path.name, 60)),
            T("Use one of {kinds}", kinds=", ".join(KINDS)),
        )
    return kind


def _csv(
    file: BinaryIO, known: Sequence[str], needed: Sequence[str]
) -> Iterator[Record | Rejected]:
    lines = Lines(file)
    header, delimiter = _header(lines, known, needed)
    reader = csv.reader(lines, strict=True, delimiter=delimiter)
    while True:
        line = lines.number + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except BadLine as bad:
            yield Rejected(lines.number, "", str(bad))
        except csv.Error as error:
            yield Rejected(line, "", _wrong_quotes(line, lines.number, error))
        else:
            if any(cells):
                yield _record(line, header, cells)


def _wrong_quotes(first: int, last: int, error: csv.Error) -> str:
    lost = f"; lines {first} to {last} were not read" if last > first else ""
    return f"{plain_words.of_csv(error)}{lost}"


def _record(line: int, header: Sequence[str], cells: Sequence[str]) -> Record | Rejected:
    """Empty cells are left out, as if the column were missing."""
    if len(cells) != len(header):
        reason = f"the row has {len(cells)} columns, the header {len(header)}"
        known = dict(zip(header, cells, strict=False))
        return Rejected(line, "", reason, known.get("external_ref", "").strip())
    row = zip(header, map(csv_cells.plain, cells), strict=True)
    return Record(line, {name: cell for name, cell in row if cell})


def _header(lines: Lines, known: Sequence[str], needed: Sequence[str]) -> tuple[Sequence[str], str]:
    try:
        text = next(lines, "")
        delimiter = ";" if ";" in text and "," not in text else ","
        names = [name.strip() for name in next(csv.reader([text], delimiter=delimiter), [])]
    except BadLine as bad:
        raise _wrong_header(T("it cannot be read: {error}", error=str(bad))) from None
    except csv.Error as error:
        why = plain_words.of_csv(error)
        raise _wrong_header(T("it cannot be read: {error}", error=why)) from None
    if not names:
        raise _wrong_header(T("the file is empty"))
    for name in names:
        if names.count(name) > 1:
            raise _wrong_header(T("the column {name} is there twice", name=shown(name)))
        if name not in known:
            raise _wrong_header(T("the column {name} is not known", name=shown(name)))
    missing = [name for name in needed if name not in names]
    if missing:
        raise _wrong_header(T("columns are missing: {names}", names=", ".join(missing)))
    return names, delimiter


def _wrong_header(words: object) -> Refused:
    text = T("The header row is wrong: {words}", words=words)
    return Refused("file.header", text, T("The first row names the columns; see wms import --help"))


def _json_lines(file: BinaryIO) -> Iterator[Record | Rejected]:
    lines = Lines(file)
    while True:
        try:
            text = next(lines)
        except StopIteration:
            return
        except BadLine as bad:
            yield Rejected(lines.number, "", str(bad))
            continue
        if text.strip():
            yield _parsed(lines.number, text)


def _json_array(file: BinaryIO) -> Iterator[Record | Rejected]:
    number = 0
    try:
        for number, value in enumerate(elements(file), 1):
            yield _object(number, value)
    except BadLine as bad:
        reason = f"in line {bad.line}, {bad}; the rest of the file was not read"
        yield Rejected(number + 1, "", reason)


def _parsed(line: int, text: str) -> Record | Rejected:
    try:
        return _object(line, json.loads(text))
    except (ValueError, RecursionError) as error:
        return Rejected(line, "", plain_words.of_json(error))


def _object(line: int, value: Any) -> Record | Rejected:
    if not isinstance(value, dict):
        return Rejected(line, "", "a JSON object is needed here")
    return Record(line, value)
