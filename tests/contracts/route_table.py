"""Who gets what answer at which route: one rule a line, and a new route fails until it is stated.

`OPEN` needs no key; `STATION` the station's own key; an area and what is done to it needs a scope.
`SITE` besides is closed to keys of one merchant.
"""

from __future__ import annotations

from collections.abc import Mapping

OPEN, STATION = "open", "station"

ROUTES: Mapping[tuple[str, str], str] = {
    ("GET", "/api/v1"): OPEN,
    ("GET", "/api/v1/openapi.json"): OPEN,
    ("GET", "/api/v1/docs"): OPEN,
    ("GET", "/api/v1/docs.css"): OPEN,
    ("GET", "/api/v1/health"): OPEN,
    ("POST", "/api/v1/stations/pair"): OPEN,
    ("GET", "/api/v1/stations/<code>/screen"): STATION,
    ("POST", "/api/v1/stations/<code>/events"): STATION,
    ("GET", "/api/v1/stations/<code>/documents/<int:number>"): STATION,
    ("PUT", "/api/v1/stations/<code>/documents/<int:number>"): STATION,
    ("GET", "/api/v1/stations/<code>/bench"): STATION,
    ("GET", "/api/v1/stations/<code>/documents/<int:number>/preview.png"): STATION,
    ("GET", "/api/v1/changes"): "changes:read",
    ("GET", "/api/v1/webhooks"): "webhooks:read",
    ("POST", "/api/v1/items"): "items:write",
    ("GET", "/api/v1/items"): "items:read",
    ("GET", "/api/v1/items/<merchant>/<path:sku>"): "items:read",
    ("GET", "/api/v1/stock"): "stock:read",
    ("GET", "/api/v1/stock/<merchant>/<path:sku>/bins"): "stock:read",
    ("POST", "/api/v1/asns"): "asns:write",
    ("GET", "/api/v1/asns"): "asns:read",
    ("GET", "/api/v1/asns/<path:reference>"): "asns:read",
    ("POST", "/api/v1/orders"): "orders:write",
    ("GET", "/api/v1/orders"): "orders:read",
    ("GET", "/api/v1/orders/<path:reference>"): "orders:read",
    ("PUT", "/api/v1/orders/<path:reference>"): "orders:write",
    ("POST", "/api/v1/orders/<path:reference>/cancel"): "orders:write",
    ("GET", "/api/v1/shipments"): "shipments:read",
    ("GET", "/api/v1/shipments/<sscc>"): "shipments:read",
    ("POST", "/api/v1/shipments/<sscc>/label"): "shipments:write",
    ("POST", "/api/v1/returns"): "returns:write",
    ("GET", "/api/v1/returns"): "returns:read",
    ("GET", "/api/v1/returns/<path:reference>"): "returns:read",
    ("GET", "/api/v1/station-events"): "stations:read",
    ("POST", "/api/v1/asns/bulk"): "asns:write",
    ("POST", "/api/v1/clusters/<reference>/reassign"): "waves:write",
    ("GET", "/api/v1/counts"): "counts:read",
    ("POST", "/api/v1/counts"): "counts:write",
    ("GET", "/api/v1/counts/<number>"): "counts:read",
    ("POST", "/api/v1/counts/<number>/approve"): "counts:write",
    ("GET", "/api/v1/exports"): "exports:read",
    ("GET", "/api/v1/exports/<kind>.csv"): "exports:read",
    ("GET", "/api/v1/exports/<kind>.jsonl"): "exports:read",
    ("GET", "/api/v1/exports/epcis.json"): "exports:read",
    ("GET", "/api/v1/holds"): "stock:read",
    ("POST", "/api/v1/holds"): "stock:write",
    ("GET", "/api/v1/holds/<number>"): "stock:read",
    ("POST", "/api/v1/holds/<number>/free"): "stock:write",
    ("POST", "/api/v1/imports"): "imports:write",
    ("GET", "/api/v1/imports"): "imports:read",
    ("GET", "/api/v1/imports/<int:number>"): "imports:read",
    ("GET", "/api/v1/imports/<int:number>/rejections"): "imports:read",
    ("GET", "/api/v1/imports/<int:number>/rejections.csv"): "imports:read",
    ("GET", "/api/v1/imports/mappings/<format_name>"): "imports:read",
    ("POST", "/api/v1/items/bulk"): "items:write",
    ("GET", "/api/v1/locations"): "locations:read",
    ("GET", "/api/v1/locations/<path:code>"): "locations:read",
    ("GET", "/api/v1/manifests"): "shipments:read",
    ("GET", "/api/v1/manifests/<reference>"): "shipments:read",
    ("POST", "/api/v1/manifests/<reference>/close"): "shipments:write",
    ("GET", "/api/v1/moves"): "moves:read",
    ("GET", "/api/v1/orders/<path:reference>/events"): "orders:read",
    ("POST", "/api/v1/orders/<path:reference>/urgent"): "waves:write",
    ("GET", "/api/v1/orders/<path:reference>/why-not"): "waves:read",
    ("POST", "/api/v1/orders/bulk"): "orders:write",
    ("POST", "/api/v1/orders/cancel/bulk"): "orders:write",
    ("GET", "/api/v1/receipts"): "asns:read",
    ("GET", "/api/v1/receipts/<path:reference>"): "asns:read",
    ("POST", "/api/v1/stock/adjustments"): "stock:write",
    ("GET", "/api/v1/stock/bins"): "stock:read",
    ("GET", "/api/v1/stock/lots"): "stock:read",
    ("GET", "/api/v1/stock/merchants"): "stock:read",
    ("GET", "/api/v1/waves"): "waves:read",
    ("POST", "/api/v1/waves"): "waves:write",
    ("GET", "/api/v1/waves/<reference>"): "waves:read",
    ("POST", "/api/v1/waves/<reference>/cancel"): "waves:write",
    ("POST", "/api/v1/waves/<reference>/release"): "waves:write",
    ("POST", "/api/v1/waves/<reference>/unrelease"): "waves:write",
    ("POST", "/api/v1/waves/preview"): "waves:read",
    ("POST", "/api/v1/webhooks"): "webhooks:write",
    ("GET", "/api/v1/webhooks/<webhook>"): "webhooks:read",
    ("PATCH", "/api/v1/webhooks/<webhook>"): "webhooks:write",
    ("DELETE", "/api/v1/webhooks/<webhook>"): "webhooks:write",
    ("GET", "/api/v1/webhooks/<webhook>/dead-letters"): "webhooks:read",
    ("POST", "/api/v1/webhooks/<webhook>/dead-letters/<letter>/retry"): "webhooks:write",
    ("POST", "/api/v1/webhooks/<webhook>/retry"): "webhooks:write",
    ("POST", "/api/v1/webhooks/<webhook>/secret"): "webhooks:write",
    ("POST", "/api/v1/webhooks/<webhook>/test"): "webhooks:write",
}
SITE = frozenset(
    {
        ("GET", "/api/v1/station-events"),
        ("POST", "/api/v1/clusters/<reference>/reassign"),
        ("GET", "/api/v1/counts"),
        ("POST", "/api/v1/counts"),
        ("GET", "/api/v1/counts/<number>"),
        ("POST", "/api/v1/counts/<number>/approve"),
        ("POST", "/api/v1/holds"),
        ("POST", "/api/v1/holds/<number>/free"),
        ("GET", "/api/v1/manifests"),
        ("GET", "/api/v1/manifests/<reference>"),
        ("POST", "/api/v1/manifests/<reference>/close"),
        ("POST", "/api/v1/orders/<path:reference>/urgent"),
        ("GET", "/api/v1/orders/<path:reference>/why-not"),
        ("POST", "/api/v1/stock/adjustments"),
        ("GET", "/api/v1/waves"),
        ("POST", "/api/v1/waves"),
        ("GET", "/api/v1/waves/<reference>"),
        ("POST", "/api/v1/waves/<reference>/cancel"),
        ("POST", "/api/v1/waves/<reference>/release"),
        ("POST", "/api/v1/waves/<reference>/unrelease"),
        ("POST", "/api/v1/waves/preview"),
    }
)

_LOOKED_AT = (
    *("items:read", "stock:read", "asns:read", "orders:read", "shipments:read", "returns:read"),
    *("waves:read", "counts:read", "locations:read", "moves:read", "changes:read"),
    *("exports:read", "imports:read"),
)
ROLES: Mapping[str, frozenset[str]] = {
    "reader": frozenset(_LOOKED_AT),
    "shop": frozenset(
        {
            *("items:read", "items:write", "orders:read", "orders:write", "stock:read"),
            *("shipments:read", "returns:read", "returns:write", "changes:read"),
            *("webhooks:read", "webhooks:write", "imports:read", "imports:write"),
        }
    ),
    "carrier": frozenset({"shipments:read", "shipments:write", "orders:read", "changes:read"}),
    "erp": frozenset(ROUTES.values()) - {OPEN, STATION, "stations:read"},
    "admin": frozenset(ROUTES.values()) - {OPEN, STATION},
}
"""What each role may do of the above, written down once more, apart from the code."""

LET_IN = "let in"
"""An answer that does not depend on who asks: 2xx, or what is wrong with the request itself."""


def expected(route: tuple[str, str], caller: str) -> int | str:
    """Return the status that a caller gets at a route, or `LET_IN`.

    Callers are "nobody", "unknown", "revoked", "station", "merchant" (an admin of one merchant)
    and the roles.
    """
    rule = ROUTES[route]
    if rule == OPEN:
        return LET_IN
    if rule == STATION:
        return LET_IN if caller == "station" else 401
    if caller in ("nobody", "unknown", "revoked", "station"):
        return 401
    if caller == "merchant":
        return 403 if route in SITE else LET_IN
    return LET_IN if rule in ROLES[caller] else 403
