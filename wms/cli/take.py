"""wms import."""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from wms.channels import show_mappings
from wms.channels.formats import TABLES
from wms.channels.rows import Rejected, kind_of
from wms.channels.take_file import take_file
from wms.cli import columns
from wms.cli.opened import database
from wms.clock import utc_now
from wms.errors import Refused
from wms.text import T

Tell = Callable[[Rejected], None]
PLACES = {"json": "element", "shopify": "order", "woocommerce": "order", "magento": "order"}
PLACES |= {"x12-940": "segment"}
"""What the number of a rejection counts; lines where nothing is said."""


def take(args: argparse.Namespace) -> int:
    """Import a file; 1 if anything was rejected."""
    if args.kind == "mappings":
        return _mappings(str(args.file))
    format_name = args.format or kind_of(args.file)
    place = PLACES.get(format_name, "line")
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
            format_name=format_name,
            merchant=args.merchant,
            flag=lambda one: print(f"{place} {one.line}: accepted, but {one.reason}"),
        )
    counts = {"new": done.new, "changed": done.changed, "known": done.known}
    if args.kind not in ("items", "faces") and not args.change:
        del counts["changed"]
    counts["rejected"] = done.rejected
    if format_name in TABLES:
        counts["flagged"] = done.flagged
    print(f"{args.kind}: " + ", ".join(f"{n} {name}" for name, n in counts.items()))
    return 1 if done.rejected else 0


def _mappings(format_name: str) -> int:
    """Show what of foreign formats goes where.

    :raises Refused: there is no such format.
    """
    for table in show_mappings.tables("" if format_name == "all" else format_name):
        print(f"{table.format}: {table.about}.\n")
        rows = [(ours, note, source) for source, ours, note in table.rows()]
        columns.show(("HERE", "NOTE", "SOURCE"), rows)
        print()
        columns.show(("CASE", "OUTCOME"), table.outcomes.items())
    return 0


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
        print(f"{place} {rejected.line}:{field} {rejected.words}", file=sys.stderr)

    if rejects is None:
        yield say
        return
    with rejects.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow((place, "field", "reason"))

        def both(rejected: Rejected) -> None:
            say(rejected)
            writer.writerow((rejected.line, rejected.field, rejected.words))

        yield both
