"""Every public sample of a shop's or partner's file becomes orders, or is refused with a reason."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.samples import FOLDERS, Desk, counted, order, stocked
from tests.world import World
from wms.channels.edi.envelope import transaction_sets
from wms.channels.edi.x12 import X12Error

BECOME = {
    "shopify": ["order.json"],
    "woocommerce": ["orders_01.json", "orders_02.json", "orders_03.json", "orders_06.json"],
    "magento": [],
    "x12-940": ["940_01.edi", "940_02.edi", "940_04.edi"],
}
"""The files of which something is taken; all others are refused."""


@pytest.fixture
def desk(world: World, tmp_path: Path) -> Desk:
    return Desk(stocked(world), tmp_path)


@pytest.mark.parametrize("format_name", FOLDERS)
def test_every_sample_becomes_orders_or_says_why_not(
    desk: Desk, shared_data: Path, format_name: str
) -> None:
    paths = sorted(shared_data.glob(FOLDERS[format_name]))
    assert len(paths) > 10
    became = []
    for path in paths:
        done = desk.take(path, format_name)
        taken = done.new + done.known
        print(f"{path.name:48} {taken} taken, {done.flagged} flagged, {done.rejected} refused")
        for one in desk.rejected:
            print(f"{'':10} {one.line}: {one.field} {one.words}")
            assert one.reason
            assert one.remedy
        assert taken + done.rejected >= 1
        became += [path.name] if taken else []
    assert became == BECOME[format_name]


def test_samples_taken_again_change_nothing(desk: Desk, shared_data: Path) -> None:
    paths = [(n, p) for n, glob in FOLDERS.items() for p in sorted(shared_data.glob(glob))]
    for format_name, path in paths:
        desk.take(path, format_name)
    before = counted(desk.world)
    assert before == (6, 12)
    for format_name, path in paths:
        done = desk.take(path, format_name)
        assert (done.new, done.changed) == (0, 0), path.name
    assert counted(desk.world) == before


def test_a_real_940_becomes_what_its_depositor_meant(desk: Desk, shared_data: Path) -> None:
    folder = shared_data / "edi" / "x12"
    desk.take(folder / "940_04.edi", "x12-940")
    found = order(desk.world, "18061930")
    assert found["lines"] == {"0172183000": 300 * 12}
    assert found["to"]["city"] == "FONTANA"
    assert found["to"]["street"] == ["11618 MULBERRY AVE", "CSF - 1050"]
    assert found["row"].ship_by.isoformat() == "2011-12-02T23:59:59+00:00"
    assert found["flags"] == ["envelope", "note", "note", "carrier"]
    desk.take(folder / "940_01.edi", "x12-940")
    assert order(desk.world, "538686")["lines"] == {"000100": 12, "000200": 32, "000300": 12}
    assert sum("cases are ordered" in one.reason for one in desk.flagged) == 3


def test_counts_of_the_samples_are_judged_as_their_manifest_says(shared_data: Path) -> None:
    with (shared_data / "edi" / "MANIFEST.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.reader(file) if row[0].startswith("x12/940")]
    judged = 0
    for name, _, _, _, said, counted_there, *_ in rows:
        text = (shared_data / "edi" / name).read_text("utf-8")
        try:
            [found] = list(transaction_sets(text))
        except X12Error:
            continue
        judged += 1
        is_flagged = any(words.startswith("SE01") for words in found.flags)
        assert is_flagged == (said != counted_there), name
    assert judged == 12
