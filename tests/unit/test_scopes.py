"""What keys may do: roles are sets of scopes, and explicit scopes take their place."""

from __future__ import annotations

import pytest

from wms.people.scopes import ADMIN, KEY_ROLES, SCOPES, enough, scopes


def test_an_admin_may_do_everything() -> None:
    assert scopes(ADMIN) == frozenset(SCOPES)


def test_explicit_scopes_take_the_place_of_the_role() -> None:
    assert scopes(ADMIN, ["orders:read"]) == {"orders:read"}


def test_a_reader_writes_nothing() -> None:
    assert not any(scope.endswith(":write") for scope in scopes("reader"))


@pytest.mark.parametrize("role", [role for role in KEY_ROLES if role != ADMIN])
def test_only_an_admin_sees_what_people_said_at_stations(role: str) -> None:
    assert "stations:read" not in scopes(role)


@pytest.mark.parametrize("scope", SCOPES)
def test_every_scope_is_in_some_role_and_the_narrowest_is_named_first(scope: str) -> None:
    able = enough(scope)
    assert able[-1] == ADMIN
    assert [len(KEY_ROLES[role]) for role in able] == sorted(len(KEY_ROLES[r]) for r in able)


def test_a_role_that_is_not_known_may_do_nothing() -> None:
    assert scopes("nobody") == frozenset()
