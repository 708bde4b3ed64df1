"""What is said to whoever holds goods of an order that was cancelled meanwhile."""

from __future__ import annotations

from wms.errors import Refused
from wms.text import T


def refusal(order: str) -> Refused:
    """Return the refusal of work on a cancelled order's goods."""
    return Refused(
        "orders.cancelled",
        T("Order {order} was cancelled", order=order),
        T("Put the goods aside for put away"),
    )
