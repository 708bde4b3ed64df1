"""API keys of other systems: listed, added and shown once, revoked."""

from __future__ import annotations

from flask import Blueprint, Response, request
from sqlalchemy import Connection
from werkzeug.wrappers import Response as AnyResponse

from wms.channels.scope import Scope, merchant
from wms.people import codes, enroll, renew
from wms.people.queries import merchant_codes
from wms.people.scopes import ADMIN, AREAS, KEY_ROLES, READ_ONLY
from wms.text import T, Text
from wms.web.office import door, here
from wms.web.office.handed import Secret, handed
from wms.web.office.pages import page
from wms.web.site import now, site, write

ROLES: dict[str, Text] = {
    "shop": T("shop: sends orders and follows them"),
    "carrier": T("carrier: draws labels"),
    "erp": T("ERP: runs the goods"),
    "reader": T("reader: looks only"),
    ADMIN: T("admin: may do all"),
}
SOURCE = "office"

key_pages = Blueprint("office_keys", __name__, url_prefix="/keys")


@key_pages.get("")
@door.let_in("admin")
def listed() -> Response:
    """Show the keys' names and what they may do, never the keys."""
    with site().db.read() as conn:
        rows = codes.api_keys(conn)
        merchants = sorted(merchant_codes(conn).values())
    roles = [(role, ROLES.get(role, role)) for role in (*ROLES, *(set(KEY_ROLES) - set(ROLES)))]
    areas = [(area, ("read",) if area in READ_ONLY else ("read", "write")) for area in AREAS]
    return page("keys.html", rows=rows, merchants=merchants, roles=roles, areas=areas)


@key_pages.post("")
@door.let_in("admin")
def add() -> AnyResponse:
    """Add a key, and show it this once."""
    name, owner, role = here.field("name", 64), here.field("merchant", 64), here.field("role", 16)
    scopes = request.form.getlist("scope")[:100]

    def work(conn: Connection) -> str:
        owner_id = merchant(conn, Scope(SOURCE), owner) if owner else None
        return enroll.api_key(conn, name=name, merchant_id=owner_id, role=role, scopes=scopes)[1]

    words = T("The key of {name}", name=name)
    remedy = T("The other system sends it as: Authorization: Bearer KEY")
    return handed(words, [Secret(T("API key"), write(work))], back="/keys", remedy=remedy)


@key_pages.post("/revoke")
@door.let_in("admin")
def revoke() -> AnyResponse:
    """Make a key void."""
    name, at = here.field("name", 64), now()
    write(lambda conn: renew.revoke_api_key(conn, name, at=at))
    return door.done("office_keys.listed", T("The key of {name} opens nothing any more", name=name))
