"""To whom an order goes."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Recipient:
    """A postal address and how to reach the person; `country` is ISO 3166 alpha-2."""

    name: str
    street: tuple[str, ...] = ()
    postal_code: str = ""
    city: str = ""
    region: str = ""
    country: str = ""
    phone: str = ""
    email: str = ""

    def plain(self) -> dict[str, Any]:
        """Return the address as JSON-ready data."""
        return asdict(self) | {"street": list(self.street)}
