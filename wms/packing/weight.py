"""What a parcel should weigh, and in words what a difference means. Pure; all in grams."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wms.packing.rules import Content
from wms.text import T, Text


@dataclass(frozen=True, slots=True)
class Expectation:
    """A parcel should weigh `grams`, give or take `tolerance_grams`.

    `unweighed` is a SKU in it whose weight nobody knows: then it can only be too light.
    `unseen` is a SKU so light that the scale cannot tell whether one is missing.
    """

    grams: int
    tolerance_grams: int
    unweighed: str = ""
    unseen: str = ""


def expectation(
    tare_grams: int,
    contents: Sequence[Content],
    *,
    tolerance_grams: int,
    tolerance_percent: int,
) -> Expectation:
    """Return what a carton of `tare_grams` weighs with `contents`."""
    grams = tare_grams + sum(c.weight_grams * c.quantity for c in contents)
    tolerance = max(tolerance_grams, grams * tolerance_percent // 100)
    unweighed = next((c.sku for c in contents if not c.weight_grams), "")
    known = [c for c in contents if c.weight_grams]
    lightest = min(known, key=lambda c: (c.weight_grams, c.sku), default=None)
    hidden = lightest is not None and lightest.weight_grams <= tolerance
    return Expectation(grams, tolerance, unweighed, lightest.sku if lightest and hidden else "")


@dataclass(frozen=True, slots=True)
class Difference:
    """A parcel is `gap_grams` heavier (negative: lighter) than it should be.

    `sku` names the item of which one piece more or less explains it, if there is one.
    """

    gap_grams: int
    sku: str = ""

    @property
    def words(self) -> Text:
        if self.sku and self.gap_grams < 0:
            return T("About one {sku} too light", sku=self.sku)
        if self.sku:
            return T("About one {sku} too heavy", sku=self.sku)
        if self.gap_grams < 0:
            return T("{grams} g too light", grams=-self.gap_grams)
        return T("{grams} g too heavy", grams=self.gap_grams)


def difference(
    measured_grams: int, expected: Expectation, contents: Sequence[Content]
) -> Difference | None:
    """Return how a parcel differs from what it should weigh, or None if it is within tolerance."""
    gap = measured_grams - expected.grams
    if abs(gap) <= expected.tolerance_grams or (gap > 0 and expected.unweighed):
        return None
    return Difference(gap, _one_piece(abs(gap), expected.tolerance_grams, contents))


def _one_piece(gap_grams: int, tolerance_grams: int, contents: Sequence[Content]) -> str:
    """Return the SKU of which one piece explains the gap best, if one does."""
    near = [
        (abs(c.weight_grams - gap_grams), c.sku)
        for c in contents
        if c.weight_grams and abs(c.weight_grams - gap_grams) <= tolerance_grams
    ]
    return min(near, default=(0, ""))[1]
