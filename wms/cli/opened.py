"""Open the database that the environment names."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from wms import migrate, settings
from wms.db import Database, opened
from wms.errors import Refused
from wms.text import T


@contextmanager
def database(*, must_be_current: bool = True) -> Iterator[Database]:
    """Yield the database.

    :raises Refused: its address makes no sense, or it was not migrated.
    """
    found = settings.load()
    db = opened(found.database_url, pool_size=found.data["web"]["connections"])
    try:
        if must_be_current and not migrate.is_current(db):
            words = T("The database is not of this release's form")
            raise Refused(
                "database.old", words, T("Run: wms migrate (or wms init, when it is new)")
            )
        yield db
    finally:
        db.close()
