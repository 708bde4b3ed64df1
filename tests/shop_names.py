"""What a merchant's documents, goods and places are called, as the paths of the API name them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

from tests.shops import GTINS, Shops
from wms.channels.export import EXPORTS
from wms.channels.formats import TABLES
from wms.web.openapi import PREFIX

Names = Mapping[str, Mapping[str, list[str]]]
BINS = ["A-01", "A-02"]


def named(shops: Shops, merchant: str) -> Names:
    """Return the names by the first part of the path, and by the name of the parameter.

    What belongs to no merchant is named for each.
    """
    of = _Lists(shops, merchant)
    asns = {"reference": of.both("asns")}
    goods = {"merchant": [merchant], "sku": [f"{merchant}-MUG"]}
    walks = [walk for wave in of.site("waves") for walk in of.walks(wave["reference"])]
    hooks = [str(row["id"]) for row in of.rows("webhooks")]
    letters = [str(row["id"]) for hook in hooks for row in of.rows(f"webhooks/{hook}/dead-letters")]
    return {
        "items": goods,
        "stock": goods,
        "asns": asns,
        "receipts": asns,
        "orders": {"reference": of.both("orders")},
        "returns": {"reference": of.both("returns")},
        "shipments": {"sscc": shops.sscc[merchant]},
        "locations": {"code": BINS},
        "holds": {"number": of.numbers("holds")},
        "imports": {"number": of.numbers("imports"), "format_name": list(TABLES)},
        "webhooks": {"webhook": hooks, "letter": letters},
        "exports": {"kind": [*EXPORTS, "epcis"]},
        "counts": {"number": [str(row["id"]) for row in of.site("counts")]},
        "manifests": {"reference": [row["reference"] for row in of.site("manifests")]},
        "waves": {"reference": [row["reference"] for row in of.site("waves")]},
        "clusters": {"reference": walks},
    }


def filters(shops: Shops, merchant: str) -> Mapping[str, list[str]]:
    """Return values for the parameters of queries that name what is a merchant's."""
    names = named(shops, merchant)
    orders = names["orders"]["reference"]
    return {
        "merchant": [merchant],
        "sku": [*names["items"]["sku"], GTINS[merchant]],
        "reference": [*orders, *names["asns"]["reference"], *names["returns"]["reference"]],
        "order": orders,
        "asn": names["asns"]["reference"],
        "parcel": shops.sscc[merchant],
        "lot": [f"{merchant}-LOT"],
        "lpn": [f"{merchant}-P1"],
        "location": [*BINS, "DOCK"],
        "zone": ["A"],
        "warehouse": ["W1"],
        "since": ["2020-01-01"],
        "expires_before": ["2099-01-01"],
        "types": ["order.*"],
        "limit": ["1"],
    }


def filled(rule: str, names: Names) -> Iterator[str]:
    """Yield the paths of a rule, below /api/v1, with every name of its parameters."""
    path = rule.removeprefix(PREFIX)
    area = path.strip("/").partition("/")[0]
    for kind in ("path:", "int:"):
        path = path.replace(f"<{kind}", "<")
    parameters = [name for name in names.get(area, {}) if f"<{name}>" in path]
    for values in product(*(names[area][name] for name in parameters)):
        done = path
        for name, value in zip(parameters, values, strict=True):
            done = done.replace(f"<{name}>", value)
        if "epcis.csv" not in done:  # events are no rows
            yield done


class _Lists:
    """The lists of the API, as a key of the site sees them."""

    def __init__(self, shops: Shops, merchant: str) -> None:
        self.key = shops.keys["site"]
        self.own = shops.keys[merchant]
        self.merchant = merchant

    def rows(self, area: str) -> list[dict[str, str]]:
        """Return the merchant's rows; there are some."""
        found: list[dict[str, str]] = self.own.get(f"/{area}").get_json()["items"]
        assert found, area
        return found

    def site(self, area: str) -> list[dict[str, str]]:
        """Return the rows of what is shown to the site only; there are some."""
        found: list[dict[str, str]] = self.key.get(f"/{area}").get_json()["items"]
        assert found, area
        return found

    def both(self, area: str) -> list[str]:
        """Return our references and the sender's."""
        return [row[name] for row in self.rows(area) for name in ("reference", "external_ref")]

    def numbers(self, area: str) -> list[str]:
        return [str(row["id"]) for row in self.rows(area)]

    def walks(self, wave: str) -> list[str]:
        return [walk["reference"] for walk in self.key.get(f"/waves/{wave}").get_json()["walks"]]
