"""Which warehouse a page is about, and what every page asks of the query."""

from __future__ import annotations

from datetime import date

from flask import g, request
from sqlalchemy import Connection, select

from wms.errors import Refused
from wms.layout.models import Warehouse
from wms.orders import queries as orders
from wms.orders.queries import OrderRow
from wms.text import T

LONGEST = 128
WAREHOUSE = "wms-warehouse"
"""The cookie that keeps which warehouse somebody looks at."""


def warehouse_id(conn: Connection) -> int:
    """Return the warehouse that is chosen, else the first.

    :raises Refused: `warehouse.none`, there is none yet.
    """
    if "warehouse_id" not in g:
        rows = warehouses(conn)
        if not rows:
            words = T("There is no warehouse yet")
            raise Refused("warehouse.none", words, T("Lay one out: wms init"))
        chosen = chosen_warehouse()
        g.warehouse_id = next((row[0] for row in rows if row[1] == chosen), rows[0][0])
    number = g.warehouse_id
    assert isinstance(number, int)
    return number


def chosen_warehouse() -> str:
    """Return the code of the warehouse that the address or the browser names, "" for none."""
    return request.args.get("warehouse") or request.cookies.get(WAREHOUSE, "")


def warehouses(conn: Connection) -> list[tuple[int, str, str]]:
    """Return (id, code, time zone) of all warehouses; asked once a page."""
    if "warehouses" not in g:
        asked = select(Warehouse.id, Warehouse.code, Warehouse.timezone).order_by(Warehouse.id)
        g.warehouses = [(row[0], row[1], row[2]) for row in conn.execute(asked)]
    found = g.warehouses
    assert isinstance(found, list)
    return found


def asked(name: str) -> str:
    """Return a parameter of the query as a page takes it: printable, or nothing."""
    value = request.args.get(name, "").strip()
    return value if len(value) <= LONGEST and value.isprintable() else ""


def number(name: str, default: int = 0) -> int:
    """Return a whole number of the query; what is none is the default."""
    value = request.args.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else default


def field(name: str, longest: int = LONGEST) -> str:
    """Return a field of the form that was sent.

    :raises Refused: it is too long, or holds what cannot be printed.
    """
    value = request.form.get(name, "").strip()
    if len(value) > longest or not value.isprintable():
        words = T("{field} is too long, or cannot be printed", field=name)
        raise Refused("form.text", words, T("Write at most {n} letters", n=longest))
    return value


def order(conn: Connection, reference: str) -> OrderRow:
    """Return the order that a page or form names.

    :raises Refused: `orders.unknown`.
    """
    found = orders.by_reference(conn, reference)
    if found is None:
        words = T("There is no order {order}", order=reference[:64])
        raise Refused("orders.unknown", words, T("Look for it among all orders"))
    return found


def signed(name: str) -> int:
    """Return a whole number of the form, which may be below 0; nothing is 0.

    :raises Refused: it is none.
    """
    value = field(name, 12)
    try:
        return int(value) if value else 0
    except ValueError:
        words = T("{field}: {value} is no whole number", field=name, value=value)
        raise Refused("form.number", words, T("Write digits only")) from None


def day(name: str) -> date | None:
    """Return a date of the form, None where none is given.

    :raises Refused: it is none.
    """
    value = field(name, 10)
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        words = T("{field}: {value} is no date", field=name, value=value)
        raise Refused("form.date", words, T("Write it such as 2027-01-31")) from None


def within(number: int) -> int:
    """Return a number of an address, 0 where no database has one as large."""
    return number if number < 2**63 else 0
