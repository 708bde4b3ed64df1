"""How often callers may ask, said in headers of each answer: per key, and per address for keys
that are wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask, Response, current_app, g, request

from wms.web.buckets import Buckets, Left
from wms.web.problems import Problem
from wms.web.site import now

EXTENSION = "wms.limits"


@dataclass(frozen=True, slots=True)
class Limits:
    """The buckets of this process: by the names of keys, and by addresses."""

    calls: Buckets
    wrong_keys: Buckets


def register(app: Flask) -> None:
    """Let `app` tell callers how many calls are left."""
    app.after_request(_tell)


def begin(app: Flask, config: Mapping[str, Any]) -> None:
    """Count the calls that `app` gets from now on, by the table [api] of the settings."""
    api = config["api"]
    wrong = api["wrong_keys_per_minute"]
    app.extensions[EXTENSION] = Limits(
        Buckets(per_minute=api["calls_per_minute"], most=api["calls_at_once"]),
        Buckets(per_minute=wrong, most=max(1, wrong)),
    )


def count_call(name: str) -> None:
    """Count a call of the key `name`.

    :raises Problem: 429 when it calls too often.
    """
    calls = _limits().calls
    left = calls.take(name, now())
    if calls.per_minute:
        g.calls_left = left
    if not left.is_allowed:
        _refuse(left, "rate.key", "This key calls too often")


def count_wrong_key() -> None:
    """Count a key that is wrong, by the address that it came from.

    :raises Problem: 429 when too many came.
    """
    left = _limits().wrong_keys.take(request.remote_addr or "", now())
    if not left.is_allowed:
        _refuse(left, "rate.address", "Too many wrong keys came from this address")


def _refuse(left: Left, code: str, title: str) -> None:
    remedy = f"Wait {left.wait_seconds} seconds, as Retry-After says, and send it again"
    raise Problem(429, code, title, remedy=remedy, retry_seconds=left.wait_seconds)


def _limits() -> Limits:
    found = current_app.extensions[EXTENSION]
    assert isinstance(found, Limits)
    return found


def _tell(response: Response) -> Response:
    left: Left | None = g.get("calls_left")
    if left is not None:
        window = _limits().calls.window_seconds
        response.headers["RateLimit-Policy"] = f'"calls";q={left.limit};w={window}'
        response.headers["RateLimit"] = f'"calls";r={left.remaining};t={left.full_seconds}'
    return response
