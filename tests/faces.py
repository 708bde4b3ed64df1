"""Pick faces for tests: set them, look over them, walk the work of a replenisher."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from tests.world import World
from wms.orders import queries as orders
from wms.orders.models import Order
from wms.orders.reasons import words
from wms.people.actor import Actor
from wms.picking.models import Pick
from wms.replenishment import claim
from wms.replenishment.bring import bring
from wms.replenishment.queries import TaskRow, unfinished
from wms.replenishment.set_face import set_face
from wms.replenishment.take import take
from wms.stock import promises
from wms.work import work_off

_OPEN = (
    select(Pick.reservation_id, Pick.location_id, Order.status, Order.reason)
    .join(Order, Order.id == Pick.order_id)
    .where(Pick.status == "open")
)


def face(world: World, sku: str, bin_code: str, least: int = 0, most: int = 10) -> None:
    """Let an item be picked from a bin, and do what follows from that."""
    ids = {"item_id": world.ids[sku], "location_id": world.ids[bin_code]}
    world.do(lambda c: set_face(c, **ids, least=least, most=most, at=world.at))
    jobs(world)


def jobs(world: World) -> None:
    """Do all that transactions wished for."""
    work_off(world.db, lambda: world.at)


def tasks(world: World) -> list[str]:
    """Return the unfinished tasks, most urgent first, in words."""
    with world.db.read() as conn:
        found = unfinished(conn, world.warehouse_id)
    return [
        f"{t.quantity} {t.sku}{'' if t.lot == '-' else ' ' + t.lot} {t.source} > {t.face} {t.why}"
        + (f" {t.worker}" if t.worker else "")
        + (f" {t.on_the_way} on the way" if t.on_the_way else "")
        for t in found
    ]


def actor(world: World, worker: str) -> Actor:
    return Actor(worker_id=world.ids[worker])


def claimed(world: World, worker: str) -> TaskRow | None:
    """Let a worker take the next task."""
    ids = {"warehouse_id": world.warehouse_id, "worker_id": world.ids[worker]}
    found: TaskRow | None = world.do(lambda c: claim.claim(c, **ids, at=world.at))
    return found


def taken(world: World, worker: str, task: TaskRow, quantity: int) -> None:
    given: dict[str, Any] = {"task_id": task.id, "quantity": quantity, "at": world.at}
    world.do(lambda c: take(c, **given, actor=actor(world, worker)))


def brought(world: World, worker: str, task: TaskRow, quantity: int) -> None:
    given: dict[str, Any] = {"task_id": task.id, "quantity": quantity, "at": world.at}
    world.do(lambda c: bring(c, **given, actor=actor(world, worker)))


def refilled(world: World, worker: str) -> TaskRow:
    """Let a worker do the next task from end to end."""
    task = claimed(world, worker)
    assert task is not None
    taken(world, worker, task, task.quantity)
    brought(world, worker, task, task.quantity)
    return task


def reason(world: World, ref: str) -> str:
    """Return why an order waits, in words."""

    def ask(conn: Connection) -> str:
        return str(words(orders.order(conn, world.ids[ref]).reason))

    return str(world.do(ask))


def stuck(world: World) -> list[str]:
    """Return the picks that wait for a face to which nobody is asked to bring their pieces."""
    with world.db.read() as conn:
        tasks = unfinished(conn, world.warehouse_id)
        waiting = conn.execute(_OPEN.where(Pick.waits_at_id.is_not(None))).all()
        lies = {p.reservation_id: p for p in promises.by_id(conn, [w[0] for w in waiting])}
    sources = {(t.item_id, t.source_id) for t in tasks if not t.taken}
    coming = {t.item_id for t in tasks if t.on_the_way}
    found = []
    for reservation_id, _, status, reason in waiting:
        place = lies[reservation_id]
        on_cart = place.location_id == world.ids["CART"] and place.item_id in coming
        if not on_cart and (place.item_id, place.location_id) not in sources:
            found.append(f"{reservation_id} at {place.location_id}")
        if status != "released" or not reason.startswith("replenish "):
            found.append(f"{reservation_id}: {status} {reason!r}")
    return found


def misled(world: World) -> list[int]:
    """Return the picks that send somebody where their pieces are not."""
    with world.db.read() as conn:
        going = conn.execute(_OPEN.where(Pick.waits_at_id.is_(None))).all()
        lies = {p.reservation_id: p for p in promises.by_id(conn, [g[0] for g in going])}
    return [number for number, at, *_ in going if lies[number].location_id != at]
