"""Stage directions of batches and the put wall.

= wall WALL 4          a put wall with so many slots
= batch S-1 S-2        promise stock to orders and make one batch of them
= walked anna T-1      somebody picks the whole batch into a tote and sets it down at the wall
= slots?               which slot is whose; also checks that books and totes of batches agree
"""

from __future__ import annotations

from tests import wall
from tests.dialogues.stage import Stage, direction


@direction("wall")
def _wall(stage: Stage, words: list[str], given: dict[str, str]) -> list[str]:
    wall.put_wall(stage.world, int(words[1]), words[0])
    return []


@direction("batch")
def _batch(stage: Stage, words: list[str], given: dict[str, str]) -> list[str]:
    wall.batch(stage.world, *words)
    return []


@direction("slots?")
def _slots(stage: Stage, words: list[str], given: dict[str, str]) -> list[str]:
    assert wall.unmatched(stage.world) == []
    found = wall.slots(stage.world)
    return [", ".join(f"{slot} {order}" for slot, order in sorted(found.items())) or "none"]


@direction("walked")
def _walked(stage: Stage, words: list[str], given: dict[str, str]) -> list[str]:
    wall.walked(stage.world, *words)
    return []
