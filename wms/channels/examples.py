"""Bodies as other systems send them, for those who read how; tests hold them against the forms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

ITEM: Mapping[str, Any] = {
    "merchant": "SHOP",
    "sku": "MUG",
    "name": "Mug, white",
    "gtin": "5901234123457",
    "length_mm": 100,
    "width_mm": 80,
    "height_mm": 60,
    "weight_grams": 300,
    "packs": [{"gtin": "15901234123454", "pieces": 12}],
}
ASN: Mapping[str, Any] = {
    "merchant": "SHOP",
    "external_ref": "PO-1042",
    "expected_on": "2026-04-01",
    "lines": [{"line_no": 1, "sku": "MUG", "quantity": 120}],
}
ORDER: Mapping[str, Any] = {
    "merchant": "SHOP",
    "external_ref": "1001",
    "recipient": {
        "name": "Anna Nowak",
        "street": ["ul. Długa 5"],
        "postal_code": "00-238",
        "city": "Warszawa",
        "country": "PL",
        "phone": "+48 600 100 200",
    },
    "ship_by": "2026-04-01T15:00:00+02:00",
    "lines": [{"sku": "MUG", "quantity": 2}],
}
RMA: Mapping[str, Any] = {
    "external_ref": "R-77",
    "order": "1001",
    "reason": "too small",
    "lines": [{"sku": "MUG", "quantity": 1}],
}
PILE: Mapping[str, Any] = {"location": "A-01-1", "merchant": "SHOP", "sku": "MUG", "lot": "L7"}
EXAMPLES: Mapping[str, Mapping[str, Any]] = {
    "ItemForm": ITEM,
    "AsnForm": ASN,
    "OrderForm": ORDER,
    "RmaForm": RMA,
    "CancelForm": {"reason": "the customer changed their mind"},
    "PairForm": {"code": "3-K7QM2X", "key": "q1m8Zr0c5tYb3nWv7xKd2pLs9hGf4jAe"},
    "EventForm": {
        "id": "6f1c1b8e-5d0b-4a53-9a8e-0f6f1d8f2c11",
        "after": "",
        "screen_no": 1,
        "occurred_at": "2026-04-01T08:00:00+00:00",
        "input": {"kind": "scan", "text": "5901234123457", "symbology": "]E0"},
    },
    "ReportForm": {"state": "confirmed", "detail": ""},
    "ItemsForm": {"rows": [ITEM]},
    "AsnsForm": {"rows": [ASN]},
    "OrdersForm": {"rows": [ORDER]},
    "CancelsForm": {"rows": [{"order": "1001", "reason": "the customer changed their mind"}]},
    "HoldForm": {**PILE, "quantity": 3, "reason": "damaged"},
    "AdjustForm": {**PILE, "pieces": -1, "reason": "LOST"},
    "FreeForm": {"quantity": 2},
    "CountForm": {"zones": ["A"], "days_since": 90, "at_most": 50},
    "WaveForm": {"template": "", "orders": ["1001", "1002"]},
    "WorkerForm": {"worker": "anna"},
    "Nothing": {},
    "CloseOutForm": {"only_loaded": True},
    "WebhookForm": {
        "url": "https://shop.example.com/hooks/wms",
        "types": ["order.*"],
        "note": "the shop's own",
    },
    "WebhookChangeForm": {"active": False},
    "SecretForm": {"secret": ""},
}
"""By the name of the form."""
