"""The door of the office: sign in, sign out, choose language and colours."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from wms.i18n import LANGUAGES
from wms.people import sessions, sign_in
from wms.text import T, Words
from wms.web.office import door, here
from wms.web.office.pages import THEMES, page_of
from wms.web.problems import Problem
from wms.web.site import now, site, write

LONGEST = 256
YEAR_SECONDS = 365 * 24 * 3600

entry = Blueprint("door", __name__)


@entry.get("/sign-in", endpoint="sign_in")
def ask_who() -> AnyResponse:
    """Ask who it is."""
    if door.who() is not None:
        return redirect(_then(), 303)
    over = T("Your session is over, and nothing was done. Sign in, then do it again")
    return _asked("", over if request.args.get("over") else "")


@entry.post("/sign-in")
def enter() -> AnyResponse:
    """Let in whoever has the password."""
    door.check_origin()
    login, password = _field("login"), _field("password")
    if not login or not password:
        return _asked(login, T("Fill in login and password"), 422)
    at, address = now(), request.remote_addr or ""
    with site().db.read() as conn:
        who = sign_in.candidate(conn, login=login, address=address, at=at)
    if who.blocked_seconds:
        return _asked(login, sign_in.refusal(who), 429)
    was_right = sign_in.is_right(who, password)
    write(lambda conn: sign_in.settle(conn, who, was_right=was_right, at=at))
    if not was_right or who.worker_id is None:
        return _asked(login, sign_in.refusal(who), 422)
    return door.open_to(redirect(_then(), 303), who.worker_id)


@entry.post("/sign-out")
@door.let_in("worker")
def sign_out() -> AnyResponse:
    """End the session."""
    return door.close(redirect(url_for("door.sign_in"), 303))


@entry.post("/language")
@door.let_in("worker")
def choose_language() -> AnyResponse:
    """Change the language of whoever is signed in."""
    chosen = _field("language")
    if chosen not in LANGUAGES:
        remedy = f"Use one of {', '.join(LANGUAGES)}"
        raise Problem(422, "office.language", "No such language", remedy=remedy)
    number = door.person().worker_id
    write(lambda conn: sessions.set_language(conn, worker_id=number, language=chosen))
    return redirect(door.came_from(), 303)


@entry.post("/theme")
@door.let_in("worker")
def choose_theme() -> AnyResponse:
    """Choose light or dark, or what the device has; kept in this browser."""
    chosen = _field("theme")
    response = redirect(door.came_from(), 303)
    if chosen in THEMES:
        response.set_cookie("wms-theme", chosen, max_age=YEAR_SECONDS, samesite="Lax")
    else:
        response.delete_cookie("wms-theme")
    return response


@entry.post("/warehouse")
@door.let_in("worker")
def choose_warehouse() -> AnyResponse:
    """Choose which warehouse the pages are about; kept in this browser."""
    response = redirect(url_for("office.home"), 303)
    chosen = here.field("warehouse", 64)
    response.set_cookie(here.WAREHOUSE, chosen, max_age=YEAR_SECONDS, samesite="Lax")
    return response


def _asked(login: str, why: Words, status: int = 200) -> Response:
    return page_of(status, "sign_in.html", {"login": login, "why": why, "then": _then()})


def _field(name: str) -> str:
    return request.form.get(name, "")[:LONGEST]


def _then() -> str:
    """Return where to go once inside: a path of ours, or the overview."""
    then = request.values.get("then", "")
    is_ours = then.startswith("/") and not then.startswith(("//", "/\\")) and then.isprintable()
    return then if is_ours else url_for("office.home")
