"""Views that somebody saved: a name for what narrows a page."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select

from wms.errors import Refused
from wms.people.models import SavedView
from wms.text import T

MOST = 20
LONGEST_NAME, LONGEST_QUERY = 40, 500


def of_page(conn: Connection, worker_id: int, page: str) -> list[tuple[str, str]]:
    """Return (name, query) of a worker's views of a page, by name."""
    asked = select(SavedView.name, SavedView.query)
    mine = asked.where(SavedView.worker_id == worker_id, SavedView.page == page)
    return [(row[0], row[1]) for row in conn.execute(mine.order_by(SavedView.name))]


def save(conn: Connection, *, worker_id: int, page: str, name: str, query: str) -> None:
    """Save a view; one of the same name is replaced.

    :raises Refused: it has no name that can be shown, or there are too many.
    """
    if not name.strip() or len(name) > LONGEST_NAME or not name.isprintable():
        words = T("A view needs a name of at most {n} letters", n=LONGEST_NAME)
        raise Refused("view.name", words, T("Type a short one"))
    forget(conn, worker_id=worker_id, page=page, name=name)
    if len(of_page(conn, worker_id, page)) >= MOST:
        raise Refused("view.many", T("{n} views are enough", n=MOST), T("Forget one first"))
    row = {"worker_id": worker_id, "page": page, "name": name, "query": query[:LONGEST_QUERY]}
    conn.execute(insert(SavedView), row)


def forget(conn: Connection, *, worker_id: int, page: str, name: str) -> None:
    """Forget a view; doing it again is harmless."""
    gone = delete(SavedView).where(SavedView.worker_id == worker_id, SavedView.page == page)
    conn.execute(gone.where(SavedView.name == name))
