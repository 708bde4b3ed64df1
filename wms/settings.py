"""Settings: `config/default.toml`, then the file named by WMS_CONFIG, then WMS_DATABASE_URL."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from wms.errors import Refused
from wms.text import T

DEFAULT_DATABASE = "sqlite:///wms.db"


@dataclass(frozen=True, slots=True)
class Settings:
    """`data` is the merged TOML; its tables are documented in `config/default.toml`."""

    database_url: str
    data: Mapping[str, Any]


def load(environment: Mapping[str, str] | None = None) -> Settings:
    """Return the settings in force.

    :raises Refused: the file named by WMS_CONFIG is missing or is no TOML; says where.
    """
    env = os.environ if environment is None else environment
    data = tomllib.loads((resources.files("config") / "default.toml").read_text("utf-8"))
    if env.get("WMS_CONFIG"):
        data = _merged(data, _read(Path(env["WMS_CONFIG"])))
    return Settings(_driver(env.get("WMS_DATABASE_URL") or DEFAULT_DATABASE), data)


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
    """Name the driver, so that `postgresql://…` is psycopg 3."""
    for prefix in ("postgresql://", "postgres://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url
