"""What was noted about an order beside its counters, in words for other systems."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Plain = dict[str, Any]
FIELDS = {"carrier_code": "carrier"}
"""Fields of an order that are called otherwise over the API."""


def note(row: Any) -> Plain:
    """Return a note: its kind, when it was made, and what it says."""
    noted_at = row.noted_at.isoformat()
    return {"kind": row.kind, "noted_at": noted_at, "words": words(row.kind, row.about)}


def words(kind: str, about: Mapping[str, Any]) -> str:
    """Return a note in one sentence; of a kind that is not known here, its kind."""
    match kind:
        case "changed":
            return _changed(about)
        case "missing":
            return (
                f"{about['pieces']} pieces were missing at the bench (parcel {about['parcel']}),"
                f" {about['fetched']} of them are picked anew"
            )
        case "found":
            return f"{about['pieces']} pieces of {about['sku']} were found after all, and are added"
        case "found_late":
            return f"{about['pieces']} pieces of {about['sku']} were found too late"
        case _:
            return kind


def _changed(about: Mapping[str, Any]) -> str:
    parts = [FIELDS.get(name, name) for name in about["fields"]]
    if about["lines"]:
        parts.append(f"{about['lines']} lines")
    label = f"; {about['parcels']} labels are void" if about["parcels"] else ""
    return f"The order was changed: {', '.join(parts)}{label}"
