"""A crew that does a small house's work by what the screens ask: receive, put away, pick, pack and
take returns. The clock is the real one, since a real server works beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import count

from tests import packing
from tests.picker import Picker
from tests.world import Desk, World
from wms.terminal.wire import Screen

TARE_GRAMS = 120
STEP = timedelta(seconds=3)
"""So much a desk's clock goes on with each event."""


class Hand:
    """Somebody at a desk who keeps to the real time and is never refused."""

    def __init__(self, world: World, code: str, kind: str, worker: str) -> None:
        self.world = world
        self.desk: Desk = world.station(code, kind, worker=worker)

    @property
    def screen(self) -> Screen:
        return self.desk.screen

    def scan(self, text: str) -> Screen:
        self._now()
        self.desk.scan(text)
        return self._taken()

    def key(self, name: str) -> Screen:
        self._now()
        self.desk.key(name)
        return self._taken()

    def weigh(self, grams: int) -> Screen:
        self._now()
        self.desk.weigh(grams)
        return self._taken()

    def _now(self) -> None:
        self.world.at = datetime.now(UTC) - STEP

    def _taken(self) -> Screen:
        assert self.desk.answer.outcome == "applied", self.screen
        return self.screen


class Crew:
    """One of each trade. `weights` are grams of a piece by SKU, as the scale will see them."""

    def __init__(self, world: World, weights: Mapping[str, int]) -> None:
        self.world = world
        self.weights = weights
        unchecked = {"every_nth_order": 0, "first_orders": 0}
        world.config = {**world.config, "quality": unchecked}
        world.bins("A-01", "A-02", "A-03", "A-04", "B-01", "B-02")
        world.totes(*(f"T-{n}" for n in range(1, 13)))
        packing.carton(world, "C1", (600, 400, 400), tare=TARE_GRAMS, most=30_000)
        packing.carrier(world, "POST", "LANE-1")
        self.dock = Hand(world, "DOCK-1", "bench", "rita")
        self.floor = Hand(world, "H-1", "handheld", "anna")
        self.bench = Hand(world, "PACK-1", "bench", "paul")
        self.totes: Iterator[str] = (f"T-{n}" for n in count(1))

    def receive(self, asn: str, pieces: Mapping[str, int]) -> None:
        """Receive a delivery, each item onto an LPN, and settle it."""
        self.dock.scan("%RECEIVE")
        self.dock.scan(asn)
        for sku, n in pieces.items():
            self.dock.scan(sku)
            self.dock.scan(f"%QTY {n}")
            self.dock.scan("%DONE")
            self.dock.scan(self.dock.screen.expects)
        while self.dock.screen.title != "MENU":
            is_settled = "is closed" in self.dock.screen.message or not self.dock.screen.lines
            self.dock.key("BACK" if is_settled else "DONE")

    def put_away(self, *lpns: str) -> None:
        """Bring LPNs, or totes of cancelled orders, to the bins that the screen names."""
        self.floor.scan("%PUTAWAY")
        for code in lpns:
            self.floor.scan(code)
            while self.floor.screen.expects:
                self.floor.scan(self.floor.screen.expects)
        self.floor.key("BACK")

    def pick(self) -> None:
        """Pick all that was released and set the totes down at the bench."""
        self.floor._now()
        Picker(self.floor.desk, self.totes).walk()

    def pack(self, tote: str) -> None:
        """Pack what is in a tote into one parcel and bring it to its lane."""
        self.bench.key("PACK")
        self.bench.scan(tote)
        self.bench.scan("C1")
        grams = TARE_GRAMS
        while self.bench.screen.title.startswith("INTO CARTON"):
            sku, n = next((str(a), int(str(b))) for a, b in self.bench.screen.lines)
            for _ in range(n):
                self.bench.scan(sku)
            grams += n * self.weights[sku]
        self.bench.weigh(grams)
        self.bench.scan(self.bench.screen.expects)
        self.bench.scan(self.bench.screen.expects)
        self.bench.key("BACK")

    def take_back(self, rma: str, sku: str) -> None:
        """Take one good piece of a return, and finish it."""
        self.dock.scan("%RETURN")
        for text in (rma, sku, "%GOOD", "%DONE"):
            self.dock.scan(text)
        while self.dock.screen.title != "MENU":
            self.dock.key("BACK" if not self.dock.screen.lines else "DONE")
