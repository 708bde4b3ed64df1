"""The journal loses nothing that was stored, wherever it is cut."""

from __future__ import annotations

import json
import resource
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stations.journal import ARCHIVE, JOURNAL, Journal, read_records
from stations.records import (
    PrintState,
    Record,
    event_answered,
    event_made,
    input_dropped,
    print_changed,
    print_reported,
    restore,
    to_keep,
)
from wms.terminal.wire import Event, Scan, Typed

AT = datetime(2026, 1, 5, 8, 30, tzinfo=UTC)


def made(number: int, text: str = "żółw", *, secret: bool = False) -> Record:
    given = Typed(text) if secret else Scan(text)
    return event_made(Event(f"e{number}", "", number, AT, given), secret=secret)


NUMBERS = st.integers(0, 5)
STATES = st.sampled_from(["wanted", "sending", "sent", "unknown", "confirmed"])
KEYS = st.tuples(NUMBERS, st.integers(1, 2))
RECORDS = st.lists(
    st.one_of(
        st.builds(made, NUMBERS, st.text(max_size=5)),
        st.builds(
            event_answered, NUMBERS.map("e{}".format), st.just("applied"), st.text(), st.just(AT)
        ),
        st.builds(input_dropped, st.text(), st.just("chatter"), st.just(AT)),
        st.builds(print_changed, KEYS, st.builds(PrintState, st.just("label"), STATES)),
        st.builds(print_reported, KEYS, STATES),
    ),
    max_size=12,
)


def lines(records: list[Record]) -> list[bytes]:
    return [json.dumps(record).encode() + b"\n" for record in records]


@settings(max_examples=100, deadline=None)
@given(RECORDS, st.data())
def test_a_journal_cut_at_any_byte_holds_the_records_before_the_cut(
    records: list[Record], data: st.DataObject
) -> None:
    written = lines(records)
    whole = b"".join(written)
    cut = data.draw(st.integers(0, len(whole)))
    ends = [sum(map(len, written[: n + 1])) for n in range(len(written))]
    assert read_records(whole[:cut]) == records[: sum(end <= cut for end in ends)]


@settings(max_examples=200, deadline=None)
@given(RECORDS)
def test_what_is_kept_restores_the_same_as_everything(records: list[Record]) -> None:
    kept = to_keep(records)
    assert restore(kept) == restore(records)
    assert to_keep(kept) == kept
    assert [r["kind"] for r in kept if r["kind"] not in ("event", "print")] == []


@settings(max_examples=40, deadline=None)
@given(RECORDS, RECORDS, st.integers(0, 200))
def test_a_journal_goes_on_after_a_torn_line(
    before: list[Record], after: list[Record], cut: int
) -> None:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / JOURNAL
        path.write_bytes(b"".join(lines(before))[:-1][: -cut or None])
        whole = read_records(path.read_bytes())
        for record in after:
            journal = Journal(Path(name))
            journal.append(record)
            journal.close()
        journal = Journal(Path(name))
        journal.close()
        assert journal.restored == restore([*whole, *after])


def test_an_answered_event_is_found_in_the_archive_with_its_outcome(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    for record in (made(1), made(2), event_answered("e1", "refused", "", AT)):
        journal.append(record)
    journal.close()
    journal = Journal(tmp_path)
    journal.close()
    assert list(journal.restored.unanswered) == ["e2"]
    archived = read_records((tmp_path / ARCHIVE).read_bytes())
    assert [(r["kind"], r.get("outcome")) for r in archived] == [
        ("event", None),
        ("answered", "refused"),
    ]
    assert [r["event"]["id"] for r in read_records((tmp_path / JOURNAL).read_bytes())] == ["e2"]


def test_a_torn_archive_goes_on_with_a_line_of_its_own(tmp_path: Path) -> None:
    (tmp_path / ARCHIVE).write_bytes(b'{"kind":"answ')
    journal = Journal(tmp_path)
    journal.append(input_dropped("4711", "chatter", AT))
    journal.close()
    Journal(tmp_path).close()
    assert [r["text"] for r in read_records((tmp_path / ARCHIVE).read_bytes())] == ["4711"]


def test_what_was_typed_in_secret_is_not_archived(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.append(made(1, "4711", secret=True))
    journal.append(event_answered("e1", "applied", "", AT))
    journal.close()
    Journal(tmp_path).close()
    everything = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"4711" not in everything
    assert b'"e1"' in everything
    assert (tmp_path / JOURNAL).stat().st_mode & 0o077 == 0


def test_a_record_that_does_not_fit_on_the_disk_leaves_no_half_line(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.append(made(1))
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    size = (tmp_path / JOURNAL).stat().st_size
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 10, limits[1]))
    try:
        with pytest.raises(OSError):
            journal.append(made(2))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    journal.append(made(3))
    journal.close()
    records = read_records((tmp_path / JOURNAL).read_bytes())
    assert [record["event"]["id"] for record in records] == ["e1", "e3"]
