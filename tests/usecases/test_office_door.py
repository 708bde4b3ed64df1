"""Who comes in at the office, who does not, and what another site's page cannot do."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.usecases.office import PASSWORD, Browser, a_person, signed_in, words
from tests.world import World
from wms.people import renew, sessions, sign_in
from wms.people.queries import by_badge


@pytest.fixture
def browser(world: World) -> Browser:
    a_person(world, "eva", "supervisor")
    return Browser(world)


def test_a_stranger_is_asked_to_sign_in_and_comes_back_to_the_page(browser: Browser) -> None:
    asked = browser.get("/?x=1")
    assert asked.status_code == 303
    assert asked.location == "/sign-in?then=/?x%3D1"
    let_in = browser.sign_in("eva", then="/?x=1")
    assert (let_in.status_code, let_in.location) == (303, "/?x=1")
    assert "Overview" in words(browser.get("/"))


@pytest.mark.parametrize(
    "then", ["//evil.example", "https://evil.example", "/\\evil", "javascript:x"]
)
def test_the_door_leads_to_no_other_site(browser: Browser, then: str) -> None:
    assert browser.sign_in("eva", then=then).location == "/"


def test_a_wrong_password_and_a_wrong_login_get_the_same_answer(browser: Browser) -> None:
    answers = [browser.sign_in("eva", "wrong"), browser.sign_in("nobody", "wrong")]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert "Login or password is wrong" in words(answers[0])
    assert words(answers[0]) == words(answers[1])


def test_who_guesses_waits_and_the_right_password_too(browser: Browser, world: World) -> None:
    for _ in range(sign_in.FREE_TRIES):
        assert browser.sign_in("eva", "wrong").status_code == 422
    assert "Wait 61 seconds" in words(browser.sign_in("eva"))
    world.at += timedelta(seconds=61)
    assert browser.sign_in("eva", "wrong").status_code == 422
    world.at += timedelta(seconds=61)
    assert browser.sign_in("eva").status_code == 429, "the second pause is twice as long"
    world.at += timedelta(seconds=61)
    assert browser.sign_in("eva").status_code == 303
    assert Browser(world).sign_in("eva", "wrong").status_code == 422, "misses are forgotten"


def test_an_address_that_tries_many_logins_waits(browser: Browser, world: World) -> None:
    for n in range(sign_in.FREE_TRIES_OF_ADDRESS):
        browser.sign_in(f"login-{n}", "wrong")
    assert browser.sign_in("eva").status_code == 429
    assert Browser(world, "10.0.0.9").sign_in("eva").status_code == 303


def test_the_cookie_is_read_by_no_script_and_safe_behind_tls(browser: Browser) -> None:
    cookie = browser.sign_in("eva").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    secure = browser.client.post(
        "/sign-in", data={"login": "eva", "password": PASSWORD}, base_url="https://wms.example"
    )
    cookie = secure.headers["Set-Cookie"]
    assert cookie.startswith("__Host-wms-session=")
    assert "Secure" in cookie
    assert "Strict-Transport-Security" in secure.headers


def test_who_signs_out_or_leaves_is_out_at_once(world: World) -> None:
    browser = signed_in(world)
    assert browser.get("/").status_code == 200
    browser.post("/sign-out")
    assert browser.get("/").status_code == 303
    other = signed_in(world, "admin")
    world.do(lambda conn: renew.set_active(conn, "the-admin", is_active=False))
    assert other.get("/").status_code == 303


def test_a_session_ends_with_the_day(world: World) -> None:
    browser = signed_in(world)
    world.at += timedelta(hours=11, minutes=59)
    assert browser.get("/").status_code == 200
    world.at += timedelta(minutes=1)
    assert browser.get("/").status_code == 303


def test_no_forged_form_does_anything(world: World) -> None:
    browser = signed_in(world)
    for given in ({"csrf": ""}, {"csrf": "0" * 64}):
        assert browser.post("/language", language="pl", **given).status_code == 403
    data = {"csrf": browser.proof(), "language": "pl"}
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        answer = browser.client.post("/language", data=data, headers=headers)
        assert answer.status_code == 403
    assert "Sign out" in words(browser.get("/")), "nothing was changed"
    assert (
        browser.client.post("/sign-in", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    )


def test_pages_speak_the_language_of_who_reads_them(world: World) -> None:
    browser = signed_in(world)
    assert "Wyloguj" in words(browser.post("/language", language="pl"))
    assert browser.post("/language", language="xx").status_code == 422
    stranger = Browser(world).get("/sign-in", headers={"Accept-Language": "pl"})
    assert 'lang="pl"' in stranger.get_data(as_text=True)


def test_colours_are_chosen_and_left_to_the_device_again(world: World) -> None:
    browser = signed_in(world)
    assert 'data-theme="dark"' in browser.post("/theme", theme="dark").get_data(as_text=True)
    assert "data-theme" not in browser.post("/theme", theme="").get_data(as_text=True)


def test_every_page_is_closed_to_foreign_code(world: World) -> None:
    browser = signed_in(world)
    for path in ("/", "/sign-in", "/no-such-page"):
        policy = browser.get(path).headers["Content-Security-Policy"] if path != "/sign-in" else ""
        assert "unsafe" not in policy
        assert not policy or "default-src 'none'" in policy
    page = browser.get("/").get_data(as_text=True)
    assert "<style" not in page
    assert " style=" not in page
    assert "http" not in page.replace("http-equiv", "")


def test_what_is_not_there_is_said_on_a_page(world: World) -> None:
    found = signed_in(world).get("/no-such-page")
    assert found.status_code == 404
    assert found.mimetype == "text/html"
    assert "There is no such page Look at the address" in words(found)


def test_what_is_not_there_is_said_in_the_language_of_who_reads(world: World) -> None:
    world.item("MUG")
    browser = signed_in(world, language="pl")
    assert "Nie ma takiej strony" in words(browser.get("/no-such-page"))
    gone = words(browser.get("/orders/NO-1"))
    assert "Nie znaleziono" in gone
    assert "Nie ma zamówienia NO-1 Poszukaj wśród wszystkich zamówień" in gone


def test_a_person_without_a_password_stays_out(world: World) -> None:
    world.worker("ola")
    browser = Browser(world)
    assert browser.sign_in("ola", "").status_code == 422
    assert browser.sign_in("ola", "anything at all").status_code == 422
    with world.db.read() as conn:
        number = by_badge(conn, world.badges["ola"])
    assert number is not None
    world.do(lambda c: sign_in.set_password(c, worker_id=number.id, password=PASSWORD))
    assert browser.sign_in("ola").status_code == 303
    world.do(lambda conn: sessions.end_all(conn, number.id))
    assert browser.get("/").status_code == 303
