"""What may be asked about people, stations and keys."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from wms.people import scopes
from wms.people.models import ApiKey, Merchant, Station, Worker
from wms.people.secrets import digest


@dataclass(frozen=True, slots=True)
class WorkerRow:
    id: int
    name: str
    role: str
    language: str
    is_active: bool


@dataclass(frozen=True, slots=True)
class StationRow:
    id: int
    code: str
    kind: str
    warehouse_id: int


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A key of another system; `merchant_id` None sees all merchants, `scopes` is what it may."""

    id: int
    name: str
    merchant_id: int | None
    scopes: frozenset[str]
    is_revoked: bool
    last_used_at: datetime | None


_BY_BADGE = select(Worker.id, Worker.name, Worker.role, Worker.language, Worker.is_active).where(
    Worker.badge_digest == bindparam("digest")
)
_STATION = select(Station.id, Station.code, Station.kind, Station.warehouse_id).where(
    Station.code == bindparam("code"),
    Station.key_digest == bindparam("digest"),
    Station.revoked_at.is_(None),
)
_REVOKED = select(Station.id).where(
    Station.code == bindparam("code"),
    Station.key_digest == bindparam("digest"),
    Station.revoked_at.is_not(None),
)
_KEY = select(
    ApiKey.id,
    ApiKey.name,
    ApiKey.merchant_id,
    ApiKey.role,
    ApiKey.scopes,
    ApiKey.revoked_at,
    ApiKey.last_used_at,
).where(ApiKey.key_digest == bindparam("digest"))


def by_badge(conn: Connection, badge: str) -> WorkerRow | None:
    """Return who carries a badge."""
    row = conn.execute(_BY_BADGE, {"digest": digest(badge)}).first()
    return WorkerRow(*row) if row else None


def station(conn: Connection, code: str, key: str) -> StationRow | None:
    """Return the station that proves itself with its key."""
    row = conn.execute(_STATION, {"code": code, "digest": digest(key)}).first()
    return StationRow(*row) if row else None


def was_revoked(conn: Connection, code: str, key: str) -> bool:
    """Tell whether a key was a station's until it was revoked."""
    return conn.execute(_REVOKED, {"code": code, "digest": digest(key)}).first() is not None


def api_key(conn: Connection, key: str) -> KeyRow | None:
    """Return an API key, also one that was revoked."""
    row = conn.execute(_KEY, {"digest": digest(key)}).first()
    if row is None:
        return None
    may = scopes.scopes(row.role, row.scopes.split())
    is_revoked = row.revoked_at is not None
    return KeyRow(row.id, row.name, row.merchant_id, may, is_revoked, row.last_used_at)


def merchant_codes(conn: Connection) -> dict[int, str]:
    """Return all merchants' codes by id."""
    return {row.id: row.code for row in conn.execute(select(Merchant.id, Merchant.code))}
