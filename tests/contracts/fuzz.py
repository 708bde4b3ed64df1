"""Calls that are made up from the OpenAPI document, on a house that holds something of each kind.

Two kinds take turns: what the document allows, with names that are known here put where names
stand, so that real paths are walked; and what it does not allow.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import Any

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode, checks

from tests.shop_names import named
from tests.shops import MERCHANTS, Shops
from tests.shops_floor import NOBODY
from wms.web.openapi import PREFIX

ASKED = [
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]
TIMES = 8
"""So often each allowed case is called with names that are known: to make it up takes longest."""

KNOWN: dict[str, list[Any]] = {
    "merchant": ["ALFA"],
    "sku": ["ALFA-MUG"],
    "gtin": ["5901234123457"],
    "order": ["ALFA-S"],
    "carrier": ["SWIFT", "POST", ""],
    "external_ref": [f"NEW-{n}" for n in range(400)],
    "line_no": [None],
    "ship_by": [None, "2026-03-05T12:00:00Z", "2026-03-05T12:00:00+02:00", "2026-03-05"],
    "expected_on": [None, "2026-03-05"],
    "expires_on": [None, "2027-03-05"],
    "length_mm": [1, 100],
    "width_mm": [80],
    "height_mm": [60],
    "weight_grams": [1, 300],
    "warehouse": ["W1", ""],
    "country": ["PL", "de"],
    "code": ["FUZZ"],
    "station": ["FUZZ", ""],
    "occurred_at": ["2026-03-02T12:00:00Z"],
    "input": [{"kind": "scan", "text": "X"}, {"kind": "key", "name": "BACK"}],
    "tracking_number": ["SW1", "SW2"],
    "lot": ["ALFA-LOT", ""],
    "location": ["A-01", "A-02"],
    "lpn": ["ALFA-P1"],
    "asn": ["ALFA-D1"],
    "parcel": [""],
    "zone": ["A"],
    "zones": [[], ["A"]],
    "bins": [[], ["A-01"], ["A-01", "A-02"]],
    "classes": [[]],
    "template": ["", "NEXT"],
    "orders": [["ALFA-2"], ["BETA-3", "O-8"], None],
    "wave": ["W-1", "W-2", ""],
    "worker": ["olga", ""],
    "pieces": [1, -1],
    "url": [NOBODY, f"{NOBODY}ALFA"],
    "secret": [""],
    "types": [["order.*"], []],
    "since": ["2026-03-01"],
    "expires_before": ["2027-01-01"],
    "after": ["", 0],
}
"""By the name of the field or parameter: what is known here, or may be."""

OF_PATHS: dict[str, dict[str, list[Any]]] = {
    "PUT /api/v1/orders": {"reference": ["ALFA-3"], "external_ref": ["ALFA-3"]},
    "POST /api/v1/items": {
        "sku": [f"NEW-{n}" for n in range(400)],
        "gtin": [""],
        "packs": [[]],
    },
    "POST /api/v1/orders/cancel/bulk": {"order": ["BETA-3", "ALFA-2", "O-99"]},
    "GET /api/v1/changes": {"types": ["", "order.*", "order.shipped"]},
    "POST /api/v1/imports": {"merchant": ["", "ALFA"]},
}
"""What else is known at an operation whose name holds this."""


def _names(shops: Shops) -> dict[str, dict[str, list[Any]]]:
    """Return what is called how of both merchants, by the first part of the path."""
    found: dict[str, dict[str, list[Any]]] = {}
    for merchant in MERCHANTS:
        for area, names in named(shops, merchant).items():
            for name, values in names.items():
                found.setdefault(area, {}).setdefault(name, []).extend(values)
    return found


@dataclass
class Tally:
    """How many calls were answered how: by status, and by operation and status."""

    statuses: Counter[int] = field(default_factory=Counter)
    by_operation: Counter[tuple[str, int]] = field(default_factory=Counter)

    def count(self, label: str, status: int) -> None:
        self.statuses[status] += 1
        self.by_operation[label, status] += 1

    @property
    def total(self) -> int:
        return sum(self.statuses.values())

    @property
    def done(self) -> int:
        return sum(n for status, n in self.statuses.items() if status < 400)


class Fuzz:
    """Makes calls at one operation after the other; the same ones each time."""

    def __init__(self, shops: Shops) -> None:
        self.shops = shops
        self.tally = Tally()
        site = shops.keys["site"]
        app = site.client.application
        self.schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
        self.station_key, document = shops.station("FUZZ")
        self.names = _names(shops) | {"stations": {"code": ["FUZZ"], "number": [document, 0]}}
        self.known: dict[str, list[Any]] = {}

    def operations(self) -> list[Any]:
        """Return all operations; those that delete come last, so that the others find something."""
        found = [one.ok() for one in self.schema.get_all_operations()]
        return sorted(found, key=lambda one: one.method.upper() == "DELETE")

    def run(self, operation: Any, calls: int) -> None:
        """Make about so many calls at one operation.

        :raises AssertionError: an answer that the document does not know, or one of 5xx.
        """
        allowed = operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
        kinds = [st.tuples(allowed, st.integers(0, 2**32), st.just(True))]
        if operation.body or operation.query or operation.path_parameters:
            other = operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)
            kinds.append(st.tuples(other, st.just(0), st.just(False)))

        @settings(
            max_examples=-(-2 * calls // (TIMES + 2)),
            derandomize=True,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(st.one_of(*kinds))
        def call(made: tuple[Any, int, bool]) -> None:
            case, seed, is_allowed = made
            self._call(case)
            if is_allowed:
                self._call_named(case, Random(seed))

        call()

    def _call_named(self, case: Any, random: Random) -> None:
        """Call with the same again some times, each with other names that are known here."""
        area = case.operation.path.removeprefix(PREFIX).strip("/").partition("/")[0]
        self.known = KNOWN | self.names.get(area, {})
        for part, names in OF_PATHS.items():
            self.known |= names if part in case.operation.label else {}
        path, query, body = case.path_parameters, case.query, case.body
        for _ in range(TIMES):
            case.path_parameters = self._named(path, random)
            case.query = self._named(query, random)
            if isinstance(body, dict | list):
                case.body = self._named(body, random)
            if random.random() < 0.8:
                case.headers.pop("If-Match", None)
            if random.random() < 0.9:  # under the same key another body is refused unread
                case.headers["Idempotency-Key"] = f"{random.getrandbits(64):x}"
            self._call(case)

    def _call(self, case: Any) -> None:
        is_station = "/stations/{code}" in case.operation.path
        key = self.station_key if is_station else self.shops.keys["site"].key
        case.headers["Authorization"] = f"Bearer {key}"
        if isinstance((case.query or {}).get("wait"), int):
            case.query["wait"] = 0  # to wait would find nothing more
        response = case.call()
        self.tally.count(case.operation.label, response.status_code)
        case.validate_response(response, checks=ASKED)

    def _named(self, value: Any, random: Random) -> Any:
        """Return a value with names that are known here in place of most of the made-up ones."""
        if isinstance(value, dict):
            return {name: self._known(name, each, random) for name, each in value.items()}
        if isinstance(value, list):
            return [self._named(each, random) for each in value[:3]]
        if isinstance(value, str) and random.random() < 0.95:
            return "".join(c for c in value if c.isprintable()).strip() or "x"
        return value

    def _known(self, name: str, value: Any, random: Random) -> Any:
        if name in self.known and random.random() < 0.95:
            return random.choice(self.known[name])
        return self._named(value, random)
