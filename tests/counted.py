"""Bins that somebody counts: what they find there, by the use cases alone."""

from __future__ import annotations

from datetime import timedelta

from tests.world import World
from wms.counting import claim
from wms.counting.ask import ask
from wms.counting.count import begin, found_in_all
from wms.counting.finish import finish
from wms.people.actor import Actor


def counted(world: World, code: str, *, by: str = "anna", **found: int) -> None:
    """Let `by` count a bin, find so many pieces of each SKU there, and book it."""
    actor = Actor(world.ids[by])
    ids = {"warehouse_id": world.warehouse_id, "location_id": world.ids[code]}
    world.do(lambda c: ask(c, **ids, why="short", at=world.at))
    who = {"warehouse_id": world.warehouse_id, "worker_id": world.ids[by]}
    task = world.do(lambda c: claim.claim(c, **who))
    given = {"task_id": task.id, "actor": actor}
    world.do(lambda c: begin(c, **given, at=world.at))
    for sku, n in found.items():
        one = {"item_id": world.ids[sku], "lot_id": 0, "quantity": n}
        world.do(lambda c, one=one: found_in_all(c, **given, **one, at=world.at))
    world.do(lambda c: finish(c, **given, at=world.at))
    world.at += timedelta(minutes=1)
