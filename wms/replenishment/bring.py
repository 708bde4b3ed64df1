"""Bring goods that are on the way to their face, or what does not fit there to another bin."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, case, update

from wms.catalog import queries as catalog
from wms.errors import Refused
from wms.inbound import queries as inbound
from wms.inbound import rules as bins
from wms.people.actor import Actor
from wms.picking import follow
from wms.replenishment import claim
from wms.replenishment.models import Replenishment as Task
from wms.replenishment.queries import TaskRow
from wms.replenishment.serve import serve
from wms.replenishment.take import FOR, KIND, keep, on_the_way
from wms.stock import freed, loads, lpn
from wms.stock import queries as stock
from wms.stock.carry import carry
from wms.stock.contents import Bin, Content
from wms.stock.ledger import Move, Place
from wms.text import T
from wms.units import quantity as sensible

_IS_ALL = Task.brought + bindparam("n") + bindparam("elsewhere") >= Task.taken
_BROUGHT = (
    update(Task)
    .where(Task.id == bindparam("task_id"))
    .values(
        brought=Task.brought + bindparam("n"),
        taken=Task.taken - bindparam("elsewhere"),
        status=case((_IS_ALL, "done"), else_=Task.status),
        worker_id=case((_IS_ALL, None), else_=Task.worker_id),
        done_at=case((_IS_ALL, bindparam("at", type_=Task.done_at.type)), else_=None),
    )
)


def bring(conn: Connection, *, task_id: int, quantity: int, actor: Actor, at: datetime) -> None:
    """Put `quantity` pieces on the face of a task; picks that waited for them are walked at once.

    :raises Refused: the task is not the actor's, fewer are on the way, or another lot or other
        goods lie on the face.
    """
    task = _under_way(conn, task_id, sensible(quantity), actor)
    face = loads.bin_now(conn, task.face_id, task.source_lpn_id)
    _check_face(conn, task, face, quantity)
    _carry(conn, task, quantity, task.face_id, KIND, actor, at)
    serve(conn, task.warehouse_id, task.item_id, at=at)
    _note(conn, task, quantity, 0, at)
    freed.tell(conn, task.warehouse_id, at=at)


def put_elsewhere(
    conn: Connection,
    *,
    task_id: int,
    location_id: int,
    actor: Actor,
    at: datetime,
    config: Mapping[str, Any],
) -> int:
    """Put all that is still on the way into another bin, where it may lie, and return the pieces;
    orders that wait for them wait on, and what they need is asked for anew.

    :raises Refused: `replenish.bin` when that bin does not take them; as `bring`.
    """
    task = claim.mine(conn, task_id, actor)
    quantity = task.on_the_way
    _under_way(conn, task_id, quantity, actor)
    check_elsewhere(conn, task=task, location_id=location_id, config=config)
    _carry(conn, task, quantity, location_id, "move", actor, at)
    waiting = follow.waiting_for(conn, task.warehouse_id, task.item_id)
    follow.follow(conn, waiting)
    _note(conn, task, 0, quantity, at)
    freed.refill(conn, task.warehouse_id, at=at)
    return quantity


def check_elsewhere(
    conn: Connection, *, task: TaskRow, location_id: int, config: Mapping[str, Any]
) -> None:
    """Lock a bin and make sure that it takes what is still on the way.

    :raises Refused: `replenish.bin`, with the reason.
    """
    bin_ = loads.bin_now(conn, location_id, task.source_lpn_id)
    why = bins.why_not(
        bin_,
        [_content(conn, task, task.on_the_way)],
        sharing=inbound.sharing_codes(conn, {task.item_id}),
        fill_percent=config["putaway"]["fill_percent"],
    )
    if bin_.warehouse_id != task.warehouse_id:
        why = T("{bin} is in another warehouse", bin=bin_.code)
    if location_id == task.face_id:
        why = T("{bin} has no more room", bin=bin_.code)
    if why is not None:
        back = T("Take them back to {bin}", bin=task.source)
        other = location_id != task.source_id
        raise Refused("replenish.bin", why, back if other else T("Scan another bin"))


def _under_way(conn: Connection, task_id: int, quantity: int, actor: Actor) -> TaskRow:
    task = claim.mine(conn, task_id, actor)
    if not 0 < quantity <= task.on_the_way:
        words = T("You have {n} {sku} on the way", n=task.on_the_way, sku=task.sku)
        raise Refused("replenish.too_many", words, T("Scan BACK, then REPLENISH"))
    return task


def _check_face(conn: Connection, task: TaskRow, face: Bin, quantity: int) -> None:
    """The face was made for the item, so only what lies there already may stand in the way."""
    sharing = inbound.sharing_codes(conn, {task.item_id})
    goods = [_content(conn, task, quantity)]
    why = bins.why_apart(face.code, face.contents, goods, sharing=sharing)
    if why is not None:
        raise Refused("replenish.face", why, T("Wait until it is picked empty"))


def _content(conn: Connection, task: TaskRow, quantity: int) -> Content:
    item = catalog.item(conn, task.item_id)
    sides = (item.length_mm, item.width_mm, item.height_mm)
    return Content(
        task.item_id,
        task.sku,
        task.lot_id,
        task.merchant_id,
        quantity,
        sides,
        item.weight_grams,
    )


def _carry(
    conn: Connection,
    task: TaskRow,
    quantity: int,
    target_id: int,
    kind: str,
    actor: Actor,
    at: datetime,
) -> None:
    """Move pieces off the cart; out of an LPN they lie loose from then on."""
    source = Place(on_the_way(conn, task), task.source_lpn_id)
    kept = keep(conn, task, quantity, source, T("Scan BACK, then REPLENISH"))
    move = Move(kind, task.goods, quantity, source, Place(target_id), FOR, task.id)
    carry(conn, task.warehouse_id, move, kept, actor=actor, at=at)
    if task.source_lpn_id and not stock.in_lpn(conn, task.source_lpn_id):
        lpn.put(conn, task.source_lpn_id, location_id=None)


def _note(conn: Connection, task: TaskRow, brought: int, elsewhere: int, at: datetime) -> None:
    row = {"task_id": task.id, "n": brought, "elsewhere": elsewhere, "at": at}
    conn.execute(_BROUGHT, row)
