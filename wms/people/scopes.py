"""What a key may do: scopes, and roles that are named sets of them. Pure.

A scope is an area and whether it is read or written: `orders:read`. Writing does not include
reading. A merchant's key has the same scopes, and sees its own goods and documents only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

READ_ONLY = ("moves", "changes", "exports")
AREAS = (
    *("items", "asns", "orders", "stock", "waves", "shipments", "returns", "counts"),
    *("locations", "webhooks", "stations", "imports", *READ_ONLY),
)
SCOPES = tuple(
    f"{area}:{what}"
    for area in AREAS
    for what in ("read", "write")
    if what == "read" or area not in READ_ONLY
)


def _both(*areas: str) -> frozenset[str]:
    return frozenset(scope for scope in SCOPES if scope.partition(":")[0] in areas)


_READ = frozenset(scope for scope in SCOPES if scope.endswith(":read"))
ADMIN = "admin"
KEY_ROLES: Mapping[str, frozenset[str]] = {
    "reader": _READ - {"stations:read", "webhooks:read"},
    "shop": _both("items", "orders", "returns", "webhooks", "changes", "imports")
    | {"stock:read", "shipments:read"},
    "carrier": _both("shipments") | {"orders:read", "changes:read"},
    "erp": frozenset(SCOPES) - _both("stations"),
    ADMIN: frozenset(SCOPES),
}
"""`shop` sends orders and follows them; `carrier` draws labels; `erp` runs the goods; `reader`
looks; `admin` may do all, what stations said included."""


def scopes(role: str, explicit: Iterable[str] = ()) -> frozenset[str]:
    """Return what a key may do: what it was given explicitly, else what its role may."""
    given = frozenset(explicit)
    return given or KEY_ROLES.get(role, frozenset())


def enough(scope: str) -> tuple[str, ...]:
    """Return the roles that include a scope, the narrowest first."""
    able = [role for role, has in KEY_ROLES.items() if scope in has]
    return tuple(sorted(able, key=lambda role: len(KEY_ROLES[role])))
