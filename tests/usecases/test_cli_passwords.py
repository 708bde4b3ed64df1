"""wms user password: what opens the office pages."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest

from tests.usecases.conftest import Run
from wms.people.sign_in import candidate, is_right


def opens(run: Run, login: str, password: str) -> bool:
    from wms.cli.opened import database
    from wms.clock import utc_now

    with database() as db, db.read() as conn:
        return is_right(candidate(conn, login=login, address="", at=utc_now()), password)


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    return lambda text: monkeypatch.setattr("sys.stdin", io.StringIO(text))


def test_a_password_is_read_from_a_pipe(site: Run, typed: Callable[[str], None]) -> None:
    site("user", "add", "eva")
    typed("correct horse battery\n")
    assert site("user", "password", "eva")[:2] == (0, "eva has a new password\n")
    assert opens(site, "eva", "correct horse battery")
    assert not opens(site, "eva", "")


def test_one_that_is_made_is_shown_once_and_one_can_be_taken_away(site: Run) -> None:
    site("user", "add", "eva")
    code, out, _ = site("user", "password", "eva", "--generate")
    assert (code, len(out.strip())) == (0, 20)
    assert opens(site, "eva", out.strip())
    assert site("user", "password", "eva", "--none")[0] == 0
    assert not opens(site, "eva", out.strip())


def test_short_ones_and_strangers_are_refused(site: Run, typed: Callable[[str], None]) -> None:
    site("user", "add", "eva")
    typed("short\n")
    code, _, said = site("user", "password", "eva")
    assert (code, said) == (
        2,
        "wms: A password has 10 to 256 characters. Several words make a good one\n",
    )
    assert "not known" in site("user", "password", "ola", "--generate")[2]
