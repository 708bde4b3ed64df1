"""Settings: `config/default.toml`, then the file named by WMS_CONFIG, then WMS_DATABASE_URL."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from config import form
from wms.errors import Refused
from wms.text import T

DEFAULT_DATABASE = "sqlite:///wms.db"
SERVER = "postgresql://user@host/wms"
KINDS = ("sqlite", "postgresql", "postgres", "postgresql+psycopg")


@dataclass(frozen=True, slots=True)
class Settings:
    """`data` is the merged TOML; its tables are documented in `config/default.toml`."""

    database_url: str
    data: Mapping[str, Any]


def load(environment: Mapping[str, str] | None = None) -> Settings:
    """Return the settings in force.

    :raises Refused: the file named by WMS_CONFIG is missing, is no TOML, or holds what makes no
        sense; or the database is of a kind that is not supported. Says where.
    """
    env = os.environ if environment is None else environment
    data = tomllib.loads((resources.files("config") / "default.toml").read_text("utf-8"))
    file = env.get("WMS_CONFIG")
    if file:
        data = _merged(data, _read(Path(file)))
        _check(data, file)
    return Settings(_driver(env.get("WMS_DATABASE_URL") or DEFAULT_DATABASE), data)


def _check(data: Mapping[str, Any], file: str) -> None:
    found = form.faults(data)
    if found:
        key, reason = found[0]
        words = T("The settings file {path}: {key} {reason}", path=file, key=key, reason=reason)
        raise Refused("settings.value", words, T("Mend it; config/default.toml shows how"))


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        words = T("The settings file {path} cannot be read", path=str(path))
        raise Refused("settings.missing", words, error.strerror or "") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        words = T("The settings file {path} is not valid TOML", path=str(path))
        raise Refused("settings.invalid", words, str(error)) from None


def _merged(base: dict[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Return `base` with the values of `over`; tables are merged, all else is replaced."""
    merged = dict(base)
    for name, value in over.items():
        known = merged.get(name)
        if isinstance(known, dict) and isinstance(value, Mapping):
            merged[name] = _merged(known, value)
        else:
            merged[name] = value
    return merged


def _driver(url: str) -> str:
    """Name the driver, so that `postgresql://…` is psycopg 3.

    :raises Refused: another kind of database.
    """
    if url.partition(":")[0] not in KINDS:
        words = T("The address of the database makes no sense")
        remedy = T("Use one such as {sqlite} or {server}", sqlite=DEFAULT_DATABASE, server=SERVER)
        raise Refused("database.address", words, remedy)
    for prefix in ("postgresql://", "postgres://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url
