"""Triggers for what a constraint cannot say: append-only tables, reservations that end once.

SQLite drops a table's triggers when Alembic rebuilds the table; `NAMES` is what a test expects
to find after every migration.
"""

from alembic import op

from migrations.watches import ORDERS, PAPERS
from migrations.watches_goods import ITEMS, STOCK

APPEND_ONLY = ("stock_move",)
EVENTS = ("station_event",)
CHANGES = ("change",)
WATCHES = (*ORDERS, *PAPERS, *ITEMS, *STOCK)
_FROZEN = (*APPEND_ONLY, *EVENTS, *CHANGES)
NAMES = (
    *(f"{table}_no_{change}" for table in _FROZEN for change in ("update", "delete")),
    "reservation_ends_once",
    *(watch.name for watch in WATCHES),
)


def create() -> None:
    """Guard the ledger and the reservations."""
    if _is_postgresql():
        op.execute(
            "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$"
            " BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
        )
    for table in APPEND_ONLY:
        _append_only(table)
    when = "OLD.status <> 'pending'"
    if _is_postgresql():
        op.execute(
            "CREATE TRIGGER reservation_ends_once BEFORE UPDATE ON reservation"
            f" FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION refuse_change()"
        )
    else:
        op.execute(
            "CREATE TRIGGER reservation_ends_once BEFORE UPDATE ON reservation"
            f" FOR EACH ROW WHEN {when}"
            " BEGIN SELECT RAISE(ABORT, 'an ended reservation does not change'); END"
        )


def create_events() -> None:
    """Guard the history of station events."""
    for table in EVENTS:
        _append_only(table)


def create_changes() -> None:
    """Guard the changes, and let the database write them."""
    for table in CHANGES:
        _append_only(table)
    for watch in WATCHES:
        watch.create(_is_postgresql())


def drop_changes() -> None:
    """Stop writing changes; their table goes next, with its triggers."""
    for watch in WATCHES:
        watch.drop(_is_postgresql())


def drop() -> None:
    """Remove what `create` made; the tables go next, and on PostgreSQL their triggers with them."""
    if _is_postgresql():
        op.execute("DROP FUNCTION refuse_change() CASCADE")


def drop_events() -> None:
    """Nothing to do: a dropped table takes its triggers along."""


def _append_only(table: str) -> None:
    for change in ("update", "delete"):
        head = f"CREATE TRIGGER {table}_no_{change} BEFORE {change.upper()} ON {table}"
        if _is_postgresql():
            op.execute(f"{head} FOR EACH ROW EXECUTE FUNCTION refuse_change()")
        else:
            op.execute(f"{head} BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END")


def _is_postgresql() -> bool:
    return bool(op.get_bind().dialect.name == "postgresql")
