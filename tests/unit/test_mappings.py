"""The tables that say what goes where: complete, and true of the code."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from wms.channels.formats import TABLES
from wms.channels.forms import OrderForm, OrderLineForm, RecipientForm
from wms.channels.mapping import FATES, Table, text, whole

SAMPLES = {
    "shopify": ("shopify/order.json", ("order",)),
    "woocommerce": ("woocommerce/orders_01.json", ()),
}
OURS = {
    *(f"recipient.{name}" for name in RecipientForm.model_fields),
    *(f"lines.{name}" for name in OrderLineForm.model_fields),
    *OrderForm.model_fields,
    "recipient",
    "one order each",
    *FATES,
}


def leaves(plain: Any, path: str = "") -> Iterator[str]:
    """Yield the path of every value; elements of lists are not told apart."""
    if isinstance(plain, dict):
        for name, value in plain.items():
            yield from leaves(value, f"{path}.{name}" if path else name)
    elif isinstance(plain, list) and plain and isinstance(plain[0], dict):
        for value in plain:
            yield from leaves(value, path)
    else:
        yield path


def named(table: Table) -> set[str]:
    """Return the paths that a table speaks of, places in lists left out."""
    heads = [path for rule in table.head for path in rule.paths]
    below = [f"{table.lines_at}.{path}" for rule in table.line for path in rule.paths]
    return {path.replace(".0", "") for path in (*heads, *below)}


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda t: t.format)
def test_each_rule_leads_to_a_field_of_ours_or_says_what_becomes_of_it(table: Table) -> None:
    for source, ours, _ in table.rows():
        assert ours in OURS, source
    targets = {ours for _, ours, _ in table.rows()}
    needed = {"external_ref", "recipient.name", "recipient.street", "recipient.city"}
    assert needed | {"recipient.country", "lines.sku", "lines.quantity"} <= targets
    assert all(case and said for case, said in table.outcomes.items())
    assert {"unknown", "sent again"} <= {
        case.removesuffix(" SKU").removesuffix(" item") for case in table.outcomes
    }


@pytest.mark.parametrize("format_name", SAMPLES)
def test_no_field_of_the_sample_is_passed_over_in_silence(
    shared_data: Path, format_name: str
) -> None:
    name, below = SAMPLES[format_name]
    plain = json.loads((shared_data / "payloads" / name).read_text("utf-8"))
    for key in below:
        plain = plain[key]
    known = named(TABLES[format_name])
    silent = {
        path
        for path in leaves(plain)
        if not any(path == k or path.startswith(k + ".") for k in known)
    }
    whole_addresses = {"billing_address", "shipping_address", "shipping", "billing"}
    assert {path for path in silent if path.split(".")[0] not in whole_addresses} == set()


def test_values_are_one_printable_line() -> None:
    assert text("  a\tb\n c\x00 ") == "a b c"
    assert [text(v) for v in (None, True, [], {}, 5, 2.0, 2.5)] == ["", "", "", "", "5", "2", "2.5"]
    assert [whole(v) for v in ("2.0000", 2, "2.5", "x")] == ["2", "2", "2.5", "x"]
