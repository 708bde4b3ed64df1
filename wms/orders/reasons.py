"""Why an order waits, in words. The stored form is a code and what it is about."""

from __future__ import annotations

from wms.text import T, Words

FAR = "replenish"
"""Code of the reason of orders whose pieces must be brought to a pick face first."""


def far(sku: str, face: str) -> str:
    """Return the stored reason of an order that waits until `sku` is brought to `face`."""
    return f"{FAR} {face} {sku}"[:64]


def words(reason: str) -> Words:
    """Return the sentence for a stored reason; an unknown one is shown as it is."""
    code, _, about = reason.partition(" ")
    match code:
        case "":
            return ""
        case "no_stock" if about:
            return T("There is not enough free stock of {sku}", sku=about)
        case "no_stock":
            return T("There is not enough free stock")
        case "cancelled" if about:
            return T("Cancelled: {why}", why=about)
        case "replenish":
            face, _, sku = about.partition(" ")
            return T("Waits for replenishment of {sku} to bin {bin}", sku=sku, bin=face)
        case "short":
            return T("{sku} was not found in its bin and there is no other", sku=about)
        case _:
            return reason
