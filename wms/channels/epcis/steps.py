"""Which business step each kind of move is, in the words of GS1's Core Business Vocabulary.

Source: GS1 CBV 2.0, section 7 (standard vocabularies).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

OBSERVE, ADD, DELETE = "OBSERVE", "ADD", "DELETE"
HELD = "non_sellable_other"
KEPT = "sellable_not_accessible"


@dataclass(frozen=True, slots=True)
class Step:
    """`disposition` is that of good pieces; held ones are `HELD` where they stay in the house.

    `at_source`: the event was read where the goods came from. `unit`: the parcel is named by its
    SSCC, not its pieces. `parents` (of an aggregation) are the ends whose LPN is the container,
    each with its action.
    """

    step: str
    disposition: str
    action: str = OBSERVE
    at_source: bool = False
    unit: bool = False
    parents: tuple[tuple[str, str], ...] = ()


INSIDE = Step("other", "in_progress")
"""Kinds of moves that have no step of their own: on the way through the house."""

STEPS: Mapping[str, Step] = {
    "receive": Step("receiving", "in_progress"),
    "return": Step("receiving", "returned"),
    "load": Step("transporting", "in_progress"),
    "putaway": Step("storing", KEPT),
    "move": Step("storing", KEPT),
    "cross_dock": Step("storing", KEPT),
    "replenish": Step("storing", KEPT),
    "hold": Step("holding", HELD),
    "free": Step("storing", KEPT),
    "pick": Step("picking", "in_progress"),
    "sort": Step("picking", "in_progress"),
    "pack": Step("packing", "in_progress", parents=(("target", ADD),)),
    "unpack": Step("unpacking", "in_progress", parents=(("source", DELETE),)),
    "relabel": Step("repackaging", "in_progress", parents=(("source", DELETE), ("target", ADD))),
    "to_lane": Step("staging_outbound", "in_progress", unit=True),
    "ship": Step("shipping", "in_transit", at_source=True, unit=True),
    "scrap": Step("destroying", "destroyed", action=DELETE, at_source=True),
}
COUNTED = ("count", "adjust")
FOUND = Step("cycle_counting", KEPT, action=ADD)
LOST = Step("cycle_counting", "unknown", action=DELETE, at_source=True)
"""Differences that a count or a supervisor booked: pieces that are there, or are not."""
