"""The settings in force, with what each is for; release, database and migrations: for support."""

from __future__ import annotations

import json
import platform
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import metadata, resources
from typing import Any

from flask import Blueprint, Response

from wms import migrate
from wms.web.office import door
from wms.web.office.pages import page
from wms.web.site import site

SECRET = ("metrics.token",)
"""What no page shows; only whether it is set."""

_TABLE = re.compile(r"\[([^\]]+)\]\s*(?:#\s*(.*))?")
_VALUE = re.compile(r"(\w+) = [^#]*(?:\"[^\"]*\"[^#]*)?#\s*(.*)")

setting_pages = Blueprint("office_settings", __name__, url_prefix="/settings")


@dataclass(frozen=True, slots=True)
class Setting:
    """One value in force; `is_changed` when the site's file says otherwise than the default."""

    name: str
    value: str
    about: str
    is_changed: bool


@setting_pages.get("")
@door.let_in("admin")
def shown() -> Response:
    """Show what is in force."""
    defaults = dict(_flat(tomllib.loads(_source())))
    tables: dict[str, list[Setting]] = {}
    for name, value in _flat(site().config):
        table, _, key = name.rpartition(".")
        is_changed = name not in defaults or defaults[name] != value
        shown_as = ("***" if value else "") if name in SECRET else json.dumps(value, default=str)
        about = _comments().get(name, "")
        tables.setdefault(table, []).append(Setting(key, shown_as, about, is_changed))
    with site().db.read() as conn:
        at, kind = migrate.revision(conn), conn.dialect.name
    facts = {"release": metadata.version("wms"), "at": at, "newest": migrate.newest()}
    facts |= {"kind": kind, "python": platform.python_version()}
    return page("settings.html", tables=tables, abouts=_comments(), **facts)


def _flat(data: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    """Yield (name, value) of all settings; a name holds its tables, apart by dots."""
    for key, value in data.items():
        name = f"{above}.{key}" if above else key
        if isinstance(value, Mapping):
            yield from _flat(value, name)
        else:
            yield name, value


@cache
def _comments() -> Mapping[str, str]:
    """Return what the file of defaults says of tables and values, by name."""
    found, table = {}, ""
    for line in _source().splitlines():
        if head := _TABLE.match(line):
            table = head[1]
            found[table] = head[2] or ""
        elif value := _VALUE.match(line):
            found[f"{table}.{value[1]}"] = value[2]
    return found


def _source() -> str:
    return (resources.files("config") / "default.toml").read_text("utf-8")
