"""Find the pile of goods that another system names: in which bin, which item, which lot."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from wms.catalog import queries as catalog
from wms.channels.forms_stock import PileForm
from wms.channels.scope import Scope, merchant
from wms.channels.take import item_named
from wms.errors import Refused
from wms.gs1.digits import shown
from wms.layout import queries as layout
from wms.stock import queries as stock
from wms.text import T


@dataclass(frozen=True, slots=True)
class Named:
    """A pile by its ids; `each` pieces are one of what the code stands on."""

    location_id: int
    item_id: int
    lot_id: int
    each: int
    sku: str
    merchant: str


def pile(conn: Connection, form: PileForm, scope: Scope) -> Named:
    """Return the pile that a form names.

    :raises Refused: its merchant, bin, item or lot is not known here.
    """
    owner = merchant(conn, scope, form.merchant)
    place = layout.by_code(conn, form.location)
    if place is None:
        words = T("{code} is no bin here", code=shown(form.location))
        remedy = T("Check the code on the bin's label")
        raise Refused("location.unknown", words, remedy, field="location")
    item_id, each = item_named(conn, owner, form.sku, form.gtin)
    item = catalog.item(conn, item_id)
    return Named(place.id, item_id, _lot(conn, item_id, form.lot), each, item.sku, item.merchant)


def _lot(conn: Connection, item_id: int, code: str) -> int:
    if not code:
        return 0
    found = stock.lot_by_code(conn, item_id, code)
    if found is None:
        words = T("{name} is not known here", name=shown(code))
        raise Refused("lot.unknown", words, T("Give a lot that was received here"), field="lot")
    return found[0]
