"""PostgreSQL: dump one snapshot of a database that is in use, and put another in its place.

A restore goes into an empty database in one transaction. Where there is something, it goes into a
new database, and when that is proven both change their names in one transaction.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile

import psycopg
from sqlalchemy import Connection, text
from sqlalchemy.engine import URL

from wms.backup import tools
from wms.db import Database
from wms.errors import Refused
from wms.text import T

_TABLES = text("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
_FUNCTIONS = text(
    "SELECT p.oid::regprocedure::text FROM pg_proc p"
    " JOIN pg_namespace n ON n.oid = p.pronamespace AND n.nspname = current_schema()"
    " WHERE NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')"
)
_OTHERS = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"
    " AND backend_type = 'client backend'"
)
_MAY_CREATE = "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"


def version(conn: Connection) -> str:
    """Return the server's version, such as "15.6"."""
    return str(conn.execute(text("SHOW server_version")).scalar_one()).split()[0]


def major(number: str) -> int:
    """Return 15 of "15.6"."""
    return int(number.partition(".")[0])


def dump(conn: Connection, url: URL, target: Path) -> None:
    """Dump what `conn` (REPEATABLE READ) sees, whatever is written meanwhile.

    :raises Refused: pg_dump is missing, too old, or fails.
    """
    program, _ = tools.found("pg_dump", major(version(conn)))
    snapshot = conn.execute(text("SELECT pg_export_snapshot()")).scalar_one()
    options = ["--format=custom", "--no-owner", "--no-acl", f"--snapshot={snapshot}"]
    tools.called([program, *options, f"--file={target}"], url)


def restore(url: URL, content: Path, program: str) -> None:
    """Restore a dump into an empty database: all of it, or nothing.

    :raises Refused: pg_restore fails.
    """
    listed = tools.called([program, "--list", str(content)], url, "-")
    # the schema is there already, and whose it is differs from server to server
    kept = [line for line in listed.splitlines() if " SCHEMA - " not in line]
    with NamedTemporaryFile("w", suffix=".list") as wanted:
        wanted.write("\n".join(kept) + "\n")
        wanted.flush()
        options = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-acl"]
        tools.called([program, *options, f"--use-list={wanted.name}", str(content)], url)


def is_empty(db: Database) -> bool:
    """Tell whether the database has no tables."""
    with db.read() as conn:
        return conn.execute(_TABLES).first() is None


def clear(db: Database) -> None:
    """Take away again what was restored into an empty database."""
    with db.write() as conn:
        for (name,) in conn.execute(_TABLES).all():
            conn.exec_driver_sql(f'DROP TABLE "{name}" CASCADE')
        for (name,) in conn.execute(_FUNCTIONS).all():
            conn.exec_driver_sql(f"DROP FUNCTION {name} CASCADE")


def check_unused(url: URL) -> None:
    """Let pass a database that nobody else is connected to.

    :raises Refused: somebody is.
    """
    with _keeper(url) as conn:
        others = conn.execute(_OTHERS, [url.database]).fetchone()
    if others and others[0]:
        words = T("The database is in use")
        raise Refused("restore.used", words, T("Stop wms serve and wms work first"))


def create(url: URL, at: datetime) -> URL:
    """Create an empty database beside one and return its address.

    :raises Refused: the user may not.
    """
    beside = url.set(database=f"{url.database}_restored_{at:%Y%m%d%H%M%S}")
    with _keeper(url) as conn:
        may = conn.execute(_MAY_CREATE).fetchone()
        if not may or not may[0]:
            words = T("This user may not create the database to restore into")
            remedy = T("Let an administrator do it: ALTER ROLE {user} CREATEDB", user=url.username)
            raise Refused("restore.createdb", words, remedy)
        conn.execute(f"CREATE DATABASE {_quoted(beside)} TEMPLATE template0 ENCODING 'UTF8'")
    return beside


def drop(url: URL) -> None:
    """Drop a database that was created for a restore."""
    with _keeper(url) as conn:
        conn.execute(f"DROP DATABASE IF EXISTS {_quoted(url)}")


def swap(new: URL, url: URL, at: datetime) -> str:
    """Give a new database the name of another; return the name under which that one is kept.

    :raises Refused: somebody connected to it meanwhile.
    """
    kept = url.set(database=f"{url.database}_before_{at:%Y%m%d%H%M%S}")
    with _keeper(url) as conn:
        try:
            with conn.transaction():
                conn.execute(f"ALTER DATABASE {_quoted(url)} RENAME TO {_quoted(kept)}")
                conn.execute(f"ALTER DATABASE {_quoted(new)} RENAME TO {_quoted(url)}")
        except psycopg.errors.ObjectInUse:
            words = T("The database is in use")
            remedy = T("Stop wms serve and wms work first")
            raise Refused("restore.used", words, remedy) from None
    return str(kept.database)


@contextmanager
def _keeper(url: URL) -> Iterator[psycopg.Connection]:
    """Yield a connection to the server that is to no database of ours."""
    last: Exception | None = None
    for name in ("postgres", "template1"):
        if name == url.database:
            continue
        try:
            where = tools.conninfo(url, name)
            with psycopg.connect(where, password=url.password, autocommit=True) as conn:
                yield conn
                return
        except psycopg.OperationalError as error:
            last = error
    words = T("The server's database postgres cannot be used")
    raise Refused("restore.keeper", words, T("Let this user connect to it")) from last


def _quoted(url: URL) -> str:
    return '"' + str(url.database).replace('"', '""') + '"'
