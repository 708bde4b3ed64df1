"""A stranger's integration, written from the API's documentation alone: orders in, parcels out, one
cancelled late and one too late, a return, and stock that agrees with the stranger's own books."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests import stranger
from tests.browser.serving import Site
from tests.crew import Crew
from tests.line import Line, bad_line
from tests.stranger import books, wares
from tests.stranger.follow import Follower
from tests.stranger.hook import Inbox, receiving
from tests.stranger.shop import Shop
from tests.stranger.wire import Api, RefusalError
from tests.world import World
from wms.counting import adjust
from wms.db import Database
from wms.people import enroll
from wms.people.actor import Actor

CONFIG = """
[api]
calls_per_minute = 180
calls_at_once = 8
[webhooks]
allow_private = true
first_retry_seconds = 1
"""
WEIGHTS = {item["sku"]: item["weight_grams"] for item in wares.ITEMS}
PATIENCE_SECONDS = 30.0
SHIPPED = ["order.accepted", "order.allocated", "order.released", "order.picked"]
SHIPPED += ["order.packed", "order.shipped"]


@pytest.fixture
def world(postgresql_db: Database) -> World:
    """Where commits overtake each other: what holds there holds on SQLite too."""
    return World(postgresql_db)


@pytest.fixture
def site(world: World, tmp_path: Path) -> Iterator[Site]:
    """A fresh site: a server, and what does its jobs."""
    config = tmp_path / "site.toml"
    config.write_text(CONFIG, "utf-8")
    site = Site(world, config)
    site.start()
    url = world.db.engine.url.render_as_string(hide_password=False)
    env = os.environ | {"WMS_DATABASE_URL": url, "WMS_CONFIG": str(config)}
    worker = subprocess.Popen(
        [sys.executable, "-m", "wms.cli", "work"], env=env, stdout=subprocess.DEVNULL
    )
    yield site
    worker.terminate()
    assert worker.wait(20) == 0
    site.kill()


@pytest.fixture
def line(site: Site) -> Iterator[Line]:
    with bad_line(site.url) as found:
        yield found


@pytest.fixture
def shop(world: World, line: Line) -> Shop:
    def key(conn: object) -> str:
        owner = enroll.merchant(conn, code="SHOP")  # type: ignore[arg-type]
        given = {"name": "shop", "merchant_id": owner, "role": "erp"}
        return enroll.api_key(conn, **given)[1]  # type: ignore[arg-type]

    return Shop(Api(line.url, world.do(key)))


def _until(follower: Follower, is_so: Callable[[], bool]) -> None:
    """Follow the feed until something is so."""
    latest = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < latest, follower.statuses
        follower.read_on(wait=2)


def _are(follower: Follower, status: str, *names: str) -> Callable[[], bool]:
    return lambda: all(follower.statuses.get(name) == status for name in names)


def _lpns_at_the_dock(shop: Shop) -> list[str]:
    rows = shop.api.pages("/stock/bins", location="DOCK")
    return sorted({row["lpn"] for row in rows})


def test_the_stranger_knows_nothing_of_us() -> None:
    for path in Path(stranger.__path__[0]).glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for name in names:
                own = name == "tests.stranger" or name.startswith("tests.stranger.")
                assert own or name.partition(".")[0] in sys.stdlib_module_names, (path, name)


@pytest.mark.slow
def test_a_shop_connects_in_an_afternoon(
    world: World, line: Line, shop: Shop, tmp_path: Path
) -> None:
    with receiving(stumbles=1) as inbox:
        shop.listen(inbox, "order.*", "shipment.shipped", "return.*")
        crew = Crew(world, WEIGHTS)
        _goods_come(shop, crew, line)
        follower = Follower(shop.api, tmp_path / "shop.json")
        _orders_come(shop, follower)
        _one_moves_and_one_is_cancelled_late(shop, crew, follower)
        follower = Follower(shop.api, tmp_path / "shop.json")
        _the_rest_leaves(shop, crew, follower)
        _one_comes_back(shop, crew, world)
        while follower.read_on():
            pass
        _stock_agrees(shop, follower, world)
        _all_ask_at_once(shop)
        _both_tell_the_same(shop, follower, inbox)
    assert {0, 409, 412, 422, 429, 503} <= set(shop.api.met)
    assert shop.api.replayed == 2
    _all_is_documented(shop.api)


def _goods_come(shop: Shop, crew: Crew, line: Line) -> None:
    """Items and a delivery, over a line that loses answers."""
    line.faults += ["cut", 503]
    [bad] = shop.register(wares.ITEMS)
    assert bad["index"] == 3
    assert bad["errors"][0]["field"] == "gtin"
    line.faults += [409, "cut"]
    announced = shop.expect("PO-1", {"MUG": 20, "CAP": 10, "PEN": 10})
    assert announced["status"] == "expected"
    crew.receive("PO-1", {"MUG": 20, "CAP": 9, "PEN": 10})
    receipt = shop.api.get("/receipts/PO-1")
    assert (receipt["received"], receipt["short"], receipt["status"]) == (39, 1, "received")
    crew.put_away(*_lpns_at_the_dock(shop))


def _orders_come(shop: Shop, follower: Follower) -> None:
    """In bulk, two of them bad, and as Shopify has them, one of them bad."""
    refused = shop.sell(
        [
            wares.order("SO-1", {"MUG": 2, "CAP": 1}),
            wares.order("SO-2", {"SOFA": 1}),
            wares.order("SO-3", {"MUG": 3}),
            wares.order("SO-4", {"CAP": 0}),
            wares.order("SO-5", {"PEN": 4}),
        ]
    )
    assert [(row["index"], row["errors"][0]["field"]) for row in refused] == [
        (1, "lines.0.sku"),
        (3, "lines.0.quantity"),
    ]
    sent = wares.shopify(("#1001", "CAP", 2), ("#1002", "SOFA", 1))
    run, wrong = shop.upload(sent, format_name="shopify")
    assert (run["read"], run["accepted"], run["refused"]) == (2, 1, 1)
    assert [row["line"] for row in wrong if row["kind"] == "refused"] == [2]
    _until(follower, _are(follower, "released", "SO-1", "SO-3", "SO-5", "#1001"))


def _one_moves_and_one_is_cancelled_late(shop: Shop, crew: Crew, follower: Follower) -> None:
    """Released orders: one goes elsewhere, one that is picked already is cancelled."""
    changed = shop.move("SO-5", "ul. Nowa 9")
    assert changed["outcome"] == "applied"
    assert changed["order"]["recipient"]["street"] == ["ul. Nowa 9"]
    crew.pick()
    _until(follower, _are(follower, "picked", "SO-1", "SO-3", "SO-5", "#1001"))
    answer = shop.cancel("SO-3", "the customer called")
    assert (answer["outcome"], answer["pieces_to_put_back"]) == ("accepted", 3)
    assert shop.cancel("SO-3", "the customer called")["outcome"] == "unchanged"


def _the_rest_leaves(shop: Shop, crew: Crew, follower: Follower) -> None:
    totes = {row["lpn"] for row in shop.api.pages("/stock/bins", location="PACK")}
    [cancelled] = {
        move["target"]["lpn"] for move in shop.api.pages("/moves", order="SO-3", kind="pick")
    }
    for tote in sorted(totes - {cancelled}):
        crew.pack(tote)
    crew.put_away(cancelled)
    _until(follower, _are(follower, "shipped", "SO-1", "SO-5", "#1001"))
    assert follower.statuses["SO-3"] == "cancelled"
    [parcel] = shop.api.get("/orders/SO-1")["parcels"]
    assert follower.tracking["SO-1"] == [parcel["tracking"]]
    with pytest.raises(RefusalError) as refusal:
        shop.cancel("SO-1", "too late")
    assert (refusal.value.status, refusal.value.code) == (422, "orders.shipped")
    assert refusal.value.remedy == "Register a return"


def _one_comes_back(shop: Shop, crew: Crew, world: World) -> None:
    """And somebody breaks a mug."""
    shop.send_back("RMA-1", "SO-1", {"MUG": 1})
    crew.take_back("RMA-1", "MUG")
    found = shop.api.get("/returns/RMA-1")
    assert (found["status"], found["dispositions"]["restock"]) == ("received", 1)
    crew.put_away(*_lpns_at_the_dock(shop))
    [place] = {r["location"] for r in shop.api.get("/stock/SHOP/MUG/bins")["bins"]}
    supervisor = Actor(world.worker("eva", role="supervisor", pin="4711").ids["eva"])
    item = shop.api.get("/items/SHOP/MUG")["id"]
    given = {"location_id": world.ids[place], "item_id": item, "lot_id": 0, "pieces": -1}
    given |= {"reason": "BROKEN", "actor": supervisor, "config": world.config, "at": world.at}
    world.do(lambda conn: adjust.adjust(conn, **given))


def _stock_agrees(shop: Shop, follower: Follower, world: World) -> None:
    wanted = {"CAP": 9 - 1 - 2, "MUG": 20 - 2 + 1 - 1, "PEN": 10 - 4}
    assert follower.books.on_hand() == wanted
    assert books.in_stock(shop.api) == wanted
    assert books.in_ledger(shop.api) == wanted
    assert world.differences() == []


def _all_ask_at_once(shop: Shop) -> None:
    """More than the key may: everybody is answered all the same, a little later."""
    with ThreadPoolExecutor(8) as people:
        asked = [people.submit(shop.api.get, "/stock", sku="MUG") for _ in range(24)]
        found = [one.result()["items"][0]["on_hand"] for one in asked]
    assert found == [18] * 24


def _both_tell_the_same(shop: Shop, follower: Follower, inbox: Inbox) -> None:
    """The inbox, which was told first at the second attempt, and the feed."""
    latest = time.monotonic() + PATIENCE_SECONDS
    while "return.received" not in {m["type"] for m in inbox.messages.values()}:
        assert time.monotonic() < latest, len(inbox.messages)
        time.sleep(0.1)
    assert (inbox.refused, inbox.repeated) == (0, 0)
    assert inbox.types("SO-1") == SHIPPED
    assert inbox.types("SO-3")[-2:] == ["order.picked", "order.cancelled"]
    assert "order.changed" in inbox.types("SO-5")
    wanted = ("order.", "shipment.shipped", "return.")
    all_there_is = shop.api.get("/changes", limit=500)["items"]
    told = [c["id"] for c in all_there_is if c["type"].startswith(wanted)]
    assert list(inbox.messages) == told
    assert set(told) <= set(follower.seen)


def _all_is_documented(api: Api) -> None:
    """What the stranger asked for is in the document, word for word."""
    paths = api.get("/openapi.json")["paths"]
    for method, path in api.used:
        fitting = [
            known
            for known in paths
            if method.lower() in paths[known]
            and re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", known), "/api/v1" + path)
        ]
        assert fitting, (method, path)
