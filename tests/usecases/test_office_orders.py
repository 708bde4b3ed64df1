"""The supervisor's orders: each with the reason why it waits, and the button that mends it."""

from __future__ import annotations

import pytest
from sqlalchemy import insert

from tests.orders import accepted, allocated, released
from tests.usecases.office import Browser, signed_in, words
from tests.world import NOON, World
from wms import settings
from wms.db import Database
from wms.layout.models import Warehouse
from wms.orders import queries
from wms.picking import board
from wms.picking.board import Narrowed


@pytest.fixture
def office(world: World) -> Browser:
    world.bins("A-01", "B-01").totes("T-1").item("MUG").item("CAP").stock("MUG", 5, at="A-01")
    accepted(world, "S-1", [("MUG", 1)], carrier="POST")
    accepted(world, "S-2", [("CAP", 1)], carrier="SWIFT")
    accepted(world, "S-3", [("MUG", 1), ("MUG", 2)], priority="2")
    allocated(world, "S-1", "S-2", "S-3")
    return signed_in(world)


def test_an_order_that_waits_says_why_and_leads_to_the_remedy(office: Browser) -> None:
    page = office.get("/orders?view=blocked")
    assert "There is not enough free stock of CAP" in words(page)
    assert 'href="/stock?text=CAP"' in page.get_data(as_text=True)
    assert "O-1 " not in words(page)


def test_one_that_is_ready_leads_to_a_wave(office: Browser) -> None:
    page = office.get("/orders?view=ready").get_data(as_text=True)
    assert 'href="/waves/plan?orders=O-1"' in page
    assert "O-2" not in page


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("view=all&carrier=POST", {"O-1"}),
        ("view=all&urgency=3", {"O-3"}),
        ("view=all&single=1", {"O-1", "O-2"}),
        ("view=all&text=O-2", {"O-2"}),
        ("view=all&text=S-3", {"O-3"}),
        ("view=all&text=%25", set()),
        ("view=all&merchant=NOBODY", set()),
        ("view=running", set()),
        ("view=nonsense&after=x&urgency=-1", {"O-1", "O-2", "O-3"}),
    ],
)
def test_the_board_is_narrowed(office: Browser, query: str, shown: set[str]) -> None:
    said = words(office.get(f"/orders?{query}"))
    assert {ref for ref in ("O-1", "O-2", "O-3") if f"{ref} S-" in said} == shown


def test_the_board_knows_the_zones_that_orders_go_into(world: World, office: Browser) -> None:
    released(world)
    with world.db.read() as conn:
        into = board.orders(conn, world.warehouse_id, Narrowed(zone="A"))
        assert board.zones(conn, world.warehouse_id) == ["A", "B"]
        assert board.orders(conn, world.warehouse_id, Narrowed(zone="B")) == []
        assert board.count(conn, world.warehouse_id, Narrowed(zone="A")) == 2
    assert [row.stands.reference for row in into] == ["O-3", "O-1"]


def test_long_boards_have_pages(world: World, office: Browser) -> None:
    for n in range(60):
        accepted(world, f"L-{n}", [("CAP", 1)])
    first = office.get("/orders?view=all").get_data(as_text=True)
    assert 'rel="next" href="/orders?view=all&amp;after=50"' in first
    second = words(office.get("/orders?view=all&after=50"))
    assert "O-63" in second
    assert "O-1 " not in second


def test_a_view_is_saved_and_forgotten(office: Browser) -> None:
    saved = office.post("/orders/views", name="Post today", query="view=all&carrier=POST")
    assert 'href="/orders?view=all&amp;carrier=POST" aria-current="page">Post today' in (
        saved.get_data(as_text=True)
    )
    gone = office.post("/orders/views", name="Post today", query="", forget="1")
    assert "Post today" not in words(gone)
    assert "needs a name" in words(office.post("/orders/views", name="", query="view=all"))


def test_an_order_is_made_urgent(world: World, office: Browser) -> None:
    told = words(office.post("/orders/O-1/urgent", back="/orders?view=all"))
    assert "O-1 is urgent" in told
    assert "It is next, alone on C-1" in told
    again = words(office.post("/orders/O-2/urgent", back="/orders/O-2"))
    assert "There is not enough free stock of CAP" in again


def test_an_order_is_cancelled_and_that_is_kept(world: World, office: Browser) -> None:
    told = words(office.post("/orders/O-3/cancel", why="customer"))
    assert "Order O-3 is cancelled" in told
    with world.db.read() as conn:
        assert queries.order(conn, world.ids["S-3"]).reason == "cancelled customer"


def test_what_is_refused_is_said_where_the_person_was(office: Browser) -> None:
    told = office.post("/orders/O-99/urgent", back="/orders?view=ready")
    assert told.request.path == "/orders"
    assert "There is no order O-99" in words(told)
    assert "There is no order O-99" not in words(office.get("/orders")), "it is said once"
    gone = office.get("/orders/O-99")
    assert gone.status_code == 404


def test_a_worker_looks_and_does_not_touch(world: World, office: Browser) -> None:
    looker = signed_in(world, "worker")
    assert looker.get("/orders/O-1").status_code == 200
    refused = looker.post("/orders/O-1/cancel", why="")
    assert refused.status_code == 403
    assert "This page is for: supervisor" in words(refused)


def test_each_warehouse_shows_its_own(world: World, office: Browser) -> None:
    assert "Warehouse" not in words(office.get("/orders")), "there is nothing to choose"
    row = {"code": "W2", "name": "Second", "timezone": "UTC"}
    world.do(lambda conn: conn.execute(insert(Warehouse).values(row)))
    told = words(office.post("/warehouse", warehouse="W2"))
    assert "Warehouse W1 W2" in told
    assert "No order is in this view" in words(office.get("/orders?view=all"))
    assert "O-1 S-1" in words(office.get("/orders?view=all&warehouse=W1"))
    office.post("/warehouse", warehouse="NO-SUCH")
    assert "O-1 S-1" in words(office.get("/orders?view=all")), "the first, if it is unknown"


def test_a_site_without_a_warehouse_says_what_to_do(sqlite_db: Database) -> None:
    empty = World.__new__(World)
    empty.db, empty.at, empty.config = sqlite_db, NOON, settings.load().data
    page = signed_in(empty).get("/")
    assert page.status_code == 422
    assert "There is no warehouse yet" in words(page)
    assert "Lay one out: wms init" in words(page)
