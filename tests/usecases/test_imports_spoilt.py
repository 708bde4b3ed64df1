"""A row that cannot be read never leaves half a document behind, and spoils no other one."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import func, select

from tests.world import World
from wms.channels.take_file import take_file
from wms.orders.models import Order, OrderLine

HEAD = b"external_ref,merchant,sku,quantity,name,street,city,country\n"
A, B, C = (b"%s,SHOP,MUG,1,Ann,Street 1,Town,PL\n" % ref for ref in (b"A", b"B", b"C"))
WIDE_B = b"B,SHOP,MUG,1,Ann,Street 1,Town,PL,extra\n"
NOISE = b"?,\x00,\n"


def _taken(world: World, path: Path, body: bytes) -> dict[str, int]:
    path.write_bytes(HEAD + body)
    take_file(world.db, path, "orders", at=world.at, tell=lambda rejected: None)
    asked = select(Order.external_ref, func.count()).join(OrderLine).group_by(Order.external_ref)
    with world.db.read() as conn:
        return {row[0]: row[1] for row in conn.execute(asked)}


@pytest.mark.parametrize(
    ("body", "taken"),
    [
        (A + WIDE_B + B + C, {"A": 1, "C": 1}),
        (A + B + WIDE_B + C, {"A": 1, "C": 1}),
        (A + WIDE_B + C, {"A": 1, "C": 1}),
        (A + NOISE + A + C, {"C": 1}),
        (A + B + NOISE + C, {"A": 1}),
        (NOISE + A + C, {"C": 1}),
        (A + B + B + C, {"A": 1, "B": 2, "C": 1}),
    ],
)
def test_only_the_document_of_an_unreadable_row_is_left_out(
    world: World, tmp_path: Path, body: bytes, taken: dict[str, int]
) -> None:
    world.item("MUG", gtin="5901234123457")
    assert _taken(world, tmp_path / "orders.csv", body) == taken
