"""Each status that the database tells of is a type that is known and described."""

from __future__ import annotations

import re

import pytest

from migrations.guards import WATCHES
from wms.changes import types
from wms.changes.types import TYPES
from wms.errors import Refused
from wms.orders.models import STATUSES
from wms.picking.models import WAVE_STATUSES


def test_every_type_that_is_written_is_described_and_every_described_one_is_written() -> None:
    written = {f"order.{status}" for status in STATUSES}
    written |= {f"wave.{status}" for status in WAVE_STATUSES}
    for watch in WATCHES:
        written |= set(re.findall(r"'([a-z]+\.[a-z]+)'", watch.type))
    assert written == set(TYPES)


def test_an_area_stands_for_all_its_types_and_each_is_named_once() -> None:
    found = types.check(["wave.*", "asn.closed", "wave.closed"])
    assert found == ("asn.closed", *(name for name in TYPES if name.startswith("wave.")))


@pytest.mark.parametrize("name", ["order", "order.", "*", ".*", "order.eaten", "x.*", "ord*"])
def test_what_is_no_type_is_refused(name: str) -> None:
    with pytest.raises(Refused, match="is no type of changes"):
        types.check([name])
