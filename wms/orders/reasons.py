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


def remedy(status: str, reason: str) -> Words:
    """Say what helps an order of `status` on; "" where nothing stands in its way."""
    match reason.partition(" ")[0]:
        case "no_stock" | "short" if status == "waiting":
            return T("It goes on by itself when stock comes. Announce a delivery, or change it")
        case "replenish" if status == "allocated":
            return T("It goes on by itself when the pick face is filled")
        case "cancelled":
            return T("Send it as a new order")
        case _:
            return ""
