"""Find documents whose rows do not stand together, before any of them is taken.

The first look remembers no more of a reference than its hash; only if one comes again after
another document are the lines of such references gathered, by a second look.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from wms.channels.rows import Record, Rejected

Records = Iterable[Record | Rejected]


def scattered(look: Callable[[], Records]) -> dict[str, list[int]]:
    """Return the lines of each reference whose rows stand apart; `look` reads the file anew."""
    suspects = _come_again(look())
    if not suspects:
        return {}
    lines: dict[str, list[int]] = {}
    blocks: dict[str, int] = {}
    last = ""
    for ref, line in _references(look()):
        if ref in suspects:
            lines.setdefault(ref, []).append(line)
            blocks[ref] = blocks.get(ref, 0) + (ref != last)
        last = ref
    return {ref: found for ref, found in lines.items() if blocks[ref] > 1}


def is_whole(record: Record) -> bool:
    """Tell whether a record is a document in one piece: as the API takes it, in JSON."""
    return "lines" in record.data or "recipient" in record.data


def reference(record: Record) -> str:
    """Return the reference of a row's document; "" for a row that is a document by itself."""
    ref = record.data.get("external_ref")
    return ref.strip() if isinstance(ref, str) and not is_whole(record) else ""


def _come_again(records: Records) -> set[str]:
    seen: set[int] = set()
    suspects: set[str] = set()
    last = ""
    for ref, _ in _references(records):
        if ref and ref != last:
            if hash(ref) in seen:
                suspects.add(ref)
            seen.add(hash(ref))
        last = ref
    return suspects


def _references(records: Records) -> Iterator[tuple[str, int]]:
    for record in records:
        if isinstance(record, Record):
            yield reference(record), record.line
