"""Answers of the API held against what their endpoints say of themselves."""

from __future__ import annotations

from typing import Any

from werkzeug.test import TestResponse

from tests.usecases.api import Caller
from wms.web.described import operations


def told(caller: Caller, response: TestResponse, status: int = 200) -> Any:
    """Return the JSON of an answer of `status`, which fits the model of its endpoint."""
    assert response.status_code == status, response.get_data(as_text=True)
    app = caller.client.application
    request = response.request
    endpoint, _ = app.url_map.bind("localhost").match(request.path, request.method)
    operation = operations(app).get(endpoint)
    plain = response.get_json()
    if operation is not None:
        model = operation.answers[status]
        assert model is not None
        model.model_validate(plain, strict=True)
    return plain


def seen(caller: Caller, path: str) -> Any:
    """Return what a GET of `path` answers."""
    return told(caller, caller.get(path))


def rows(caller: Caller, path: str) -> Any:
    """Return the rows of the first page of `path`."""
    return seen(caller, path)["items"]


def all_rows(caller: Caller, path: str, limit: int) -> list[Any]:
    """Return the rows of all pages of a list, `limit` a page."""
    found: list[Any] = []
    joint, after = "&" if "?" in path else "?", ""
    while True:
        page = seen(caller, f"{path}{joint}limit={limit}{after}")
        found += page["items"]
        if page["next"] is None:
            return found
        after = f"&after={page['next']}"
