"""Lists of workers, stations and keys, without their secrets."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, select

from wms.people.models import ApiKey, Merchant, Station, Worker


def station_codes(conn: Connection) -> list[str]:
    """Return the codes of all stations whose keys are good, in order."""
    asked = select(Station.code).where(Station.revoked_at.is_(None)).order_by(Station.code)
    return list(conn.execute(asked).scalars())


def workers(conn: Connection) -> list[Row[Any]]:
    """Return (login, name, role, language, is_active) of all workers, by login."""
    asked = select(Worker.login, Worker.name, Worker.role, Worker.language, Worker.is_active)
    return list(conn.execute(asked.order_by(Worker.login)))


def worker_id(conn: Connection, login: str) -> int | None:
    """Return the id of who has a login."""
    return conn.execute(select(Worker.id).where(Worker.login == login)).scalar()


def stations(conn: Connection) -> list[Row[Any]]:
    """Return (code, kind, revoked_at) of all stations, by code."""
    asked = select(Station.code, Station.kind, Station.revoked_at)
    return list(conn.execute(asked.order_by(Station.code)))


def api_keys(conn: Connection) -> list[Row[Any]]:
    """Return (name, merchant or None, revoked_at, role, scopes, last_used_at) of all API keys, by
    name."""
    asked = select(
        ApiKey.name,
        Merchant.code.label("merchant"),
        ApiKey.revoked_at,
        ApiKey.role,
        ApiKey.scopes,
        ApiKey.last_used_at,
    )
    joined = asked.outerjoin(Merchant, Merchant.id == ApiKey.merchant_id)
    return list(conn.execute(joined.order_by(ApiKey.name)))
