"""wms import."""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from wms.channels.rows import Rejected, kind_of
from wms.channels.take_file import take_file
from wms.cli.opened import database
from wms.clock import utc_now
from wms.errors import Refused
from wms.text import T

Tell = Callable[[Rejected], None]


def take(args: argparse.Namespace) -> int:
    """Import a file; 1 if anything was rejected."""
    place = "element" if kind_of(args.file) == "json" else "line"
    if args.rejects is not None:
        _check_apart(args.file, args.rejects)
    with database() as db, _told(args.rejects, place) as tell:
        done = take_file(
            db,
            args.file,
            args.kind,
            at=utc_now(),
            tell=tell,
            source=args.source,
            may_change=args.change,
        )
    counts = {"new": done.new, "changed": done.changed, "known": done.known}
    if args.kind not in ("items", "faces") and not args.change:
        del counts["changed"]
    counts["rejected"] = done.rejected
    print(f"{args.kind}: " + ", ".join(f"{n} {name}" for name, n in counts.items()))
    return 1 if done.rejected else 0


def _check_apart(file: Path, rejects: Path) -> None:
    """Refuse to write over what is read, by whatever name or link.

    :raises Refused: both are one file.
    """
    both_exist = file.exists() and rejects.exists()
    if file.resolve() == rejects.resolve() or (both_exist and file.samefile(rejects)):
        words = T("{path} is the file that is imported", path=str(rejects))
        raise Refused("file.same", words, T("Name another file after --rejects"))


@contextmanager
def _told(rejects: Path | None, place: str) -> Iterator[Tell]:
    """Say each rejection; write it to a CSV file too, if one is asked for."""

    def say(rejected: Rejected) -> None:
        field = f" {rejected.field}:" if rejected.field else ""
        print(f"{place} {rejected.line}:{field} {rejected.reason}", file=sys.stderr)

    if rejects is None:
        yield say
        return
    with rejects.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow((place, "field", "reason"))

        def both(rejected: Rejected) -> None:
            say(rejected)
            writer.writerow((rejected.line, rejected.field, rejected.reason))

        yield both
