"""Who is at the office pages: a session cookie, a role for each page, proof against forged forms.

The cookie holds a random token of which the database keeps the digest. A form proves that one of
our pages made it by a value that only the session's owner can know. Pages answer a refusal of the
rules by telling it on the page where the person was.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit

from flask import g, redirect, request, url_for
from sqlalchemy import Connection
from werkzeug.wrappers import Response as AnyResponse

from wms.errors import Refused
from wms.people import secrets, sessions
from wms.people.actor import Actor
from wms.people.sessions import Person
from wms.text import Words
from wms.web import remedies
from wms.web.office.explained import not_for
from wms.web.office.navigation import is_enough
from wms.web.office.said import DONE, REFUSED, said
from wms.web.problems import Problem, wants_page
from wms.web.site import now, site, write

V = TypeVar("V", bound=Callable[..., Any])
ROLE = "wms_office_role"
"""The attribute of a view that says who may open it: what the walk over all routes reads."""

SESSION = timedelta(hours=12)
"""A working day: who comes in at the morning need not sign in again before they leave."""

PLAIN, SECURE = "wms-session", "__Host-wms-session"


def let_in(role: str, *, most_bytes: int = 0) -> Callable[[V], V]:
    """Let somebody of at least `role` see a page or use a form; others sign in, or are told.

    `most_bytes` lets a form be longer than usual: it brings a file.
    """

    def wrap(view: V) -> V:
        @wraps(view)
        def entered(*args: Any, **kwargs: Any) -> Any:
            if who() is None:
                return _to_sign_in()
            if not is_enough(person().role, role):
                raise not_for(role)
            if request.method != "POST":
                return view(*args, **kwargs)
            if most_bytes:
                request.max_content_length = most_bytes
            check_form()
            try:
                return view(*args, **kwargs)
            except Refused as refusal:
                tell(refusal.text, remedies.on_page(refusal), tone=REFUSED)
                return redirect(came_from(), 303)

        setattr(entered, ROLE, role)
        return cast(V, entered)

    return wrap


def who() -> Person | None:
    """Return who is signed in, None for nobody."""
    if "person" not in g:
        token = _token()
        if token:
            with site().db.read() as conn:
                g.person = sessions.person(conn, token, at=now())
        else:
            g.person = None
    return cast("Person | None", g.person)


def person() -> Person:
    """Return who is signed in, on a page that `let_in` guards."""
    found = who()
    assert found is not None
    return found


def actor() -> Actor:
    """Return who acts, for the verbs."""
    return Actor(person().worker_id)


def only_here(conn: Connection) -> None:
    """Sign whoever is here out everywhere else, such as after a new password."""
    sessions.end_others(conn, person().worker_id, _token())


def tell(words: Words, remedy: Words = "", *, tone: str = DONE) -> None:
    """Let the next page that this person sees say what came of what they did."""
    told = said(words, remedy, tone)
    write(lambda conn: sessions.say(conn, _token(), told))


def done(endpoint: str, words: Words, remedy: Words = "", **values: Any) -> AnyResponse:
    """Go on to a page that says what was done: reloading it does nothing twice."""
    tell(words, remedy)
    return on(endpoint, **values)


def on(endpoint: str, **values: Any) -> AnyResponse:
    """Go on to a page."""
    return redirect(url_for(endpoint, **values), 303)


def hear() -> dict[str, Any] | None:
    """Return what is to be told on this page, once."""
    found = who()
    if found is None or not found.said:
        return None
    write(lambda conn: sessions.say(conn, _token(), None))
    return dict(found.said)


def form_proof() -> str:
    """Return what every form of this session carries as `csrf`."""
    return hmac.new(_token().encode(), b"form", hashlib.sha256).hexdigest()


def check_form() -> None:
    """Make sure that a form came from one of our own pages.

    :raises Problem: 403, it did not, or the session changed meanwhile.
    """
    check_origin()
    given = request.form.get("csrf", "") or request.headers.get("X-CSRF", "")
    if not hmac.compare_digest(given.encode(), form_proof().encode()):
        remedy = "Go back, reload the page and do it again"
        raise Problem(403, "office.form", "This form is not of this session", remedy=remedy)


def check_origin() -> None:
    """Refuse what another site's page sends in this browser's name.

    :raises Problem: 403. Source: W3C Fetch Metadata Request Headers; RFC 6454 (Origin).
    """
    came = request.headers.get("Sec-Fetch-Site", "")
    origin = request.headers.get("Origin", "")
    is_foreign = came not in ("", "same-origin", "none")
    if is_foreign or (origin and origin != "null" and urlsplit(origin).netloc != request.host):
        remedy = "Open the page at its own address and do it there"
        raise Problem(403, "office.origin", "This came from another site", remedy=remedy)


def came_from() -> str:
    """Return the page of ours where a form was, never another site's."""
    back = urlsplit(request.form.get("back", "") or request.headers.get("Referer", ""))
    is_ours = back.netloc in ("", request.host) and back.path.startswith("/")
    if not is_ours or back.path.startswith("//"):
        return url_for("office.home")
    return back.path + (f"?{back.query}" if back.query else "")


def open_to(answer: AnyResponse, worker_id: int) -> AnyResponse:
    """Begin a session, and let the browser keep its token: no script reads it, no other site
    sends it."""
    token, at = secrets.token(32), now()
    ends = at + SESSION
    write(lambda c: sessions.begin(c, worker_id=worker_id, token=token, at=at, expires_at=ends))
    name, secure = (SECURE, True) if request.is_secure else (PLAIN, False)
    answer.set_cookie(
        name, token, max_age=SESSION, secure=secure, httponly=True, samesite="Lax", path="/"
    )
    return answer


def close(answer: AnyResponse) -> AnyResponse:
    """End this session in the database and in the browser."""
    token = _token()
    write(lambda conn: sessions.leave(conn, token))
    for name in (PLAIN, SECURE):
        answer.delete_cookie(name, secure=name == SECURE, httponly=True, samesite="Lax")
    return answer


def _token() -> str:
    return request.cookies.get(SECURE if request.is_secure else PLAIN, "")[:128]


def _to_sign_in() -> AnyResponse:
    """Send whoever is not signed in to the door, and back afterwards; a script is told instead.

    What a form was to do is not done later either: whoever sent it looks at the page again.
    """
    is_page = request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"
    if not is_page or (request.method != "GET" and not wants_page()):
        remedy = "Sign in, then do it again"
        raise Problem(401, "office.nobody", "Nobody is signed in", remedy=remedy)
    if request.method == "GET":
        return redirect(url_for("door.sign_in", then=request.full_path.rstrip("?")), 303)
    return redirect(url_for("door.sign_in", then=came_from(), over=1), 303)
