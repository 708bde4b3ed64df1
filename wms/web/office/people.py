"""People: who works here, in which role; badges, PINs and passwords that are handed over once."""

from __future__ import annotations

from flask import Blueprint, Response, request
from sqlalchemy import Connection
from werkzeug.wrappers import Response as AnyResponse

from wms.dialogues.home import PIN_ROLES, SignIn
from wms.errors import Refused
from wms.i18n import LANGUAGES
from wms.people import crew, enroll, renew, secrets, sessions, sign_in, teams
from wms.people.crew import Member
from wms.terminal import presence, session
from wms.text import T
from wms.web.office import door, here
from wms.web.office.explained import ROLES
from wms.web.office.handed import Badge, Secret, badge, handed
from wms.web.office.pages import NATIVE, page
from wms.web.site import now, site, write

PASSWORD_LENGTH = 16
people_pages = Blueprint("office_people", __name__, url_prefix="/people")


@people_pages.get("")
@door.let_in("supervisor")
def listed() -> Response:
    """Show everybody, and where they are signed in."""
    with site().db.read() as conn:
        rows, where = crew.members(conn), presence.where(conn)
        crews = teams.listed(conn)
    named = {"roles": ROLES, "tongues": _tongues()}
    return page("people.html", rows=rows, where=where, crews=crews, **named)


@people_pages.post("")
@door.let_in("admin")
def add() -> AnyResponse:
    """Add somebody, and hand badge, PIN and password over."""
    login, role = here.field("login", 64), here.field("role", 16)
    facts = {"login": login, "name": here.field("name", 64) or login, "role": role}
    facts["language"] = here.field("language", 8)
    pin = secrets.digits() if role in PIN_ROLES else ""
    password = secrets.token(PASSWORD_LENGTH) if request.form.get("office") else ""

    def work(conn: Connection) -> tuple[int, Badge]:
        number, code = enroll.worker(conn, **facts, pin=pin, password=password)
        return number, badge(facts["name"], role, code)

    number, printed = write(work)
    told = [Secret(T("PIN"), pin)] if pin else []
    told += [Secret(T("Password"), password)] if password else []
    words = T("{name} works here now", name=facts["name"])
    return handed(words, told, back=_at(number), printed=printed, login=login)


@people_pages.get("/<int:number>")
@door.let_in("supervisor")
def one(number: int) -> Response:
    """Show somebody."""
    with site().db.read() as conn:
        row = crew.member(conn, here.within(number))
        where, crews = presence.where(conn).get(number, ""), teams.listed(conn)
    named = {"roles": ROLES, "tongues": _tongues(), "pin_roles": PIN_ROLES}
    return page("person.html", row=row, where=where, crews=crews, **named)


@people_pages.post("/<int:number>/badge")
@door.let_in("admin")
def new_badge(number: int) -> AnyResponse:
    """Give somebody another badge; who signed in with the old one is signed out."""
    at = now()

    def work(conn: Connection) -> tuple[Member, Badge]:
        row = crew.member(conn, here.within(number))
        _, name, role, code = renew.badge(conn, row.login)
        session.end(conn, number, SignIn(), at=at)
        return row, badge(name, role, code)

    row, printed = write(work)
    words = T("A new badge for {name}", name=row.name)
    remedy = T("The old one opens nothing any more")
    return handed(words, [], back=_at(number), printed=printed, login=row.login, remedy=remedy)


@people_pages.post("/<int:number>/pin")
@door.let_in("admin")
def new_pin(number: int) -> AnyResponse:
    """Give somebody another PIN."""
    pin = secrets.digits()

    def work(conn: Connection) -> Member:
        row = crew.member(conn, here.within(number))
        renew.pin(conn, row.login, pin)
        return row

    row = write(work)
    words = T("A new PIN for {name}", name=row.name)
    return handed(words, [Secret(T("PIN"), pin)], back=_at(number), login=row.login)


@people_pages.post("/<int:number>/password")
@door.let_in("admin")
def new_password(number: int) -> AnyResponse:
    """Give somebody another password for the office, or none; they are signed out there."""
    password = "" if request.form.get("none") else secrets.token(PASSWORD_LENGTH)

    def work(conn: Connection) -> Member:
        row = crew.member(conn, here.within(number))
        if not password:
            _check_other(number)
        sign_in.set_password(conn, worker_id=number, password=password)
        sessions.end_all(conn, number)
        return row

    row = write(work)
    if not password:
        words = T("{name} cannot come in at the office any more", name=row.name)
        return door.done("office_people.one", words, number=number)
    words = T("A new password for {name}", name=row.name)
    return handed(words, [Secret(T("Password"), password)], back=_at(number), login=row.login)


@people_pages.post("/<int:number>/active")
@door.let_in("admin")
def set_active(number: int) -> AnyResponse:
    """Let somebody work here, or not any more: then they are signed out wherever they are."""
    is_active, at = bool(request.form.get("on")), now()

    def work(conn: Connection) -> Member:
        row = crew.member(conn, here.within(number))
        _check_other(number)
        renew.set_active(conn, row.login, is_active=is_active)
        if not is_active:
            session.end(conn, number, SignIn(), at=at)
            sessions.end_all(conn, number)
        return row

    row = write(work)
    words = T("{name} cannot sign in any more", name=row.name)
    if is_active:
        words = T("{name} can sign in", name=row.name)
    return door.done("office_people.one", words, number=number)


@people_pages.post("/<int:number>/role")
@door.let_in("admin")
def set_role(number: int) -> AnyResponse:
    """Give somebody another role or language."""
    role, language = here.field("role", 16), here.field("language", 8)

    def work(conn: Connection) -> Member:
        row = crew.member(conn, here.within(number))
        if role != row.role:
            _check_other(number)
        renew.role(conn, row.login, role=role, language=language)
        return row

    row = write(work)
    words = T("{name} is changed", name=row.name)
    remedy = "" if row.has_pin or role not in PIN_ROLES else T("Give them a PIN: stations ask it")
    return door.done("office_people.one", words, remedy, number=number)


@people_pages.post("/<int:number>/teams")
@door.let_in("admin")
def set_teams(number: int) -> AnyResponse:
    """Put somebody into teams; in none, nothing is limited."""
    chosen = request.form.getlist("team")[:100]

    def work(conn: Connection) -> Member:
        row = crew.member(conn, here.within(number))
        teams.join(conn, login=row.login, codes=chosen)
        return row

    row = write(work)
    words = T("{name} is in no team: nothing is limited", name=row.name)
    if chosen:
        words = T("{name} is in {teams}", name=row.name, teams=", ".join(chosen))
    return door.done("office_people.one", words, number=number)


def _check_other(number: int) -> None:
    """Let no admin lock themselves out: so one always stays.

    :raises Refused: it is who is signed in.
    """
    if number == door.person().worker_id:
        words = T("You cannot take your own rights away")
        raise Refused("people.self", words, T("Ask another admin"))


def _at(number: int) -> str:
    return f"/people/{number}"


def _tongues() -> list[tuple[str, str]]:
    return [(code, NATIVE[code]) for code in LANGUAGES]
