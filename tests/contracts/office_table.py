"""Who may open which page and send which form: one rule a line, and a new one fails until it is
stated. What is under /api/v1 stands in `route_table`.

A page or form is for somebody of at least a role; `OPEN` needs nobody, `ENTRY` is the form that
lets people in, `HERE` is for whoever is on this machine.
"""

from __future__ import annotations

from collections.abc import Mapping

OPEN, ENTRY, HERE = "open", "entry", "here"
ROLES = ("worker", "supervisor", "admin")
"""Each may what those before it may; written down once more, apart from the code."""

PAGES: Mapping[tuple[str, str], str] = {
    ("GET", "/health"): OPEN,
    ("GET", "/ready"): OPEN,
    ("GET", "/metrics"): HERE,
    ("GET", "/static/<path:filename>"): OPEN,
    ("GET", "/station/"): OPEN,
    ("GET", "/station/files"): OPEN,
    ("GET", "/station/worker.js"): OPEN,
    ("GET", "/station/static/<path:filename>"): OPEN,
    ("GET", "/sign-in"): OPEN,
    ("POST", "/sign-in"): ENTRY,
    ("POST", "/sign-out"): "worker",
    ("POST", "/language"): "worker",
    ("POST", "/theme"): "worker",
    ("POST", "/warehouse"): "worker",
    ("GET", "/"): "worker",
    ("GET", "/exceptions"): "worker",
    ("GET", "/live"): "worker",
    ("GET", "/live/stream"): "worker",
    ("GET", "/orders"): "worker",
    ("GET", "/orders/<reference>"): "worker",
    ("POST", "/orders/<reference>/cancel"): "supervisor",
    ("POST", "/orders/<reference>/urgent"): "supervisor",
    ("POST", "/orders/views"): "worker",
    ("GET", "/waves"): "worker",
    ("POST", "/waves"): "supervisor",
    ("GET", "/waves/plan"): "supervisor",
    ("GET", "/waves/<reference>"): "worker",
    ("POST", "/waves/<reference>/release"): "supervisor",
    ("POST", "/waves/<reference>/unrelease"): "supervisor",
    ("POST", "/waves/<reference>/cancel"): "supervisor",
    ("POST", "/waves/clusters/<cluster>/give"): "supervisor",
    ("GET", "/stock"): "worker",
    ("GET", "/stock/<int:item_id>"): "worker",
    ("POST", "/stock/pieces/<int:quant_id>/adjust"): "supervisor",
    ("POST", "/stock/pieces/<int:quant_id>/hold"): "supervisor",
    ("GET", "/holds"): "worker",
    ("POST", "/holds/<int:hold_id>/free"): "supervisor",
    ("POST", "/holds/<int:hold_id>/scrap"): "supervisor",
    ("GET", "/locations"): "worker",
    ("GET", "/locations/<code>"): "worker",
    ("POST", "/locations/<code>/count"): "supervisor",
    ("GET", "/counts"): "worker",
    ("POST", "/counts"): "supervisor",
    ("POST", "/counts/<int:task_id>/approve"): "supervisor",
    ("GET", "/figures"): "worker",
    ("GET", "/figures/<name>"): "worker",
    ("GET", "/figures/cycle"): "worker",
    ("GET", "/imports"): "supervisor",
    ("POST", "/imports"): "supervisor",
    ("GET", "/imports/<int:number>"): "supervisor",
    ("GET", "/imports/mappings/<format_name>"): "supervisor",
    ("GET", "/imports/state"): "supervisor",
    ("GET", "/keys"): "admin",
    ("POST", "/keys"): "admin",
    ("POST", "/keys/revoke"): "admin",
    ("GET", "/labels"): "supervisor",
    ("GET", "/labels/labels.pdf"): "supervisor",
    ("GET", "/labels/picture.png"): "supervisor",
    ("GET", "/map"): "worker",
    ("GET", "/me"): "worker",
    ("POST", "/me/password"): "worker",
    ("POST", "/me/pin"): "supervisor",
    ("GET", "/people"): "supervisor",
    ("POST", "/people"): "admin",
    ("GET", "/people/<int:number>"): "supervisor",
    ("POST", "/people/<int:number>/active"): "admin",
    ("POST", "/people/<int:number>/badge"): "admin",
    ("POST", "/people/<int:number>/password"): "admin",
    ("POST", "/people/<int:number>/pin"): "admin",
    ("POST", "/people/<int:number>/role"): "admin",
    ("POST", "/people/<int:number>/teams"): "admin",
    ("GET", "/people/teams"): "supervisor",
    ("POST", "/people/teams"): "admin",
    ("POST", "/people/teams/limits"): "admin",
    ("GET", "/receipts"): "worker",
    ("GET", "/receipts/<reference>"): "worker",
    ("GET", "/receipts/unknown/<int:number>"): "worker",
    ("POST", "/receipts/unknown/<int:number>/drop"): "supervisor",
    ("POST", "/receipts/unknown/<int:number>/resolve"): "supervisor",
    ("GET", "/returns"): "worker",
    ("POST", "/returns"): "supervisor",
    ("GET", "/returns/<reference>"): "worker",
    ("GET", "/returns/new"): "supervisor",
    ("GET", "/settings"): "admin",
    ("GET", "/shipping"): "worker",
    ("GET", "/shipping/<reference>"): "worker",
    ("POST", "/shipping/<reference>/close"): "supervisor",
    ("GET", "/shipping/<reference>/paper.pdf"): "worker",
    ("GET", "/shipping/parcels"): "worker",
    ("GET", "/stations"): "supervisor",
    ("POST", "/stations"): "admin",
    ("POST", "/stations/<code>/pair"): "supervisor",
    ("POST", "/stations/<code>/revoke"): "supervisor",
    ("POST", "/stations/documents/<int:number>/again"): "supervisor",
    ("POST", "/stations/documents/<int:number>/drop"): "supervisor",
    ("GET", "/trace"): "worker",
    ("GET", "/trace/event/<station>/<event_id>"): "worker",
    ("GET", "/webhooks"): "admin",
    ("POST", "/webhooks"): "admin",
    ("GET", "/webhooks/<int:number>"): "admin",
    ("POST", "/webhooks/<int:number>/active"): "admin",
    ("POST", "/webhooks/<int:number>/delete"): "admin",
    ("POST", "/webhooks/<int:number>/retry"): "admin",
    ("POST", "/webhooks/<int:number>/secret"): "admin",
    ("POST", "/webhooks/<int:number>/test"): "admin",
}

LET_IN = "let in"
"""An answer that does not depend on who asks: the page, what was done, or that it is not there."""

AWAY = "to the door"
"""A redirection to where one signs in."""

OUT = ("nobody", "gone", "late")
"""Whoever has no session, was made inactive since, or whose session is over."""


def expected(route: tuple[str, str], caller: str, *, with_proof: bool = True) -> int | str:
    """Return the status that a caller gets, `LET_IN` or `AWAY`; callers are `OUT` and `ROLES`.

    `with_proof` tells whether a form proves that it came from a page of the session.
    """
    rule = PAGES[route]
    if rule not in ROLES:
        return LET_IN
    if caller in OUT:
        return AWAY
    if ROLES.index(caller) < ROLES.index(rule):
        return 403
    return LET_IN if route[0] == "GET" or with_proof else 403
