"""Pure rules of the dock: which parcel goes along, what came back of which, what a label is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from wms.errors import Refused
from wms.returns import rules as returns
from wms.returns.rules import Part
from wms.settings import load
from wms.shipping import content
from wms.shipping.rules import Offered, refusal

PARCEL = Offered(
    order="O-1",
    number=2,
    status="closed",
    bench="PACK-1",
    carrier_id=1,
    carrier="Post",
    lane="LANE-1",
    is_handed_over=True,
)


def test_a_closed_parcel_on_its_lane_goes_along() -> None:
    assert refusal(PARCEL, 1) is None
    joined = replace(PARCEL, status="shipped", manifest="M-1")
    assert refusal(joined, 1) is None, "it departed from its lane onto the open manifest"


@pytest.mark.parametrize(
    ("changed", "code", "remedy"),
    [
        ({"status": "void", "is_cancelled": True}, "load.void", "putaway"),
        ({"status": "void", "carrier_id": 2, "is_cancelled": True}, "load.void", "putaway"),
        ({"status": "void"}, "load.void", "pack it again"),
        ({"status": "weighed", "has_void_label": True}, "load.void", "new label"),
        ({"carrier_id": 2, "lane": "LANE-2"}, "load.carrier", "LANE-2"),
        ({"status": "labelled"}, "load.not_closed", "PACK-1"),
        ({"is_handed_over": False}, "load.no_lane", "LANE-1"),
        ({"status": "shipped"}, "load.gone", "RETURN"),
        ({"manifest": "M-1", "is_closed_out": True}, "load.gone", "RETURN"),
        ({"manifest": "M-1", "is_loaded": True}, "load.twice", "another"),
    ],
)
def test_any_other_parcel_stays_and_the_loader_is_told_where_it_belongs(
    changed: dict[str, object], code: str, remedy: str
) -> None:
    found = refusal(replace(PARCEL, **changed), 1)  # type: ignore[arg-type]
    assert found is not None
    assert found.code == code
    assert "parcel 2 of O-1".casefold() in str(found.text).casefold()
    assert remedy in str(found.remedy)


def _part(parcel: int, lot: str = "", shipped: int = 1, returned: int = 0, item: int = 7) -> Part:
    return Part(parcel, parcel, item, "TEA", len(lot), lot, 1, shipped, returned)


def test_pieces_fit_the_parts_of_their_item_and_lot() -> None:
    parts = [_part(1, "L1"), _part(1, "L22"), _part(2, item=8)]
    assert returns.fitting(parts, item_id=7, lot="") == parts[:2]
    assert returns.fitting(parts, item_id=7, lot="L22") == parts[1:2]
    assert returns.fitting(parts, item_id=7, lot="L3") == []
    assert returns.fitting(parts, item_id=8, lot="ANY") == parts[2:], "that item has no lots"
    assert returns.fitting(parts, item_id=9, lot="") == []


def test_a_lot_is_asked_for_only_where_several_may_still_come_back() -> None:
    assert returns.lots_left([_part(1, "L1"), _part(2, "L1")]) == ["L1"]
    assert returns.lots_left([_part(1, "L1", 1, 1), _part(2, "L22")]) == ["L22"]
    assert returns.lots_left([_part(1, "L1"), _part(2, "L22")]) == ["L1", "L22"]


def test_pieces_are_shared_out_over_what_is_not_back() -> None:
    parts = [_part(1, shipped=3, returned=2), _part(2, shipped=1, returned=1), _part(3, shipped=5)]
    shares = [(part.parcel_id, n) for part, n in returns.shares(parts, 4)]
    assert shares == [(1, 1), (3, 3)]
    assert sum(n for _, n in returns.shares(parts, 99)) == 6


def test_each_grade_has_a_proposal_by_default() -> None:
    config = load({}).data
    found = [returns.proposed(grade, config) for grade in returns.GRADES]
    assert found == ["restock", "hold", "scrap", "hold"]


@pytest.mark.parametrize("command", ["^DFR:X.ZPL^FS", "^IDR:*.*", "^CC#", "^WDR:", "^XFR:X^FS"])
def test_zpl_that_outlives_its_label_is_refused(command: str) -> None:
    zpl = f"^XA^FO1,1^FDa^FS{command}^XZ".encode()
    with pytest.raises(Refused, match="is not allowed in a label"):
        content.checked("zpl", zpl)


def test_zpl_that_only_draws_is_taken() -> None:
    content.checked("zpl", b"^XA^PW812^LL1218^PQ1,0,1,Y^FO1,1^BCN,100^FD>:1Z^FS^GB9,9,9^FS^XZ\n")
