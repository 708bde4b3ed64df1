"""Change what SQLite cannot alter: the text of a table that stays where it is.

SQLite has no ALTER for constraints, and making the table anew would drop its triggers and let go
of all rows that refer to it. Constraints are no part of the stored rows, so the stored text of
the table may be changed instead.

Source: SQLite documentation, "Making Other Kinds Of Table Schema Changes", the shorter procedure.
"""

from alembic import op
from sqlalchemy import text

_CHANGE = text(
    "UPDATE sqlite_master SET sql = replace(sql, :old, :new)"
    " WHERE type = 'table' AND name = :name AND instr(sql, :old) > 0"
)


def rewrite(name: str, old: str, new: str) -> None:
    """Replace `old` by `new` in the definition of the table `name`.

    :raises LookupError: `old` is not in it.
    """
    conn = op.get_bind()
    version = conn.execute(text("PRAGMA schema_version")).scalar_one()
    conn.execute(text("PRAGMA writable_schema = ON"))
    changed = conn.execute(_CHANGE, {"name": name, "old": old, "new": new}).rowcount
    conn.execute(text(f"PRAGMA schema_version = {version + 1}"))
    conn.execute(text("PRAGMA writable_schema = OFF"))
    if not changed:
        raise LookupError(f"{old} is not in the definition of {name}")
