"""Whatever is changed, voided or cancelled in whatever order: no piece is lost, the counters agree
with the goods, and in the end every order has an end."""

from __future__ import annotations

import pytest

from tests.properties.changing import Floor
from tests.world import World

SEEDS, STEPS = (1, 2), 100
MADE = {"change", "pick"}


@pytest.mark.parametrize("seed", SEEDS)
def test_changes_keep_goods_and_counters_together(world: World, seed: int) -> None:
    floor = Floor(world, seed)
    for _ in range(STEPS):
        floor.step()
    floor.end()
    assert MADE - floor.done == set(), "the changes were really made"
