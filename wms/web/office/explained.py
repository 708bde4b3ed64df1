"""Problems as a page tells them to people: in their language, with what they can do there.

The API tells the same problems in English, with what a program can do.
"""

from __future__ import annotations

from wms.errors import Refused
from wms.text import T, Text, Words
from wms.web import remedies
from wms.web.problems import Problem

_AGAIN = T("Try again; if it goes on, tell whoever runs the server when it happened")
_RELOAD = T("Go back, load the page again and do it again")
_OURS = T("Open the page at its own address and do it there")

KNOWN: dict[str, tuple[Text, Text]] = {
    "not_found": (T("There is no such page"), T("Look at the address, or begin at the overview")),
    "method_not_allowed": (T("This is no page"), T("Choose one from the menu")),
    "request_entity_too_large": (T("That is too much at once"), T("Send less at once")),
    "office.form": (T("This form is not of this session"), _RELOAD),
    "office.origin": (T("This came from another site's page"), _OURS),
    "office.nobody": (T("Nobody is signed in"), T("Sign in, then do it again")),
    "conflict": (T("Somebody else did the same"), T("Look and try again")),
    "database.full": (T("The database is full"), T("Tell whoever runs the server")),
    "database.away": (T("The database cannot be used now"), _AGAIN),
    "fault": (T("Something went wrong here; it was recorded"), _AGAIN),
}

ROLES: dict[str, Text] = {
    "worker": T("worker"),
    "supervisor": T("supervisor"),
    "admin": T("admin"),
}


def not_for(role: str) -> Problem:
    """Return the answer to somebody whose role is less than `role`."""
    words = T("This page is for: {role}", role=ROLES[role])
    remedy = T("Ask an admin to change your role, or sign in as somebody else")
    refusal = Refused("office.role", words, remedy)
    return Problem(
        403, refusal.code, "Not for you", str(words), remedy=str(remedy), refusal=refusal
    )


def explained(found: Problem) -> tuple[Words, Words, Words]:
    """Return (title, detail, remedy) of a problem, to be shown on a page."""
    if found.refusal is not None:
        title = T("Not found") if found.status == 404 else T("Refused")
        return title, found.refusal.text, remedies.on_page(found.refusal)
    known = KNOWN.get(found.code)
    return (known[0], "", known[1]) if known else (found.title, found.detail, found.remedy)
