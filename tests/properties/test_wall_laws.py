"""Whatever four people do at a put wall, with orders cancelled under their hands: no screen breaks,
the ledger holds, what was picked and is not sorted lies in the batch's totes, and work can always
be finished."""

from __future__ import annotations

import random

import pytest

from tests.bench import status
from tests.orders import accepted, allocated
from tests.properties.loose_ends import stranded, undead
from tests.wall import batch, put_wall, slots, unmatched
from tests.world import Desk, World
from wms.people.actor import SYSTEM
from wms.shipping.cancel import cancel
from wms.terminal.engine import FAULT

STEPS, SKUS = 160, ("MUG", "CAP", "HAT")
CODES = (
    *("A-01", "A-02", "WALL", "PACK", "QC", "DOCK", "HOLD", "WALL-01", "WALL-02", "WALL-03"),
    *SKUS,
    *("%SKIP", "%SHORT", "%QTY", "%QTY 2", "%FULL", "%BACK", "%DONE", "%TAKE OVER"),
)


class Crowd:
    """Two pickers and two sorters who mostly do what they are asked for."""

    def __init__(self, world: World, seed: int) -> None:
        self.world, self.chance = world, random.Random(seed)
        world.bins("A-01", "A-02")
        for sku in SKUS:
            world.item(sku).stock(sku, 40, at="A-01").stock(sku, 20, at="A-02")
        self.totes = [f"T-{n:02d}" for n in range(24)]
        world.totes(*self.totes)
        put_wall(world, 3)
        self.desks = {
            "PICK": [world.station(f"H{n}", worker=f"p{n}") for n in range(2)],
            "SORT": [world.station(f"W{n}", "bench", worker=f"s{n}") for n in range(2)],
        }
        self.refs: list[str] = []

    def orders(self) -> None:
        """Let up to three orders come and make one batch of those that get their stock."""
        new = [f"S-{len(self.refs) + n}" for n in range(self.chance.randint(1, 3))]
        for ref in new:
            wanted = self.chance.sample(SKUS, self.chance.randint(1, 2))
            accepted(self.world, ref, [(sku, self.chance.randint(1, 3)) for sku in wanted])
        self.refs += new
        promised = allocated(self.world, *new)
        had = [ref for ref in new if not promised[self.world.ids[ref]]]
        if had:
            batch(self.world, *had)

    def cancel(self) -> None:
        order_id = self.world.ids[self.chance.choice(self.refs)]
        given = {"reason": "", "actor": SYSTEM, "at": self.world.at}
        self.world.do(lambda conn: cancel(conn, order_id=order_id, **given))

    def step(self, *, wild: float) -> None:
        work = self.chance.choice(list(self.desks))
        desk = self.chance.choice(self.desks[work])
        desk.answer = desk.engine.current(desk.post, self.world.at)
        if desk.screen.title == "MENU":
            desk.key(work)
        elif self.chance.random() < wild:
            desk.scan(self.chance.choice((*CODES, *self.totes)))
        else:
            self._as_asked(desk)
        assert str(FAULT) not in desk.screen.message

    def _as_asked(self, desk: Desk) -> None:
        screen = desk.screen
        if screen.expects:
            desk.scan(screen.expects)
        elif "PICK" in screen.keys:
            desk.key("PICK")
        elif "mpty tote" in screen.prompt or screen.prompt == "Scan a tote of a batch":
            desk.scan(self.chance.choice(self.totes))
        else:
            desk.scan(dict(screen.lines).get("Item") or self.chance.choice((*SKUS, "%SHORT")))

    def check(self) -> None:
        assert unmatched(self.world) == []
        assert self.world.differences() == []
        assert (stranded(self.world), undead(self.world)) == ([], [])


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_wild_crowd_at_the_wall_breaks_nothing_and_can_finish(world: World, seed: int) -> None:
    crowd = Crowd(world, seed)
    for n in range(STEPS):
        if n % 40 == 0:
            crowd.orders()
        if n % 25 == 24:
            crowd.cancel()
        crowd.step(wild=0.3)
        crowd.check()
    for n in range(40 * STEPS):
        if n % 20 == 0 and _is_over(crowd):
            break
        crowd.step(wild=0.05)
    crowd.check()
    assert _is_over(crowd), (slots(world), [(ref, status(world, ref)) for ref in crowd.refs])


def _is_over(crowd: Crowd) -> bool:
    found = {status(crowd.world, ref) for ref in crowd.refs}
    return not slots(crowd.world) and found <= {"picked", "waiting", "cancelled"}
