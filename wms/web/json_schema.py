"""JSON Schema as other tools know it, from what pydantic makes of forms and shapes. Pure.

Bounds of values that are read in our own way come out under pydantic's names, and every field
gets a title that says no more than its name.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_NAMES = {
    "ge": "minimum",
    "le": "maximum",
    "gt": "exclusiveMinimum",
    "lt": "exclusiveMaximum",
    "max_length": "maxLength",
    "min_length": "minLength",
}
_OF_LISTS = {"maxLength": "maxItems", "minLength": "minItems"}
_LISTS = ("anyOf", "oneOf", "allOf", "prefixItems")


def standard(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return the same schema in the words of the standard."""
    found = {_NAMES.get(name, name): value for name, value in schema.items() if name != "title"}
    if found.get("type") == "array":
        found = {_OF_LISTS.get(name, name): value for name, value in found.items()}
    for name in _LISTS:
        if name in found:
            found[name] = [standard(each) for each in found[name]]
    if isinstance(found.get("items"), Mapping):
        found["items"] = standard(found["items"])
    if "properties" in found:
        properties = found["properties"].items()
        found["properties"] = {name: standard(each) for name, each in properties}
    return found
