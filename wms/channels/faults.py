"""What is wrong with what somebody sent: every reason at once, each with its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from wms.errors import Refused

M = TypeVar("M", bound=BaseModel)
Where = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """`where` leads to the value: ("lines", 2, "sku")."""

    where: Where
    code: str
    reason: str
    remedy: str = ""

    @property
    def field(self) -> str:
        """Return the place in one word: `lines.2.sku`."""
        return ".".join(str(part) for part in self.where)


class Faulty(Exception):  # noqa: N818  (an answer, not a bug)
    """A form cannot be taken. `is_malformed` tells that it was not understood at all."""

    def __init__(self, faults: Sequence[Fault], *, is_malformed: bool = False) -> None:
        super().__init__("; ".join(f"{fault.field}: {fault.reason}" for fault in faults))
        self.faults = tuple(faults)
        self.is_malformed = is_malformed


def refused(refusal: Refused, *before: str | int) -> Fault:
    """Return a refusal as a fault at `before` and the refusal's own field."""
    where = (*before, refusal.field) if refusal.field else before
    return Fault(where, refusal.code, str(refusal.text), str(refusal.remedy))


def read(form: type[M], plain: Mapping[str, Any]) -> M:
    """Return `plain` as the form.

    :raises Faulty: with everything that is wrong with it.
    """
    try:
        return form.model_validate(plain)
    except ValidationError as error:
        found = _without_echoes(error.errors(include_url=False, include_input=False))
        raise Faulty([_fault(e) for e in found], is_malformed=True) from None


def _without_echoes(errors: Sequence[Any]) -> list[Any]:
    """Leave out that a list is too short because its only entry is wrong: that is said already."""
    places = [tuple(error["loc"]) for error in errors]

    def is_echo(error: Any) -> bool:
        place = tuple(error["loc"])
        return error["type"] == "too_short" and any(
            len(other) > len(place) and other[: len(place)] == place for other in places
        )

    return [error for error in errors if not is_echo(error)]


_WORDS: Mapping[str, str] = {
    "missing": "is missing",
    "extra_forbidden": "is not known here",
    "greater_than_equal": "at least {ge} is needed",
    "less_than_equal": "at most {le} is allowed",
    "string_too_long": "at most {max_length} characters are allowed",
    "string_too_short": "is empty or too short: at least {min_length}",
    "too_long": "is too long: at most {max_length}",
    "too_short": "is too short: at least {min_length}",
    "string_type": "a text is needed",
    "string_unicode": "holds a character that no text can hold",
    "string_pattern_mismatch": "has not the form {pattern}",
    "tuple_type": "a list is needed",
    "model_type": "an object is needed",
}


def _fault(error: Any) -> Fault:
    words = _WORDS.get(error["type"])
    reason = words.format(**error.get("ctx", {})) if words else str(error["msg"])
    return Fault(tuple(error["loc"]), "malformed", reason.removeprefix("Value error, "))
