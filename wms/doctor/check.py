"""One check: what was looked at, how it is, what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

OK, WARNING, FAULT = "ok", "warning", "fault"
LEVELS = (OK, WARNING, FAULT)


@dataclass(frozen=True, slots=True)
class Check:
    """`said` is one line; a warning or a fault has a `remedy`."""

    name: str
    level: str
    said: str
    remedy: str = ""


def ok(name: str, said: str) -> Check:
    """Say that something is well."""
    return Check(name, OK, said)


def warning(name: str, said: str, remedy: str) -> Check:
    """Say that something works, but should not stay as it is."""
    return Check(name, WARNING, said, remedy)


def fault(name: str, said: str, remedy: str) -> Check:
    """Say that something does not work."""
    return Check(name, FAULT, said, remedy)


def worst(checks: Iterable[Check]) -> int:
    """Return 0 when all is well, 1 with a warning, 2 with a fault."""
    return max((LEVELS.index(check.level) for check in checks), default=0)
