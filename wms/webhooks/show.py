"""What other systems may see of webhooks, as JSON-ready data; never a secret."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wms.webhooks.queries import LetterRow, WebhookRow

Plain = dict[str, Any]


def webhook(row: WebhookRow, merchants: Mapping[int, str]) -> Plain:
    """Return a webhook; `merchants` are all codes by number."""
    return {
        "id": row.id,
        "url": row.url,
        "types": list(row.types),
        "merchant": merchants.get(row.merchant_id or 0, ""),
        "note": row.note,
        "active": row.is_active,
        "stopped_why": row.stopped_why,
        "failures": row.failures,
        "next_attempt_at": row.next_at.isoformat(),
        "last_status": row.last_status,
        "last_error": row.last_error,
        "delivered_at": row.delivered_at.isoformat() if row.delivered_at else None,
        "created_at": row.made_at.isoformat(),
        "created_by": row.made_by,
        "old_secret_until": row.old_secret_until.isoformat() if row.old_secret_until else None,
        "dead_letters": row.dead,
    }


def letter(row: LetterRow) -> Plain:
    """Return a letter that was not taken, with what it tells."""
    return {
        "id": row.id,
        "webhook": row.webhook_id,
        "status": row.status,
        "attempts": row.attempts,
        "last_status": row.last_status,
        "last_error": row.last_error,
        "died_at": row.died_at.isoformat(),
        "delivered_at": row.delivered_at.isoformat() if row.delivered_at else None,
        "change": row.change,
    }
