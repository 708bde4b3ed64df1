"""Pair a station once: a short code is exchanged for a key that the station made itself.

The station keeps its key before it asks, so an answer that is lost is asked for again: the same
code with the same key gets the same answer. A code says which station it is for, so guesses are
counted where they count, and a handful of wrong ones ends it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from wms.errors import Refused
from wms.gs1.digits import is_digits, shown
from wms.people import secrets
from wms.people.models import Station, StationPairing
from wms.text import T

CODE_LENGTH = 6
MOST_GUESSES = 5
LASTS = timedelta(minutes=15)

_STATION = (
    select(Station.id).where(Station.code == bindparam("code")).with_for_update(key_share=True)
)
_FORGET = delete(StationPairing).where(StationPairing.station_id == bindparam("station"))
_OPEN = (
    select(
        Station.code,
        Station.key_digest,
        StationPairing.code_digest,
        StationPairing.used_at,
        StationPairing.missed,
    )
    .join(Station, Station.id == StationPairing.station_id)
    .where(
        StationPairing.station_id == bindparam("station"),
        StationPairing.expires_at > bindparam("at"),
    )
    .with_for_update(key_share=True)
)
_MISS = (
    update(StationPairing)
    .where(StationPairing.station_id == bindparam("station"))
    .values(missed=StationPairing.missed + 1)
)
_USE = (
    update(StationPairing)
    .where(StationPairing.station_id == bindparam("station"))
    .values(used_at=bindparam("at"))
)
_TRUST = (
    update(Station)
    .where(Station.id == bindparam("station"))
    .values(key_digest=bindparam("digest"), revoked_at=None)
)


def offer(conn: Connection, *, station: str, at: datetime) -> str:
    """Return a new code that pairs a station once within `LASTS`; one before it is void.

    The key that the station has stays good until the code is used.

    :raises Refused: no station has this code.
    """
    station_id = conn.execute(_STATION, {"code": station}).scalar()
    if station_id is None:
        words = T("{name} is not known here", name=shown(station))
        raise Refused("people.unknown", words, T("Look at the names that are: list"))
    code = f"{station_id}-{secrets.token(CODE_LENGTH)}"
    conn.execute(_FORGET, {"station": station_id})
    row = {"station_id": station_id, "code_digest": secrets.digest(code), "missed": 0}
    conn.execute(insert(StationPairing), row | {"expires_at": at + LASTS})
    return code


def pair(conn: Connection, *, code: str, key: str, at: datetime) -> str | None:
    """Let a station prove itself with `key` from now on, and return its code; None when the code
    does not pair, did, or has expired. A miss is written, so the caller must commit."""
    plain = code.strip().upper()
    number = plain.partition("-")[0]
    station_id = int(number) if is_digits(number) and len(number) <= 18 else 0
    found = conn.execute(_OPEN, {"station": station_id, "at": at}).first()
    if found is None or found.missed >= MOST_GUESSES:
        return None
    if secrets.digest(plain) != found.code_digest:
        conn.execute(_MISS, {"station": station_id})
        return None
    return _paired(conn, station_id, found, secrets.digest(key), at)


def _paired(conn: Connection, station_id: int, found: Any, digest: str, at: datetime) -> str | None:
    if found.used_at is not None:
        return str(found.code) if found.key_digest == digest else None
    conn.execute(_TRUST, {"station": station_id, "digest": digest})
    conn.execute(_USE, {"station": station_id, "at": at})
    return str(found.code)
