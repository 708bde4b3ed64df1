"""What may be seen of uploaded files, as JSON-ready data.

A merchant's key sees its own uploads only; `merchant_id` None sees all.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from wms.channels.models import ImportRemark, ImportRun
from wms.errors import Refused
from wms.people.queries import merchant_codes
from wms.text import T

Plain = dict[str, Any]
_COUNTS = ("bytes", "read", "accepted", "unchanged", "refused", "flagged")


def imports(
    conn: Connection,
    merchant_id: int | None,
    *,
    status: str = "",
    kind: str = "",
    number: int = 0,
    after: int = 0,
    limit: int = 100,
) -> list[Plain]:
    """Return a page of uploads in the order in which they came; `number` asks for one of them."""
    asked = select(ImportRun).where(ImportRun.id > after).order_by(ImportRun.id).limit(limit)
    if merchant_id is not None:
        asked = asked.where(ImportRun.merchant_id == merchant_id)
    if status:
        asked = asked.where(ImportRun.status == status)
    if kind:
        asked = asked.where(ImportRun.kind == kind)
    if number:
        asked = asked.where(ImportRun.id == number)
    codes = merchant_codes(conn)
    return [_shown(row, codes) for row in conn.execute(asked)]


def recent(conn: Connection, merchant_id: int | None, *, most: int = 50) -> list[Plain]:
    """Return the latest uploads, the last one first."""
    asked = select(ImportRun).order_by(ImportRun.id.desc()).limit(most)
    if merchant_id is not None:
        asked = asked.where(ImportRun.merchant_id == merchant_id)
    codes = merchant_codes(conn)
    return [_shown(row, codes) for row in conn.execute(asked)]


def one(conn: Connection, merchant_id: int | None, number: int) -> Plain:
    """Return one upload.

    :raises Refused: there is none that may be seen.
    """
    found = imports(conn, merchant_id, number=number) if number else []
    if not found:
        words = T("Import {number} is not known", number=number)
        raise Refused("import.unknown", words, T("Look at the list of imports"))
    return found[0]


def remarks(
    conn: Connection,
    run_id: int,
    *,
    kinds: tuple[str, ...] = ("refused", "flagged"),
    after: int = 0,
    limit: int = 100,
) -> list[Plain]:
    """Return what was wrong in a file, in the order in which it was found."""
    asked = (
        select(ImportRemark)
        .where(ImportRemark.run_id == run_id, ImportRemark.id > after)
        .where(ImportRemark.kind.in_(kinds))
        .order_by(ImportRemark.id)
        .limit(limit)
    )
    names = ("id", "kind", "line", "field", "reason", "remedy")
    return [{name: getattr(row, name) for name in names} for row in conn.execute(asked)]


def _shown(row: Any, codes: dict[int, str]) -> Plain:
    plain = {name: getattr(row, name) for name in ("id", "kind", "format", "file_name", "status")}
    plain |= {"by": row.client, "merchant": codes.get(row.merchant_id or 0, "")}
    plain |= {"may_change": row.may_change} | {name: getattr(row, name) for name in _COUNTS}
    for name in ("made_at", "started_at", "finished_at"):
        value = getattr(row, name)
        plain[name] = value.isoformat() if value else None
    return plain
