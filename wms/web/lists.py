"""Pages of a list, and one of it: the same rules for all that the API shows."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from flask import Response, jsonify

from wms.gs1.digits import shown
from wms.web import clients, given, tags
from wms.web.problems import Problem
from wms.web.site import site

LOOK = "Check the name; the list of them is at the address without it"
Show = Callable[..., list[dict[str, Any]]]
"""Called with (connection, merchant id or None for all, what narrows it); returns rows, each with
its `id`, in the order of ids."""


def listed(show: Show, filters: tuple[str, ...], statuses: Collection[str] = ()) -> Response:
    """Answer with a page; `next` is the `after` of the following one, null at the end.

    The view is described with `PAGE` and the filters. `statuses` are those that the filter
    `status` may name.
    """
    after, limit = given.paging()
    narrowed = {name: given.text(name) for name in filters}
    if statuses and "status" in narrowed:
        given.one_of("status", statuses)
    with site().db.read() as conn:
        rows = show(conn, clients.merchant_id(conn), after=after, limit=limit, **narrowed)
    following = rows[-1]["id"] if len(rows) == limit else None
    return jsonify({"items": rows, "next": following})


def one(show: Show, code: str, merchant: str = "", **wanted: str) -> Response:
    """Answer with the row that `wanted` names exactly; of `merchant` if one is given.

    :raises Problem: 404 when there is none that the caller may see.
    """
    with site().db.read() as conn:
        owner = clients.named(conn, given.in_path(merchant)) if merchant else None
        whose = owner if owner is not None else clients.client().merchant_id
        rows = show(conn, whose, **wanted)
    if not rows:
        asked = ", ".join(shown(value) for value in wanted.values())
        raise Problem(404, code, "Not found", f"{asked} is not known here", remedy=LOOK)
    return tags.read(jsonify(rows[0]), tags.tag(rows[0]))
