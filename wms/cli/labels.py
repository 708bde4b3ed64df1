"""wms labels: what a site sticks on its bins, totes, cartons, stations and goods."""

from __future__ import annotations

import argparse

from labels.pdf import to_pdf
from labels.picture import to_png_bytes
from wms import labelling
from wms.cli.opened import database


def labels(args: argparse.Namespace) -> int:
    """Draw labels into a folder: one PDF, or a picture each."""
    with database() as db, db.read() as conn:
        found = labelling.chosen(labelling.of_kind(conn, args.kind), args.only)
    drawn = [(label.name, label.draw()) for label in found]
    args.out.mkdir(parents=True, exist_ok=True)
    if args.png:
        for name, drawing in drawn:
            (args.out / f"{_safe(name)}.png").write_bytes(to_png_bytes(drawing))
    else:
        (args.out / f"{args.kind}.pdf").write_bytes(to_pdf([drawing for _, drawing in drawn]))
    print(f"{len(drawn)} {'label' if len(drawn) == 1 else 'labels'} in {args.out}")
    return 0


def _safe(name: str) -> str:
    """Return a file's name; what a file system may not hold becomes a sign."""
    return "".join(c if c.isalnum() or c in "-_." else "_" for c in name)[:120].lstrip(".") or "_"
