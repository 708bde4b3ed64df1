"""Give new badges and keys for lost ones, and take rights away; the old ones are void at once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from wms.errors import Refused
from wms.gs1.digits import shown
from wms.i18n import LANGUAGES
from wms.people import pins, secrets
from wms.people.enroll import BADGE_PREFIX, one_of
from wms.people.models import ROLES, ApiKey, Station, Worker
from wms.text import T


def badge(conn: Connection, login: str) -> tuple[int, str, str, str]:
    """Give a worker a new badge and return (id, name, role, badge code).

    :raises Refused: nobody has this login.
    """
    found = _known(conn, select(Worker.id, Worker.name, Worker.role), Worker.login, login)
    code = BADGE_PREFIX + secrets.token()
    change = update(Worker).where(Worker.id == found.id)
    conn.execute(change.values(badge_digest=secrets.digest(code)))
    return int(found.id), found.name, found.role, code


def pin(conn: Connection, login: str, digits: str) -> int:
    """Give a worker a new PIN, with no misses counted, and return the worker's id.

    :raises Refused: nobody has this login, or it is no PIN.
    """
    pins.check_digits(digits)
    found = _known(conn, select(Worker.id), Worker.login, login)
    values = {"pin_hash": secrets.hashed(digits), "failed_pins": 0, "pin_blocked_until": None}
    conn.execute(update(Worker).where(Worker.id == found.id).values(values))
    return int(found.id)


def role(conn: Connection, login: str, *, role: str, language: str) -> int:
    """Give a worker another role or language and return the worker's id.

    :raises Refused: nobody has this login, or there is no such role or language.
    """
    one_of("role", role, ROLES)
    one_of("language", language, LANGUAGES)
    found = _known(conn, select(Worker.id), Worker.login, login)
    values = {"role": role, "language": language}
    conn.execute(update(Worker).where(Worker.id == found.id).values(values))
    return int(found.id)


def station_key(conn: Connection, code: str) -> str:
    """Give a station a new key and return it.

    :raises Refused: no station has this code.
    """
    found = _known(conn, select(Station.id), Station.code, code)
    key = secrets.token() + secrets.token()
    values = {"key_digest": secrets.digest(key), "revoked_at": None}
    conn.execute(update(Station).where(Station.id == found.id).values(values))
    return key


def set_active(conn: Connection, login: str, *, is_active: bool) -> int:
    """Let a worker sign in, or not any more, and return the worker's id.

    :raises Refused: nobody has this login.
    """
    found = _known(conn, select(Worker.id), Worker.login, login)
    conn.execute(update(Worker).where(Worker.id == found.id).values(is_active=is_active))
    return int(found.id)


def revoke_station(conn: Connection, code: str, *, at: datetime) -> int:
    """Make a station's key void and return the station's id; doing it again is harmless.

    :raises Refused: no station has this code.
    """
    found = _known(conn, select(Station.id), Station.code, code)
    change = update(Station).where(Station.id == found.id, Station.revoked_at.is_(None))
    conn.execute(change.values(revoked_at=at))
    return int(found.id)


def revoke_api_key(conn: Connection, name: str, *, at: datetime) -> None:
    """Make an API key void; doing it again is harmless.

    :raises Refused: no key has this name.
    """
    found = _known(conn, select(ApiKey.id), ApiKey.name, name)
    change = update(ApiKey).where(ApiKey.id == found.id, ApiKey.revoked_at.is_(None))
    conn.execute(change.values(revoked_at=at))


def used_api_key(conn: Connection, key_id: int, *, at: datetime) -> None:
    """Note that a key was used."""
    conn.execute(update(ApiKey).where(ApiKey.id == key_id).values(last_used_at=at))


def _known(conn: Connection, asked: Any, column: Any, value: str) -> Any:
    found = conn.execute(asked.where(column == value).with_for_update()).first()
    if found is None:
        words = T("{name} is not known here", name=shown(value))
        raise Refused("people.unknown", words, T("Look at the names that are: list"))
    return found
