"""wms wave, wms cluster, wms order: what a supervisor sees and does in the terminal."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.usecases.conftest import Run

ITEMS = "merchant,sku,name,gtin,length_mm,width_mm,height_mm,weight_grams\n"
MUG = "SHOP,MUG,Mug,5901234123457,100,80,60,300\n"
ORDERS = "external_ref,sku,quantity,merchant,name,street,city,country,carrier\n"


@pytest.fixture
def day(site: Run, home: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """A site with stock, five orders of two carriers, and waves released by people only."""
    (home / "site.toml").write_text('[release]\nmode = "waves"\n[waves.POST]\n' + POST)
    monkeypatch.setenv("WMS_CONFIG", str(home / "site.toml"))
    (home / "items.csv").write_text(ITEMS + MUG)
    assert site("import", "items", "items.csv")[0] == 0
    rows = [f"S-{n},MUG,2,SHOP,Anna,ul. Prosta 1,Warszawa,PL,{c}\n" for n, c in enumerate(CARRIERS)]
    (home / "orders.csv").write_text(ORDERS + "".join(rows))
    assert site("import", "orders", "orders.csv")[0] == 0
    _stock(home)
    assert site("allocate")[0] == 0
    for login in ("anna", "ben"):
        assert site("user", "add", login)[0] == 0
    return site


CARRIERS = ("SWIFT", "SWIFT", "SWIFT", "STORK", "STORK")
POST = 'carriers = ["SWIFT"]\ncut_off = "16:00"\nmax_orders = 2\nmax_lines = 9\n'


def _stock(home: Path) -> None:
    """Put pieces into two bins, as receiving and putaway would."""
    from sqlalchemy import select

    from wms.catalog.models import Item
    from wms.clock import utc_now
    from wms.db import Database
    from wms.layout.models import SUPPLIER, Location
    from wms.people.actor import SYSTEM
    from wms.stock.ledger import Goods, Move, Place, post
    from wms.stock.models import NO_LOT

    db = Database(f"sqlite:///{home}/site.db")
    with db.write() as conn:
        item = conn.execute(select(Item.id, Item.merchant_id)).one()
        places = conn.execute(
            select(Location.id, Location.warehouse_id).where(Location.kind == "pick").limit(2)
        )
        for place in places.all():
            goods = Goods(item.id, NO_LOT, item.merchant_id)
            move = Move("receive", goods, 5, Place(SUPPLIER), Place(place.id))
            post(conn, place.warehouse_id, [move], actor=SYSTEM, at=utc_now())
    db.close()


def test_a_preview_tells_what_a_wave_will_be_and_writes_nothing(day: Run) -> None:
    code, said, _ = day("wave", "plan", "--template", "POST", "--dry-run")
    lines = said.splitlines()
    assert code == 0
    assert lines[0].split("  ")[0] == "walk"
    assert re.search(r"1 +2 +2 +2 +1.200 kg +\d+ m +O-1,O-2", lines[1])
    assert lines[2] == "2 orders, 2 lines, 2 totes, 1 clusters"
    assert re.fullmatch(r"distance \d+ m, lower bound \d+ m, gap 0%", lines[3])
    assert "not in it: O-3: It is full: 2 orders" in lines
    assert "not in it: O-4: It goes with STORK; the wave is for SWIFT" in lines
    assert lines[-1] == "Nothing was written (--dry-run)"
    assert day("wave", "list")[1].count("\n") == 1


def test_a_wave_is_planned_released_taken_back_and_cancelled(day: Run) -> None:
    assert "W-1 is planned" in day("wave", "plan", "--orders", "O-1, O-4,O-1")[1]
    assert re.search(r"W-1 +planned +- +- +- +2 +\d+ m +\d+ m +0%", day("wave", "list")[1])
    assert day("wave", "why", "O-1", "W-1")[1] == "O-1: It is in W-1\n"
    assert day("wave", "why", "O-2")[1] == "O-2: Nothing is in its way\n"
    assert day("wave", "why", "O-3", "POST")[1] == "O-3: Nothing is in its way\n"
    said = day("wave", "release", "W-1")[1]
    assert re.search(r"C-1 +open +- +2 +2 +2 +\d+ m", said)
    assert "W-1 is released: 2 orders" in said
    code, _, wrong = day("wave", "cancel", "W-1")
    assert (code, wrong) == (2, "wms: W-1 is past planning. Un-release it first\n")
    assert day("wave", "unrelease", "W-1")[1] == "taken back: C-1 (2 orders wait in W-1)\n"
    assert day("wave", "cancel", "W-1")[1] == "W-1 is cancelled, 2 orders are free for another\n"
    assert day("wave", "plan", "--orders", "O-1")[0] == 0


def test_a_cluster_goes_to_another_and_what_has_begun_is_said(day: Run) -> None:
    day("wave", "plan", "--orders", "O-1,O-2")
    day("wave", "release", "W-1")
    assert day("cluster", "reassign", "C-1", "--to", "anna")[1] == "C-1 is with anna\n"
    code, _, wrong = day("wave", "unrelease", "W-1")
    begun = "wms: All of W-1 has begun. Reassign its carts, or cancel its orders\n"
    assert (code, wrong) == (2, begun)
    assert day("cluster", "reassign", "C-1", "--to", "ben")[1] == "C-1 is with ben\n"
    assert day("cluster", "reassign", "C-1", "--to-pool")[1] == "C-1 is in the pool\n"
    assert re.search(r"C-1 +open +- +2", day("wave", "list", "W-1")[1])


def test_an_urgent_order_is_put_first(day: Run) -> None:
    said = day("order", "urgent", "O-5")[1]
    assert said == "O-5 is urgent. It is next, alone on C-1\n"
    said = day("order", "urgent", "O-2")[1]
    assert said == "O-2 is urgent. It joins C-1, which is next\n"
    assert day("wave", "why", "O-2")[1] == "O-2: It waits for a picker on C-1\n"


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ("wave plan --orders O-9", "There is no order O-9"),
        ("wave plan --orders ,", "No order is named"),
        ("wave plan --template X", "There is no template X. Use one of NEXT, POST"),
        ("wave release W-9", "There is no wave W-9. See them all: wms wave list"),
        ("wave why O-9", "There is no order O-9"),
        ("cluster reassign C-9 --to anna", "There is no cluster C-9"),
        ("order urgent O-9", "There is no order O-9"),
    ],
)
def test_what_is_not_known_is_said_in_one_line(day: Run, words: str, wrong: str) -> None:
    code, said, told = day(*words.split())
    assert (code, said, told.count("\n")) == (2, "", 1)
    assert told.startswith(f"wms: {wrong}")


@pytest.mark.parametrize(
    ("setting", "wrong"),
    [
        ('[release]\nmode = "some"', "release.mode must be 'all', 'flow' or 'waves'"),
        ("[waves.X]\nmax_orders = 1", "waves.X.max_lines is missing"),
        ('[waves.NEXT]\ncut_off = "25:00"', 'waves.NEXT.cut_off must be a time such as "16:00"'),
        ("[picking]\ntotes_per_cart = 0", "picking.totes_per_cart must be at least 1"),
    ],
)
def test_a_wrong_setting_of_waves_is_said(day: Run, home: Path, setting: str, wrong: str) -> None:
    (home / "site.toml").write_text(setting + "\n")
    code, _, told = day("wave", "plan", "--template", "NEXT")
    assert (code, told.count("\n")) == (2, 1)
    assert wrong in told


def test_an_order_may_be_named_as_its_shop_names_it(day: Run) -> None:
    assert day("wave", "why", "S-0") == day("wave", "why", "O-1")
    (code, _, errors) = day("wave", "why", "S-99")
    assert code != 0
    assert "There is no order S-99" in errors
