"""Stage directions of checks.

= picked SHOP-1 T-1 MUG:2 CAP:1    an order whose pieces were picked and set down at QC in
                                   a tote; a second line of the same order adds a tote
  (at=PACK sets it down there, lot=L1 expires=2027-01-31, status=filling leaves it on a cart)
= due SHOP-1                       its check is asked for
= checks?                          which checks there are and how they ended
= lines? SHOP-1                    ordered, picked and short pieces, and the order's status
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, insert, select, update

from tests.dialogues.stage import Stage, direction
from tests.orders import accepted
from wms.catalog.models import Item
from wms.orders.models import Order, OrderLine
from wms.picking.models import Cluster, OrderTote
from wms.quality.check import due
from wms.quality.models import QcCheck
from wms.stock import lpn


@direction("picked")
def _picked(stage: Stage, words: list[str], given: dict[str, str]) -> list[str]:
    world, (ref, tote, *goods) = stage.world, words
    wanted = [(sku, int(n)) for sku, n in (word.split(":") for word in goods)]
    lot = {name: given[name] for name in ("lot", "expires") if name in given}
    if ref not in world.ids:
        accepted(world, ref, wanted)
    if tote not in world.ids:
        world.totes(tote)
    for sku, n in wanted:
        world.stock(sku, n, at=given.get("at", "QC"), lpn=tote, **lot)
    row = {"status": given.get("status", "dropped")}
    world.do(lambda c: _tied(c, stage, ref, tote, wanted, row))
    world.do(lambda c: lpn.put(c, world.ids[tote], location_id=world.ids[given.get("at", "QC")]))
    return []


def _tied(
    conn: Connection,
    stage: Stage,
    ref: str,
    tote: str,
    wanted: list[tuple[str, int]],
    row: dict[str, Any],
) -> None:
    world = stage.world
    made = {"warehouse_id": world.warehouse_id, "reference": f"{ref}/{tote}", "status": "done"}
    made |= {"created_at": world.at}
    cluster = conn.execute(insert(Cluster).returning(Cluster.id), made).scalar_one()
    ids = {"lpn_id": world.ids[tote], "order_id": world.ids[ref], "cluster_id": cluster}
    conn.execute(insert(OrderTote), ids | row)
    for sku, n in wanted:
        line = update(OrderLine).where(OrderLine.order_id == world.ids[ref])
        line = line.where(OrderLine.item_id == world.ids[sku])
        conn.execute(line.values(picked=OrderLine.picked + n))
    picked = update(Order).where(Order.id == world.ids[ref])
    conn.execute(picked.values(status="picked"))


@direction("due")
def _due(stage: Stage, words: list[str], given: dict[str, str]) -> list[str]:
    world = stage.world
    for ref in words:
        world.do(lambda c, ref=ref: due(c, world.ids[ref], "nth_order", world.at))
    return []


@direction("checks?")
def _checks(stage: Stage, words: list[str], given: dict[str, str]) -> list[str]:
    asked = select(Order.external_ref, QcCheck.status).join(Order, Order.id == QcCheck.order_id)
    with stage.world.db.read() as conn:
        found = [f"{r.external_ref} {r.status}" for r in conn.execute(asked.order_by(QcCheck.id))]
    return [", ".join(found) or "none"]


@direction("lines?")
def _lines(stage: Stage, words: list[str], given: dict[str, str]) -> list[str]:
    order_id = stage.world.ids[words[0]]
    asked = (
        select(Item.sku, OrderLine.ordered, OrderLine.picked, OrderLine.short)
        .join(Item, Item.id == OrderLine.item_id)
        .where(OrderLine.order_id == order_id)
        .order_by(OrderLine.line_no)
    )
    with stage.world.db.read() as conn:
        status = conn.execute(select(Order.status).where(Order.id == order_id)).scalar_one()
        told = [f"{r.sku} {r.picked}/{r.ordered} short {r.short}" for r in conn.execute(asked)]
    return [f"{status}: {', '.join(told)}"]
