"""What the web says when something cannot be done."""

from __future__ import annotations

import sqlite3
from typing import Any

import psycopg.errors
import pytest
from flask import Flask
from sqlalchemy.exc import (
    DataError,
    IntegrityError,
    InterfaceError,
    OperationalError,
    SQLAlchemyError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeout

from wms.channels.faults import Fault, Faulty
from wms.errors import Refused
from wms.text import T
from wms.web import problems


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (OperationalError("", {}, sqlite3.OperationalError("database or disk is full")), 507),
        (OperationalError("", {}, sqlite3.OperationalError("database is locked")), 503),
        (OperationalError("", {}, sqlite3.OperationalError("unable to open database file")), 503),
        (OperationalError("", {}, psycopg.errors.DiskFull("no space left on device")), 507),
        (OperationalError("", {}, psycopg.errors.AdminShutdown("terminating")), 503),
        (OperationalError("", {}, psycopg.OperationalError("connection refused")), 503),
        (
            InterfaceError("", {}, psycopg.InterfaceError("closed"), connection_invalidated=True),
            503,
        ),
        (PoolTimeout("QueuePool limit"), 503),
        (IntegrityError("", {}, sqlite3.IntegrityError("UNIQUE constraint failed: a.b")), 409),
        (DataError("", {}, psycopg.errors.NumericValueOutOfRange("integer out of range")), 500),
    ],
)
def test_trouble_with_the_database_says_whether_trying_again_helps(
    error: SQLAlchemyError, status: int
) -> None:
    problem = problems.of_database(error)
    assert problem.status == status
    assert "sqlite" not in problem.detail.lower()


def test_a_refusal_keeps_its_code_words_remedy_and_field() -> None:
    app = Flask("test")
    refusal = Refused("a.unknown", T("No {x}", x="A"), T("Do this"), field="x")
    for method, status in (("GET", 404), ("POST", 422)):
        with app.test_request_context("/", method=method):
            response = problems.answer(problems.of_refusal(refusal))
        plain: Any = response.get_json()
        assert response.status_code == plain["status"] == status
        assert plain["type"].endswith("a.unknown")
        assert (plain["detail"], plain["remedy"], plain["field"]) == ("No A", "Do this", "x")


def test_a_form_with_faults_lists_them_all() -> None:
    faulty = Faulty([Fault(("lines", 2, "sku"), "c", "is odd"), Fault((), "d", "is empty")])
    problem = problems.of_faulty(faulty)
    assert (problem.status, problem.detail) == (422, "lines.2.sku: is odd")
    assert [e.field for e in problem.errors] == ["lines.2.sku", ""]


def test_a_bug_is_logged_and_says_nothing_of_itself(caplog: pytest.LogCaptureFixture) -> None:
    app = Flask("test")
    problems.register(app)

    @app.get("/")
    def broken() -> str:
        raise RuntimeError("secret words")

    response = app.test_client().get("/")
    assert response.status_code == 500
    assert b"secret" not in response.data
    assert "secret words" in caplog.text
