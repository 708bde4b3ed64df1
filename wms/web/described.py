"""What the API says of an endpoint, beside it: who may call it, what it takes and answers.

One decorator lets callers in (key, scope), refuses parameters that are not known, and keeps what
the OpenAPI document shows. An endpoint under /api/v1 without it fails a test.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, TypeVar

from flask import Flask
from pydantic import BaseModel

from wms.web import clients, given

V = TypeVar("V", bound=Callable[..., Any])
ATTRIBUTE = "wms_operation"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of the query; `schema` is its JSON Schema."""

    name: str
    about: str
    schema: Mapping[str, Any] = field(default_factory=lambda: {"type": "string", "maxLength": 128})


@dataclass(frozen=True, slots=True)
class Operation:
    """An endpoint as callers see it.

    `scope` is "area:read" or "area:write", "" where no key is needed. `answers` are the models of
    what succeeds, by status; problems are the same everywhere. `once` takes an Idempotency-Key.
    """

    summary: str
    scope: str
    answers: Mapping[int, type[BaseModel] | None]
    body: Any = None
    query: tuple[Parameter, ...] = ()
    once: bool = False


def described(
    summary: str,
    *,
    scope: str,
    answers: Mapping[int, type[BaseModel] | None],
    body: Any = None,
    query: tuple[Parameter, ...] = (),
    once: bool = False,
) -> Callable[[V], V]:
    """Describe a view, and let in only who may call it; see `Operation`."""
    operation = Operation(summary, scope, answers, body, query, once)
    names = tuple(parameter.name for parameter in query)

    def wrap(view: V) -> V:
        @wraps(view)
        def entered(*args: Any, **kwargs: Any) -> Any:
            if scope:
                clients.allow(scope)
            given.only(*names)
            return view(*args, **kwargs)

        setattr(entered, ATTRIBUTE, operation)
        return entered  # type: ignore[return-value]

    return wrap


def operations(app: Flask) -> dict[str, Operation]:
    """Return what is described, by the name of its Flask endpoint."""
    found = {name: getattr(view, ATTRIBUTE, None) for name, view in app.view_functions.items()}
    return {name: operation for name, operation in found.items() if operation is not None}
