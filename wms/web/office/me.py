"""What belongs to whoever is signed in: their own password and PIN."""

from __future__ import annotations

from flask import Blueprint, Response, request
from sqlalchemy import Connection
from werkzeug.wrappers import Response as AnyResponse

from wms.dialogues.home import PIN_ROLES
from wms.errors import Refused
from wms.people import renew, sign_in
from wms.text import T
from wms.web.office import door
from wms.web.office.pages import page
from wms.web.site import now, site, write

me_pages = Blueprint("office_me", __name__, url_prefix="/me")


@me_pages.get("")
@door.let_in("worker")
def shown() -> Response:
    """Show what they may change."""
    least = sign_in.LEAST_CHARACTERS
    return page("me.html", pin_roles=PIN_ROLES, least=least)


@me_pages.post("/password")
@door.let_in("worker")
def change_password() -> AnyResponse:
    """Change one's own password; everywhere else they are signed out."""
    new, number = _typed("new"), door.person().worker_id
    if new != _typed("again"):
        raise Refused("people.password", T("The two are not the same"), T("Type it again"))
    sign_in.check_length(new)
    _prove()

    def work(conn: Connection) -> None:
        sign_in.set_password(conn, worker_id=number, password=new)
        door.only_here(conn)

    write(work)
    words = T("Your password is changed")
    return door.done("office_me.shown", words, T("Everywhere else you are signed out"))


@me_pages.post("/pin")
@door.let_in("supervisor")
def change_pin() -> AnyResponse:
    """Change one's own PIN."""
    _prove()
    write(lambda conn: renew.pin(conn, door.person().login, _typed("pin")))
    return door.done("office_me.shown", T("Your PIN is changed"))


def _prove() -> None:
    """Make sure by their password that it is they; who guesses has to wait, as at the door.

    :raises Refused: it is another.
    """
    at, address = now(), request.remote_addr or ""
    with site().db.read() as conn:
        who = sign_in.candidate(conn, login=door.person().login, address=address, at=at)
    if who.blocked_seconds:
        raise Refused("people.blocked", sign_in.refusal(who))
    was_right = sign_in.is_right(who, _typed("old"))
    write(lambda conn: sign_in.settle(conn, who, was_right=was_right, at=at))
    if not was_right:
        words = T("This is not your password")
        raise Refused("people.password", words, T("An admin can give you a new one"))


def _typed(name: str) -> str:
    """Return a secret as it was typed; one that is too long stays so."""
    return request.form.get(name, "")[: sign_in.MOST_CHARACTERS + 1]
