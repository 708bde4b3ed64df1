"""Choose the warehouse that is meant."""

from __future__ import annotations

from sqlalchemy import Connection, select

from wms.errors import Refused
from wms.gs1.digits import shown
from wms.layout.models import Warehouse
from wms.text import T


def warehouse(conn: Connection, code: str = "") -> int:
    """Return the id of the warehouse `code`, or of the only one when no code is given.

    :raises Refused: there is none, it is unknown, or there are several to choose from.
    """
    codes: dict[str, int] = {
        row.code: row.id for row in conn.execute(select(Warehouse.code, Warehouse.id))
    }
    if not codes:
        words = T("There is no warehouse yet")
        raise Refused("warehouse.none", words, T("Lay one out: wms init"), field="warehouse")
    if code in codes or (not code and len(codes) == 1):
        return codes[code] if code else next(iter(codes.values()))
    raise Refused(
        "warehouse.unknown",
        T("{code} is no warehouse", code=shown(code)) if code else T("Which warehouse?"),
        T("Name one of {codes}", codes=", ".join(sorted(codes))),
        field="warehouse",
    )
