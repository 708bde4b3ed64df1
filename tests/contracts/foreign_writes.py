"""What a key of one merchant sends to write to what is another's: for each route that writes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from zlib import crc32

from werkzeug.test import TestResponse

from tests.usecases.api import ANNA, MUG, Caller
from wms.channels.shapes_bulk import BulkShape
from wms.web.openapi import PREFIX

FILE = "external_ref,merchant,sku,quantity,name,street,city,country\n"
ROW = "N-1,{other},{other}-MUG,1,Anna,Long 1,Warszawa,PL\n"


@dataclass(frozen=True, slots=True)
class Write:
    """A body, in which {other} is the other merchant; `media` where it is a file.

    `answers` are the statuses that are right: what is named is not known.
    """

    body: Any = None
    query: str = ""
    media: str = ""
    answers: Collection[int] = (404,)

    def send(self, key: Caller, method: str, path: str, other: str) -> TestResponse:
        """Send it to a path."""
        whole = path + self.query.replace("{other}", other)
        body = _of(self.body, other)
        headers = {"Idempotency-Key": f"{method} {whole} {other} {crc32(str(body).encode())}"[:128]}
        if self.media:
            given = {"data": body, "content_type": self.media}
            return key.raw(method, whole, headers=headers, **given)
        return key.raw(method, whole, headers=headers, **({} if body is None else {"json": body}))

    def check(self, told: Mapping[str, Any]) -> None:
        """Make sure that of many rows none was taken."""
        if "rows" in told:
            found = BulkShape.model_validate(told)
            assert {row.outcome for row in found.rows} == {"refused"}


def _of(body: Any, other: str) -> Any:
    """Return a body with the other merchant's name."""
    if isinstance(body, dict):
        return {name: _of(value, other) for name, value in body.items()}
    if isinstance(body, list):
        return [_of(value, other) for value in body]
    return body.replace("{other}", other) if isinstance(body, str) else body


LINES = [{"sku": "{other}-MUG", "quantity": 1}]
NEW = {"external_ref": "N-1", "lines": LINES}
ORDER = NEW | {"recipient": ANNA}
NAMED = {"merchant": "{other}"}
ITEM = MUG | NAMED | {"sku": "NEW", "gtin": ""}
HOOK = {"url": "http://127.0.0.1:9/x", "merchant": "{other}"}
RETURN = {"external_ref": "N-1", "order": "{other}-S", "lines": LINES}
PILE = {"location": "A-01", "merchant": "{other}", "sku": "{other}-MUG", "lot": "{other}-LOT"}
REFUSED, MANY = (422,), (200,)
_WRITES: Mapping[tuple[str, str], tuple[Write, ...]] = {
    ("POST", "/items"): (Write(ITEM, answers=REFUSED),),
    ("POST", "/items/bulk"): (Write({"rows": [ITEM]}, answers=MANY),),
    ("POST", "/asns"): (Write(NEW, answers=REFUSED), Write(NEW | NAMED, answers=REFUSED)),
    ("POST", "/asns/bulk"): (Write({"rows": [NEW, NEW | NAMED]}, answers=MANY),),
    ("POST", "/orders"): (Write(ORDER, answers=REFUSED), Write(ORDER | NAMED, answers=REFUSED)),
    ("POST", "/orders/bulk"): (Write({"rows": [ORDER, ORDER | NAMED]}, answers=MANY),),
    ("POST", "/orders/cancel/bulk"): (
        Write({"rows": [{"order": "{other}-1"}, {"order": "{other}-3"}]}, answers=MANY),
    ),
    ("PUT", "/orders/<path:reference>"): (Write(ORDER),),
    ("POST", "/orders/<path:reference>/cancel"): (Write({}),),
    ("POST", "/orders/<path:reference>/urgent"): (Write({}),),
    ("POST", "/shipments/<sscc>/label"): (
        Write("^XA^XZ", "?carrier=SWIFT&tracking_number=X1", media="application/zpl"),
    ),
    ("POST", "/manifests/<reference>/close"): (Write({}),),
    ("POST", "/returns"): (Write(RETURN, answers=REFUSED),),
    ("POST", "/imports"): (
        Write(FILE + ROW, "?kind=orders&format=shopify&merchant={other}", "text/csv", REFUSED),
    ),
    ("POST", "/holds"): (Write(PILE | {"quantity": 1, "reason": "damaged"}),),
    ("POST", "/holds/<number>/free"): (Write({}),),
    ("POST", "/stock/adjustments"): (Write(PILE | {"pieces": -1, "reason": "LOST"}),),
    ("POST", "/counts"): (Write({"bins": ["A-01"]}),),
    ("POST", "/counts/<number>/approve"): (Write({}),),
    ("POST", "/waves"): (Write({"orders": ["{other}-3"]}),),
    ("POST", "/waves/preview"): (Write({"orders": ["{other}-3"]}),),
    ("POST", "/waves/<reference>/release"): (Write({}),),
    ("POST", "/waves/<reference>/unrelease"): (Write({}),),
    ("POST", "/waves/<reference>/cancel"): (Write({}),),
    ("POST", "/clusters/<reference>/reassign"): (Write({"worker": ""}),),
    ("POST", "/webhooks"): (Write(HOOK, answers=REFUSED),),
    ("PATCH", "/webhooks/<webhook>"): (Write({"active": False}),),
    ("DELETE", "/webhooks/<webhook>"): (Write(),),
    ("POST", "/webhooks/<webhook>/secret"): (Write({}),),
    ("POST", "/webhooks/<webhook>/test"): (Write(),),
    ("POST", "/webhooks/<webhook>/retry"): (Write(),),
    ("POST", "/webhooks/<webhook>/dead-letters/<letter>/retry"): (Write(),),
}
WRITES = {(method, PREFIX + path): written for (method, path), written in _WRITES.items()}
"""By method and rule; where only keys of the site are let in, the answer is 403."""
