"""Pages of documents that other systems ask for, narrowed the same way whatever they are."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select


def narrowed(
    asked: Select[int],
    table: Any,
    *,
    owner: Any,
    merchant_id: int | None,
    status: str,
    reference: str,
    after: int,
    limit: int,
) -> Select[int]:
    """Narrow a query of the ids of `table` to a page, to those that the merchant owns (None: to all
    merchants'), to a status, and to a reference of ours or the sender's; "" narrows nothing."""
    asked = asked.where(table.id > after).order_by(table.id).limit(limit)
    if merchant_id is not None:
        asked = asked.where(owner == merchant_id)
    if status:
        asked = asked.where(table.status == status)
    if reference:
        asked = asked.where((table.reference == reference) | (table.external_ref == reference))
    return asked
