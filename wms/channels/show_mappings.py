"""Show what of foreign formats goes where: the tables that the adapters work by."""

from __future__ import annotations

from typing import Any

from wms.channels.formats import TABLES
from wms.channels.mapping import Table
from wms.errors import Refused
from wms.gs1.digits import shown
from wms.text import T


def tables(format_name: str = "") -> list[Table]:
    """Return the table of a format, of all if none is named.

    :raises Refused: there is no such format.
    """
    if not format_name:
        return list(TABLES.values())
    if format_name not in TABLES:
        words = T("{name} is no format of other systems", name=shown(format_name))
        kinds = ", ".join(TABLES)
        raise Refused("mapping.unknown", words, T("Use one of {kinds}", kinds=kinds))
    return [TABLES[format_name]]


def mapping(format_name: str) -> dict[str, Any]:
    """Return a table as JSON-ready data.

    :raises Refused: there is no such format.
    """
    [table] = tables(format_name)
    return {
        "format": table.format,
        "about": table.about,
        "fields": [{"source": s, "ours": ours, "note": n} for s, ours, n in table.rows()],
        "outcomes": [{"case": case, "outcome": said} for case, said in table.outcomes.items()],
    }
