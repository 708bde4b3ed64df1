"""Add people, stations, merchants and keys; secrets are returned once and never again."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, insert, select
from sqlalchemy.orm import InstrumentedAttribute

from wms.errors import Refused
from wms.i18n import LANGUAGES
from wms.people import secrets
from wms.people.models import KINDS, ROLES, ApiKey, Merchant, Station, Worker
from wms.people.scopes import ADMIN, KEY_ROLES, SCOPES
from wms.text import T

BADGE_PREFIX = "%B:"
STATION_PREFIX = "%S:"


def worker(
    conn: Connection,
    *,
    login: str,
    name: str,
    role: str,
    language: str = "en",
    pin: str = "",
    password: str = "",
) -> tuple[int, str]:
    """Add a worker and return (id, badge code).

    :raises Refused: unknown role or language, or the login is taken.
    """
    one_of("role", role, ROLES)
    one_of("language", language, LANGUAGES)
    free(conn, "login", login, Worker.login)
    badge = BADGE_PREFIX + secrets.token()
    row = {
        "login": login,
        "name": name,
        "role": role,
        "language": language,
        "badge_digest": secrets.digest(badge),
        "pin_hash": secrets.hashed(pin) if pin else None,
        "password_hash": secrets.hashed(password) if password else None,
        "failed_pins": 0,
        "is_active": True,
    }
    return conn.execute(insert(Worker).returning(Worker.id), row).scalar_one(), badge


def station(conn: Connection, *, code: str, kind: str, warehouse_id: int) -> tuple[int, str]:
    """Add a station and return (id, key).

    :raises Refused: unknown kind, or the code is taken.
    """
    one_of("kind", kind, KINDS)
    free(conn, "code", code, Station.code)
    key = secrets.token() + secrets.token()
    row = {"code": code, "kind": kind, "warehouse_id": warehouse_id}
    values = row | {"key_digest": secrets.digest(key)}
    return conn.execute(insert(Station).returning(Station.id), values).scalar_one(), key


def api_key(
    conn: Connection,
    *,
    name: str,
    merchant_id: int | None = None,
    role: str = ADMIN,
    scopes: Sequence[str] = (),
) -> tuple[int, str]:
    """Add an API key, for all merchants or one, and return (id, key). It may do what `scopes`
    say; without any, what its role may.

    :raises Refused: unknown role or scope, or the name is taken.
    """
    one_of("role", role, tuple(KEY_ROLES))
    for scope in scopes:
        one_of("scope", scope, SCOPES)
    free(conn, "name", name, ApiKey.name)
    key = secrets.token() + secrets.token()
    row = {"name": name, "key_digest": secrets.digest(key), "merchant_id": merchant_id}
    row |= {"role": role, "scopes": " ".join(sorted(set(scopes)))}
    return conn.execute(insert(ApiKey).returning(ApiKey.id), row).scalar_one(), key


def merchant(conn: Connection, *, code: str, name: str = "") -> int:
    """Return the id of a merchant, added when it is new."""
    known = conn.execute(select(Merchant.id).where(Merchant.code == code)).scalar()
    if known is not None:
        return known
    row = {"code": code, "name": name or code}
    return conn.execute(insert(Merchant).returning(Merchant.id), row).scalar_one()


def one_of(field: str, value: str, allowed: tuple[str, ...]) -> None:
    """Make sure that a value is one that there is.

    :raises Refused: it is none; names those that there are.
    """
    if value not in allowed:
        raise Refused(
            f"people.{field}",
            T("{value} is no {field}", value=value, field=field),
            T("Use one of {allowed}", allowed=", ".join(allowed)),
            field=field,
        )


def free(conn: Connection, field: str, value: str, column: InstrumentedAttribute[str]) -> None:
    """Make sure that a name can be given.

    :raises Refused: it is empty or taken.
    """
    if not value or conn.execute(select(1).where(column == value)).first():
        raise Refused(
            "people.taken",
            T("{value} is taken or empty", value=value),
            T("Choose another {field}", field=field),
            field=field,
        )
