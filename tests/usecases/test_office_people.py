"""People on the pages: who they are, what is handed over once, and who may change any of it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from sqlalchemy import Connection, select

from tests.usecases.office import PASSWORD, Browser, a_person, signed_in, words
from tests.world import World
from wms.people import pins, queries, secrets
from wms.people.models import Worker

_SECRET = re.compile(r'class="secret">([^<]+)<')


@pytest.fixture
def office(world: World) -> Browser:
    world.worker("anna")
    return signed_in(world, "admin")


def number(world: World, login: str) -> int:
    def asked(conn: Connection) -> int:
        return conn.execute(select(Worker.id).where(Worker.login == login)).scalar_one()

    return int(world.do(asked))


def test_everybody_is_seen_with_where_they_are(office: Browser, world: World) -> None:
    world.station("HAND-1", worker="ola")
    said = words(office.get("/people"))
    assert "Ola ola worker en – HAND-1 no active" in said
    assert "Anna anna worker en – – no active" in said
    page = words(office.get(f"/people/{number(world, 'ola')}"))
    assert "Signed in at HAND-1" in page
    assert office.get("/people/999").status_code == 404


def test_somebody_is_added_and_gets_badge_pin_and_password_once(
    office: Browser, world: World
) -> None:
    given: dict[str, Any] = {
        "login": "eva",
        "name": "Eva",
        "role": "supervisor",
        "language": "en",
        "office": "1",
    }
    page = office.post("/people", follow=False, **given)
    shown = page.get_data(as_text=True)
    pin, password = _SECRET.findall(shown)
    assert (page.status_code, page.headers["Cache-Control"]) == (200, "no-store")
    assert "data:application/pdf;base64," in shown
    assert "data:image/png;base64," in shown
    assert Browser(world).sign_in("eva", password).status_code == 303
    eva = number(world, "eva")
    assert world.do(lambda c: pins.check(c, eva, pin, at=world.at)) is None
    again = office.get(f"/people/{eva}").get_data(as_text=True)
    assert (password in again, pin in again) == (False, False)
    taken = words(office.post("/people", **given, back="/people"))
    assert "eva is taken or empty" in taken


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"login": ""}, "is taken or empty"),
        ({"role": "king"}, "king is no role"),
        ({"language": "xx"}, "xx is no language"),
        ({"login": "x" * 65}, "login is too long"),
    ],
)
def test_nobody_is_added_by_halves(
    office: Browser, world: World, changed: dict[str, Any], said: str
) -> None:
    given: dict[str, Any] = {
        "login": "eva",
        "name": "Eva",
        "role": "worker",
        "language": "en",
    } | changed
    assert said in words(office.post("/people", **given, back="/people"))
    assert "Eva" not in words(office.get("/people"))


def test_a_new_badge_voids_the_old_one_and_signs_out(office: Browser, world: World) -> None:
    desk = world.station("HAND-1", worker="ola")
    old = world.badges["ola"]
    page = office.post(f"/people/{number(world, 'ola')}/badge", follow=False)
    assert "A new badge for Ola" in words(page)
    assert old not in page.get_data(as_text=True)
    with world.db.read() as conn:
        assert queries.by_badge(conn, old) is None
    assert desk.engine.current(desk.post, world.at).screen.title == "SIGN IN"


def test_a_new_pin_counts_no_misses(office: Browser, world: World) -> None:
    a_person(world, "eva", "supervisor")
    eva = number(world, "eva")
    for _ in range(3):
        world.do(lambda c: pins.check(c, eva, "0000", at=world.at))
    [pin] = _SECRET.findall(office.post(f"/people/{eva}/pin").get_data(as_text=True))
    assert world.do(lambda c: pins.check(c, eva, pin, at=world.at)) is None


def test_a_new_password_ends_the_sessions_of_the_old_one(office: Browser, world: World) -> None:
    a_person(world, "eva", "supervisor")
    eva = Browser(world)
    eva.sign_in("eva")
    address = f"/people/{number(world, 'eva')}/password"
    [password] = _SECRET.findall(office.post(address).get_data(as_text=True))
    assert eva.get("/").status_code == 303
    assert Browser(world).sign_in("eva").status_code == 422
    assert Browser(world).sign_in("eva", password).status_code == 303
    told = words(office.post(address, none="1"))
    assert "Eva cannot come in at the office any more" in told
    assert Browser(world).sign_in("eva", password).status_code == 422


def test_who_leaves_is_out_everywhere_and_may_come_back(office: Browser, world: World) -> None:
    desk = world.station("HAND-1", worker="ola")
    address = f"/people/{number(world, 'ola')}/active"
    assert "Ola cannot sign in any more" in words(office.post(address))
    desk.answer = desk.engine.current(desk.post, world.at)
    assert desk.screen.title == "SIGN IN"
    assert "was taken out of use" in desk.scan(world.badges["ola"]).message
    assert "Ola can sign in" in words(office.post(address, on="1"))
    assert desk.scan(world.badges["ola"]).title == "MENU"


def test_no_admin_locks_themselves_out(office: Browser, world: World) -> None:
    me = f"/people/{number(world, 'the-admin')}"
    forms: tuple[dict[str, Any], ...] = (
        {"path": "/active"},
        {"path": "/role", "role": "worker", "language": "en"},
        {"path": "/password", "none": "1"},
    )
    for form in forms:
        told = words(office.post(me + form.pop("path"), **form, back=me))
        assert "You cannot take your own rights away" in told
    told = words(office.post(f"{me}/role", role="admin", language="pl", back=me))
    assert "The-Admin" in told


def test_a_role_is_changed_and_a_pin_is_asked_for(office: Browser, world: World) -> None:
    address = f"/people/{number(world, 'anna')}/role"
    told = words(office.post(address, role="supervisor", language="pl"))
    assert "Anna is changed" in told
    assert "Give them a PIN" in told
    assert "none, and stations ask for it" in told
    assert "king is no role" in words(office.post(address, role="king", language="pl"))


def test_teams_are_made_limited_and_filled(office: Browser, world: World) -> None:
    world.bins("A-01")
    told = words(office.post("/people/teams", code="DAY", zone="A", work="PICK"))
    assert "DAY is a team" in told
    assert "DAY 0 A PICK" in told
    told = words(office.post("/people/teams/limits", code="DAY", zone="A"))
    assert "DAY 0 A all" in told
    back: dict[str, Any] = {"back": "/people/teams"}
    assert "ZZ is no zone" in words(office.post("/people/teams", code="X", zone="ZZ", **back))
    assert "SING is no work" in words(office.post("/people/teams", code="X", work="SING", **back))
    assert "DAY is taken" in words(office.post("/people/teams", code="DAY", **back))
    assert "NO is not known" in words(office.post("/people/teams/limits", code="NO", **back))
    anna = f"/people/{number(world, 'anna')}/teams"
    assert "Anna is in DAY" in words(office.post(anna, team="DAY"))
    assert "NO is not known" in words(office.post(anna, team="NO"))
    assert "DAY 1 A all" in words(office.get("/people/teams"))
    assert "Anna is in no team" in words(office.post(anna))


def test_a_supervisor_sees_people_and_changes_nobody(world: World) -> None:
    browser = signed_in(world, "supervisor")
    world.worker("anna")
    anna = f"/people/{number(world, 'anna')}"
    assert "New badge" not in words(browser.get(anna))
    assert browser.get("/people/teams").status_code == 200
    for verb in ("badge", "pin", "password", "active", "role", "teams"):
        assert browser.post(f"{anna}/{verb}").status_code == 403
    for path in ("/people", "/people/teams", "/people/teams/limits"):
        assert browser.post(path).status_code == 403
    worker = signed_in(world, "worker")
    assert worker.get("/people").status_code == 403
    assert worker.get(anna).status_code == 403


def test_ones_own_password_is_changed_with_the_old_one(world: World) -> None:
    mine, elsewhere = signed_in(world, "worker"), Browser(world)
    elsewhere.sign_in("the-worker")
    new = "another battery horse"
    form: dict[str, Any] = {"old": PASSWORD, "new": new, "again": new, "back": "/me"}
    assert "not the same" in words(mine.post("/me/password", **form | {"again": "x"}))
    short: dict[str, Any] = {"new": "short", "again": "short"}
    assert "has 10 to 256 characters" in words(mine.post("/me/password", **form | short))
    long: dict[str, Any] = {"new": "x" * 300, "again": "x" * 300}
    assert "has 10 to 256 characters" in words(mine.post("/me/password", **form | long))
    assert "not your password" in words(mine.post("/me/password", **form | {"old": "wrong"}))
    assert "Your password is changed" in words(mine.post("/me/password", **form))
    assert mine.get("/").status_code == 200
    assert elsewhere.get("/").status_code == 303
    assert Browser(world).sign_in("the-worker", new).status_code == 303


def test_who_guesses_the_old_password_waits(world: World) -> None:
    mine = signed_in(world, "worker")
    form: dict[str, Any] = {"old": "wrong", "new": "n" * 12, "again": "n" * 12, "back": "/me"}
    for _ in range(5):
        assert "not your password" in words(mine.post("/me/password", **form))
    told = words(mine.post("/me/password", **form | {"old": PASSWORD}))
    assert "Wait 61 seconds" in told


def test_ones_own_pin_is_changed(world: World) -> None:
    mine = signed_in(world, "supervisor")
    form: dict[str, Any] = {"old": PASSWORD, "pin": "86420", "back": "/me"}
    assert "A PIN has 4 to 12 digits" in words(mine.post("/me/pin", **form | {"pin": "12"}))
    assert "not your password" in words(mine.post("/me/pin", **form | {"old": "x"}))
    assert "Your PIN is changed" in words(mine.post("/me/pin", **form))
    me = number(world, "the-supervisor")
    assert world.do(lambda c: pins.check(c, me, "86420", at=world.at)) is None
    assert signed_in(world, "worker").post("/me/pin", **form).status_code == 403


def test_random_pins_are_digits() -> None:
    made = {secrets.digits() for _ in range(50)}
    assert all(len(pin) == 6 and pin.isdigit() for pin in made)
    assert len(made) > 40
