"""Lists, and one of them, for keys of the site: what mixes merchants is shown to none of them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from flask import Response, jsonify

from wms.gs1.digits import shown
from wms.web import clients, given
from wms.web.lists import LOOK
from wms.web.problems import Problem
from wms.web.site import site

Show = Callable[..., list[dict[str, Any]]]
"""Called with a connection and what narrows it; returns rows, each with its `id`, in the order of
ids."""


def listed(show: Show, filters: tuple[str, ...], statuses: Collection[str] = ()) -> Response:
    """Answer with a page; `next` is the `after` of the following one, null at the end.

    `statuses` are those that the filter `status` may name.

    :raises Problem: 403 to the key of a merchant.
    """
    clients.only_site()
    after, limit = given.paging()
    narrowed = {name: given.text(name) for name in filters}
    if statuses:
        given.one_of("status", statuses)
    with site().db.read() as conn:
        rows = show(conn, after=after, limit=limit, **narrowed)
    following = rows[-1]["id"] if len(rows) == limit else None
    return jsonify({"items": rows, "next": following})


def one(show: Show, code: str, **wanted: str) -> Response:
    """Answer with the row that `wanted` names exactly.

    :raises Problem: 403 to the key of a merchant, 404 when there is none.
    """
    clients.only_site()
    with site().db.read() as conn:
        rows = show(conn, **wanted)
    return jsonify(found(rows, code, *wanted.values()))


def found(rows: list[dict[str, Any]], code: str, *names: str) -> dict[str, Any]:
    """Return the one row that was asked for by `names`.

    :raises Problem: 404 when there is none.
    """
    if not rows:
        words = f"{', '.join(shown(name) for name in names)} is not known here"
        raise Problem(404, code, "Not found", words, remedy=LOOK)
    return rows[0]
