"""What the shop sells, and what its customers order."""

from __future__ import annotations

from typing import Any

Plain = dict[str, Any]


def _item(sku: str, name: str, gtin: str, grams: int) -> Plain:
    sizes = {"length_mm": 100, "width_mm": 80, "height_mm": 60}
    return {"sku": sku, "name": name, "gtin": gtin, "weight_grams": grams, **sizes}


ITEMS = [
    _item("MUG", "Mug, white", "5901234123457", 300),
    _item("CAP", "Cap, blue", "9501101530010", 90),
    _item("PEN", "Pen", "9501101530003", 20),
    _item("HAT", "Hat, with a wrong check digit", "9501101530021", 120),
]


def order(name: str, pieces: dict[str, int], **more: Any) -> Plain:
    """Return an order as the warehouse takes it."""
    to = {"name": "Jan Kos", "street": ["ul. Prosta 1"], "postal_code": "00-001"}
    to |= {"city": "Warszawa", "country": "PL"}
    lines = [{"sku": sku, "quantity": n} for sku, n in pieces.items()]
    return {"external_ref": name, "recipient": to, "lines": lines} | more


def shopify(*orders: tuple[str, str, int]) -> Plain:
    """Return orders of (name, SKU, pieces) as Shopify sends them."""
    to = {"name": "Ola Lis", "address1": "Dock Road 7", "zip": "00-002", "city": "Łódź"}
    to |= {"country_code": "PL"}
    return {
        "orders": [
            {
                "id": 450789469 + n,
                "name": name,
                "financial_status": "paid",
                "shipping_address": to,
                "line_items": [{"id": 1, "sku": sku, "quantity": pieces, "title": sku}],
            }
            for n, (name, sku, pieces) in enumerate(orders)
        ]
    }
