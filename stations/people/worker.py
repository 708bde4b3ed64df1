"""A worker's body and memory: hands, cart, what was just scanned; and the floor they share.

Flows read and write this; they see nothing of terminals or threads, so that they can be tested
with a screen and a world alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from stations.people.actions import Action, Press, Scan, Type, wait
from stations.people.eyes import Eyes, Unreadable, sscc_of
from stations.people.mishaps import Budget
from stations.people.notes import Notes
from stations.people.reality import Kind, Post, Reality
from stations.people.world import EMPTIES, World
from stations.people.yard import Yard
from stations.readback import ReadBack

PRINT_SECONDS = 6.0
"""So long one waits for a label before one asks for another."""

LOOK_SECONDS = 0.05
"""So often one looks whether paper has come out."""

DOCK, QC, PACK, HOLD = "DOCK", "QC", "PACK", "HOLD"


@dataclass
class Floor:
    """What all people share."""

    reality: Reality
    world: World
    yard: Yard
    eyes: Eyes
    budget: Budget
    losses: Budget
    notes: Notes
    phase: Callable[[], str]
    labels: Mapping[Kind, Path]
    lpn_labels: dict[str, Scan] = field(default_factory=dict)


@dataclass
class Worker:
    """One person at one station; what is empty is not known or not in hand."""

    post: Post
    floor: Floor
    now: Callable[[], float]
    prints: list[Path] = field(default_factory=list)
    documents: Path | None = None
    flow: str = ""
    is_busy: bool = True
    waited_seconds: float = 0.0
    spot: str = ""
    taken_from: str = ""
    lpn: str = ""
    tote: str = ""
    also: tuple[str, ...] = ()
    carton: str = ""
    fitting: int = 0
    order: str = ""
    failing: Kind | None = None
    reprint_at: float = 0.0
    aside: dict[str, float] = field(default_factory=dict)
    look_at: dict[str, float] = field(default_factory=dict)
    slips_seen: set[str] = field(default_factory=set)

    @property
    def name(self) -> str:
        return self.post.code

    @property
    def world(self) -> World:
        return self.floor.world

    @property
    def hand(self) -> str:
        """Where the pieces in hand are."""
        return f"HAND {self.name}"

    @property
    def cart(self) -> str:
        """Where containers stand that this person carries along."""
        return f"CART {self.name}"

    @property
    def trolley(self) -> str:
        """Where loose goods are that this person brings to a face."""
        return f"TROLLEY {self.name}"

    @property
    def waiting_cart(self) -> str:
        """Where totes stand that wait for goods while this person walks with others."""
        return f"WAITING CART {self.name}"

    @property
    def bench(self) -> str:
        """The carton that is being filled here."""
        return f"CARTON {self.name}"

    def command(self, key: str) -> Scan | Press:
        """Return the scan of a command's card, or the press of its key where there is no card."""
        card = self.floor.reality.pictures.commands.get(key)
        return Press(key) if card is None else self.floor.eyes.scan(card)

    def does(self, key: str, *, is_look: bool = False) -> Action:
        """Return the action of giving a command."""
        return Action(self.command(key), is_look=is_look)

    def says(self, quantity: int, read: ReadBack) -> Scan | Type:
        """Return how a quantity is told: by a card where the screen takes one, else keyed in."""
        card = self.floor.reality.pictures.commands.get(f"QTY {quantity}")
        if card is None or "QTY" not in read.keys:
            return Type(str(quantity))
        return self.floor.eyes.scan(card)

    def at_place(self, code: str) -> Scan:
        """Return the scan of the label of a bin or another place.

        :raises Unreadable: nobody drew one.
        """
        return self._of(self.floor.reality.pictures.bins, code, "place")

    def at_tote(self, code: str) -> Scan:
        """Return the scan of a tote's label.

        :raises Unreadable: nobody drew one.
        """
        return self._of(self.floor.reality.pictures.totes, code, "tote")

    def piece(self, kind: Kind) -> Scan:
        """Return the scan of the label that every piece of a kind carries.

        :raises Unreadable: nobody drew one.
        """
        if kind not in self.floor.labels:
            raise Unreadable(f"no label of {kind} was drawn")
        return self.floor.eyes.scan(self.floor.labels[kind], counts=True)

    def printed(self, digits: str = "") -> Scan | None:
        """Return the newest printed SSCC that is on nothing yet; `digits` must end it.

        Labels that were stuck on something are not looked at again.
        """
        for path in reversed(self.prints.copy()):
            code = sscc_of(self.floor.eyes.codes(path))
            if code is None or self.world.stands(code.text[2:]):
                self.prints.remove(path)
            elif code.text.endswith(digits):
                return Scan(code.text, code.symbology)
        return None

    def misses_label(self) -> Action:
        """Wait for a label that has not come out; ask for another now and then."""
        if self.waited_seconds < PRINT_SECONDS or self.now() < self.reprint_at:
            return wait(LOOK_SECONDS)
        self.reprint_at = self.now() + PRINT_SECONDS
        return self.does("REPRINT")

    def set_aside(self, container: str, place: str, seconds: float) -> None:
        """Put a container back to where it stood and leave it alone for a while."""
        self.world.set_down(container, place)
        self.aside[container] = self.now() + seconds

    def turned_away(self, place: str, seconds: float) -> None:
        """Put a tote that was refused back to `place`; an empty one has no business there.

        One that somebody else has fetched meanwhile is theirs.
        """
        tote, self.tote = self.tote, ""
        if self.world.stands(tote) != self.cart:
            return
        if self.world.count(tote):
            self.set_aside(tote, place, seconds)
        else:
            self.world.set_down(tote, EMPTIES)

    def free_at(self, place: str) -> frozenset[str]:
        """Return the containers at `place` that were not set aside a moment ago."""
        now = self.now()
        return frozenset(c for c in self.world.standing_at(place) if self.aside.get(c, 0.0) <= now)

    def tell(self, fault: str) -> None:
        """Note what should not have happened."""
        self.floor.notes.fault(self.name, fault)

    def _of(self, pictures: Mapping[str, Path], code: str, what: str) -> Scan:
        if code not in pictures:
            raise Unreadable(f"no label of the {what} {code} was drawn")
        return self.floor.eyes.scan(pictures[code])
