"""Every page and form beside the API with everybody who may come by: each gets the answer that is
written down."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta

import pytest
from werkzeug.routing import Rule

from tests.contracts.office_table import AWAY, HERE, LET_IN, OUT, PAGES, ROLES, expected
from tests.usecases.office import Browser, a_person, signed_in
from tests.world import World
from wms.db import Database
from wms.people import renew
from wms.web.office import door
from wms.web.openapi import PREFIX

Route = tuple[str, str]
STATUSES = (200, 303, 304, 404, 422)


@pytest.fixture
def world(sqlite_db: Database) -> World:
    return World(sqlite_db)


def _rules(browser: Browser) -> Mapping[Route, Rule]:
    """Return the rules by method and path; where one signs out comes last."""
    found = {
        (method, rule.rule): rule
        for rule in browser.client.application.url_map.iter_rules()
        if not rule.rule.startswith(PREFIX)
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    }
    return dict(sorted(found.items(), key=lambda one: (one[0][1] == "/sign-out", one[0])))


def _people(world: World) -> Mapping[str, Browser]:
    """Return the browsers of everybody who may come by."""
    found = {"nobody": Browser(world)}
    for login in ("late", "gone"):
        a_person(world, login, "admin")
        found[login] = Browser(world)
    found["late"].sign_in("late")
    world.at += door.SESSION + timedelta(seconds=1)
    found["gone"].sign_in("gone")
    assert found["gone"].get("/").status_code == 200
    world.do(lambda conn: renew.set_active(conn, "gone", is_active=False))
    return found | {role: signed_in(world, role) for role in ROLES}


def _answer(browser: Browser, route: Route, proof: str) -> int | str:
    """Return what came, as `expected` says it."""
    method, path = route
    headers = {"Accept": "text/html", "Sec-Fetch-Mode": "navigate"}
    given = {"data": {"csrf": proof}} if method == "POST" and proof else {}
    filled = re.sub("<[^>]*>", "7", path)
    with browser.client.open(filled, method=method, headers=headers, **given) as answer:
        if answer.status_code == 303 and answer.location.startswith("/sign-in?"):
            return AWAY
        return LET_IN if answer.status_code in STATUSES else answer.status_code


def test_every_page_and_form_is_written_down_and_no_other(world: World) -> None:
    rules = _rules(Browser(world))
    assert sorted(rules) == sorted(PAGES)


def test_every_view_lets_in_whom_the_table_names(world: World) -> None:
    """And what has no role in the table has no view that asks for one."""
    browser = Browser(world)
    views = browser.client.application.view_functions
    for route, rule in _rules(browser).items():
        wanted = PAGES[route] if PAGES[route] in ROLES else None
        assert getattr(views[rule.endpoint], door.ROLE, None) == wanted, route


def test_everybody_gets_the_answer_that_is_written_down(world: World) -> None:
    for caller, browser in _people(world).items():
        proof = browser.proof()
        assert bool(proof) == (caller not in OUT)
        for route in _rules(browser):
            if route[0] == "POST":
                bare = expected(route, caller, with_proof=False)
                assert _answer(browser, route, "") == bare, (route, caller, "without proof")
            assert _answer(browser, route, proof) == expected(route, caller), (route, caller)


def test_a_script_of_nobody_is_told_and_not_sent_to_the_door(world: World) -> None:
    browser = Browser(world)
    for route, rule in PAGES.items():
        if rule in ROLES:
            path = re.sub("<[^>]*>", "7", route[1])
            asked = browser.client.open(path, method=route[0], headers={"Sec-Fetch-Mode": "cors"})
            assert asked.status_code == 401, route


def test_what_is_for_this_machine_is_refused_elsewhere(world: World) -> None:
    assert HERE in PAGES.values()
    away = Browser(world, "10.0.0.9")
    for (method, path), rule in PAGES.items():
        if rule == HERE:
            assert away.client.open(path, method=method).status_code == 403
