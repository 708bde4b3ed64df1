"""Teams: who works together, limited to zones and kinds of work."""

from __future__ import annotations

from flask import Blueprint, Response, request
from sqlalchemy import Connection
from werkzeug.wrappers import Response as AnyResponse

from wms.dialogues import home, registry
from wms.errors import Refused
from wms.layout import codes as layout
from wms.people import teams
from wms.text import T
from wms.web.office import door, here
from wms.web.office.pages import page
from wms.web.site import site, write

crew_pages = Blueprint("office_crews", __name__, url_prefix="/people/teams")


@crew_pages.get("")
@door.let_in("supervisor")
def listed() -> Response:
    """Show the teams, each with a form that changes its limits."""
    with site().db.read() as conn:
        rows, zones = teams.listed(conn), _zones(conn)
    kinds = [(entry.key, entry.caption) for entry in _entries()]
    return page("teams.html", rows=rows, zones=zones, kinds=kinds, longest=teams.MOST_CODE)


@crew_pages.post("")
@door.let_in("admin")
def add() -> AnyResponse:
    """Add a team."""
    code = here.field("code", teams.MOST_CODE)
    write(lambda conn: teams.team(conn, code=code, **_limits(conn)))
    words = T("{team} is a team", team=code)
    return door.done("office_crews.listed", words, T("Put people into it on their pages"))


@crew_pages.post("/limits")
@door.let_in("admin")
def limit() -> AnyResponse:
    """Change what a team is limited to."""
    code = here.field("code", teams.MOST_CODE)
    if not code:
        raise Refused("team.none", T("Which team?"), T("Choose one"))
    write(lambda conn: teams.limit(conn, code=code, **_limits(conn)))
    return door.done("office_crews.listed", T("The limits of {team} are changed", team=code))


def _limits(conn: Connection) -> dict[str, list[str]]:
    """Return the zones and kinds of work that the form names.

    :raises Refused: one of them is none.
    """
    zones, kinds = request.form.getlist("zone"), request.form.getlist("work")
    teams.check_known(zones, _zones(conn), "zone")
    teams.check_known(kinds, [entry.key for entry in _entries()], "work")
    return {"zones": zones, "kinds": kinds}


def _zones(conn: Connection) -> list[str]:
    return sorted({row.zone for row in layout.all_inside(conn) if row.zone})


def _entries() -> list[home.Entry]:
    registry.load()
    return sorted(home.ENTRIES.values(), key=lambda entry: entry.key)
