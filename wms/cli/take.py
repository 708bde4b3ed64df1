"""wms import."""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from wms.channels.rows import Rejected
from wms.channels.take_file import take_file
from wms.cli.opened import database
from wms.clock import utc_now

Tell = Callable[[Rejected], None]


def take(args: argparse.Namespace) -> int:
    """Import a file; 1 if anything was rejected."""
    with database() as db, _told(args.rejects) as tell:
        done = take_file(db, args.file, args.kind, at=utc_now(), tell=tell, source=args.source)
    print(f"{args.kind}: {done.new} new, {done.known} known, {done.rejected} rejected")
    return 1 if done.rejected else 0


@contextmanager
def _told(rejects: Path | None) -> Iterator[Tell]:
    """Say each rejection; write it to a CSV file too, if one is asked for."""
    if rejects is None:
        yield _say
        return
    with rejects.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("line", "field", "reason"))

        def both(rejected: Rejected) -> None:
            _say(rejected)
            writer.writerow((rejected.line, rejected.field, rejected.reason))

        yield both


def _say(rejected: Rejected) -> None:
    field = f" {rejected.field}:" if rejected.field else ""
    print(f"line {rejected.line}:{field} {rejected.reason}", file=sys.stderr)
