"""What the API says of an endpoint, beside it: who may call it, what it takes and answers.

One decorator lets callers in (key, scope), refuses parameters that are not known, and keeps what
the OpenAPI document shows. An endpoint under /api/v1 without it fails a test.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from types import UnionType
from typing import Any, Literal, TypeVar

from flask import Flask
from pydantic import BaseModel

from wms.web import clients, given

V = TypeVar("V", bound=Callable[..., Any])
ATTRIBUTE = "wms_operation"
STATION = "station"
"""As a scope: callers are stations with their own keys, and the view proves them."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of the query; `schema` is its JSON Schema."""

    name: str
    about: str
    schema: Mapping[str, Any] = field(default_factory=lambda: {"type": "string", "maxLength": 128})
    required: bool = False


def chosen(name: str, about: str, allowed: Iterable[str]) -> Parameter:
    """Return a parameter that is empty or one of `allowed`."""
    return Parameter(name, about, {"type": "string", "enum": list(allowed)})


AFTER = Parameter(
    "after",
    "`next` of the page before; 0 begins",
    {"type": "integer", "minimum": 0, "maximum": given.MAX_ID},
)
CURSOR = Parameter(
    "after", "`next` of the page before; empty begins", {"type": "string", "maxLength": 120}
)
LIMIT = Parameter(
    "limit",
    "Rows in a page",
    {"type": "integer", "minimum": 1, "maximum": given.MAX_LIMIT, "default": 100},
)
MERCHANT = Parameter("merchant", "Only of this merchant, by its code")
PAGE = (AFTER, LIMIT, MERCHANT)
"""What every list of rows takes; see `lists.listed`."""


@dataclass(frozen=True, slots=True)
class File:
    """A body, or an answer, that is a file of one of these media types."""

    media: tuple[str, ...]
    about: str = ""


Answers = Mapping[int, type[BaseModel] | UnionType | File | None]


@dataclass(frozen=True, slots=True)
class Operation:
    """An endpoint as callers see it.

    `scope` is "area:read" or "area:write", `STATION` for what stations call, "" where no key is
    needed. `body` is a form, a union of them, or a `File`. `answers` are the models of what
    succeeds, by status; problems are the same everywhere, `refusals` are those that are special
    here. `once` takes an Idempotency-Key. `tagged` answers with an ETag: "read" takes
    If-None-Match, "write" takes If-Match.
    """

    summary: str
    scope: str
    answers: Answers
    body: Any = None
    query: tuple[Parameter, ...] = ()
    once: bool = False
    tagged: Literal["", "read", "write"] = ""
    refusals: tuple[int, ...] = ()

    @property
    def needs_key(self) -> bool:
        """Tell whether a key of another system is needed."""
        return self.scope not in ("", STATION)


def described(
    summary: str,
    *,
    scope: str,
    answers: Answers,
    body: Any = None,
    query: tuple[Parameter, ...] = (),
    once: bool = False,
    tagged: Literal["", "read", "write"] = "",
    refusals: tuple[int, ...] = (),
) -> Callable[[V], V]:
    """Describe a view, and let in only who may call it; see `Operation`."""
    operation = Operation(summary, scope, answers, body, query, once, tagged, refusals)
    names = tuple(parameter.name for parameter in query)

    def wrap(view: V) -> V:
        @wraps(view)
        def entered(*args: Any, **kwargs: Any) -> Any:
            if operation.needs_key:
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
