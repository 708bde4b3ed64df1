"""A bench without its hardware: the verbs of packing and shipping, one transaction each."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from tests import packing as stage
from tests.world import World
from wms import jobs
from wms.orders import queries as orders
from wms.packing import begin, close, put, weigh
from wms.people.actor import Actor
from wms.picking.models import OrderTote
from wms.shipping import hand_over, label, ship
from wms.terminal.machine import Person, Post, Work


class Bench:
    """Station `code` of a world, with nobody signed in."""

    def __init__(self, world: World, code: str = "B1") -> None:
        self.world = world
        desk = world.station(code, "bench")
        self.post = desk.post
        self.actor = Actor(None, self.post.id, None)

    def do(self, verb: Any, **given: Any) -> Any:
        return self.world.do(lambda conn: verb(conn, actor=self.actor, **given))

    def work(self, conn: Connection) -> Work:
        post = Post(self.post.id, self.post.code, "bench", self.world.warehouse_id)
        return Work(conn, Person(), post, self.world.at, self.world.config)

    def begin(self, order_id: int) -> int:
        given = {"order_id": order_id, "station_id": self.post.id, "at": self.world.at}
        given |= {"carton_id": self.world.ids["C2"], "company_prefix": "9521234"}
        return int(self.world.do(lambda c: begin.begin(c, self.world.warehouse_id, **given)))

    def put(self, parcel_id: int, sku: str, quantity: int, **given: Any) -> None:
        given |= {"parcel_id": parcel_id, "item_id": self.world.ids[sku], "quantity": quantity}
        self.do(put.put, warehouse_id=self.world.warehouse_id, at=self.world.at, **given)

    def unpack(self, parcel_id: int) -> str:
        given = {"warehouse_id": self.world.warehouse_id, "at": self.world.at}
        return str(self.do(put.unpack, parcel_id=parcel_id, **given))

    def weigh(self, parcel_id: int, grams: int, **given: Any) -> Any:
        config = self.world.config
        return self.do(weigh.weigh, parcel_id=parcel_id, grams=grams, config=config, **given)

    def label(self, parcel_id: int) -> None:
        self.world.do(lambda conn: label.label(self.work(conn), parcel_id=parcel_id))

    def close(self, parcel_id: int) -> bool:
        return bool(self.do(close.close, parcel_id=parcel_id, at=self.world.at))

    def hand_over(self, parcel_id: int, lane: str = "LANE-1") -> None:
        given = {"warehouse_id": self.world.warehouse_id, "at": self.world.at, "lane": lane}
        given |= {"departs": self.world.config["shipping"]["departs"]}
        lane_id = self.world.ids[lane]
        self.do(hand_over.hand_over, parcel_id=parcel_id, lane_id=lane_id, **given)

    def finish(self, parcel_id: int, grams: int) -> None:
        """Weigh, label, close and hand over."""
        assert self.weigh(parcel_id, grams) is None
        self.label(parcel_id)
        self.close(parcel_id)
        self.hand_over(parcel_id)

    def depart(self) -> None:
        while jobs.run_one(self.world.db, {"ship_parcel": ship.ship}, self.world.at):
            pass


def with_order(world: World) -> Bench:
    """Return a bench where O-1, three mugs and a cap in T-1 and T-2, waits to be packed."""
    world.item("MUG", weight_grams=300).item("CAP", weight_grams=90).item("HAT")
    stage.carton(world, "C2", (300, 200, 150), tare=120)
    stage.carrier(world, "POST", "LANE-1")
    totes = {"T-1": [("MUG", 2, "")], "T-2": [("MUG", 1, ""), ("CAP", 1, "")]}
    stage.picked(world, "O-1", totes, short={"HAT": 1})
    return Bench(world)


def counters(world: World, ref: str = "O-1") -> dict[str, tuple[int, int, int]]:
    """Return SKU -> (picked, packed, shipped)."""
    with world.db.read() as conn:
        lines = orders.lines(conn, [world.ids[ref]])
    return {line.sku: (line.picked, line.packed, line.shipped) for line in lines}


def status(world: World, ref: str = "O-1") -> str:
    with world.db.read() as conn:
        return orders.order(conn, world.ids[ref]).status


def tied(world: World) -> list[str]:
    with world.db.read() as conn:
        return list(conn.execute(select(OrderTote.status).order_by(OrderTote.id)).scalars())
