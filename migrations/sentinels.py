"""Row 0 of lots and LPNs: "no lot" and "loose", so that no key of a quant is NULL."""

from alembic import op


def create() -> None:
    """Insert lot 0 and LPN 0."""
    op.execute("INSERT INTO lot (id, code) VALUES (0, '-')")
    op.execute("INSERT INTO lpn (id, code, kind) VALUES (0, '-', 'none')")
