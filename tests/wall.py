"""A put wall and batches for tests, and whether books and totes of a batch agree."""

from __future__ import annotations

from sqlalchemy import func, select

from tests.orders import allocated
from tests.world import Desk, World
from wms.picking import wall
from wms.picking.batch import form_batch
from wms.picking.models import Cluster, OrderTote, Pick, WallSlot
from wms.stock import queries as stock


def put_wall(world: World, slots: int, code: str = "WALL") -> None:
    """Add a put wall and its slots, `WALL-01` and on."""
    world.bins(code, kind="wall")
    world.bins(*(f"{code}-{n:02d}" for n in range(1, slots + 1)), kind="slot")


def batch(world: World, *refs: str) -> int:
    """Promise stock to orders and make one batch of them; return its id."""
    assert not any(allocated(world, *refs).values())
    ids = [world.ids[ref] for ref in refs]
    given = {"warehouse_id": world.warehouse_id, "order_ids": ids, "at": world.at}
    return int(world.do(lambda conn: form_batch(conn, **given)))


def walked(world: World, worker: str, tote: str) -> Desk:
    """Let somebody pick the next batch into a tote and set it down at the wall; who has everything
    in the tote is asked for by the screens."""
    desk = world.station(f"H-{worker}", worker=worker)
    desk.key("PICK")
    desk.scan(tote)
    while desk.screen.title == "PICK":
        if desk.screen.expects:
            desk.scan(desk.screen.expects)
        else:
            desk.scan(dict(desk.screen.lines)["Item"])
            if not desk.screen.expects:
                desk.key("QTY")
    desk.scan(desk.screen.expects)
    assert desk.screen.title == "MENU", desk.screen
    return desk


def slots(world: World) -> dict[str, str]:
    """Return slot -> order of the slots in use."""
    asked = select(WallSlot.location_id).where(WallSlot.emptied_at.is_(None))
    with world.db.read() as conn:
        found = [wall.slot(conn, n) for n in conn.execute(asked).scalars().all()]
    return {slot.code: slot.order for slot in found if slot is not None}


def unmatched(world: World) -> list[object]:
    """Return what does not agree between what was picked in batches and is not sorted, and what
    lies in their common totes: nothing, ever."""
    asked = (
        select(Pick.cluster_id, Pick.item_id, Pick.lot_id, func.sum(Pick.picked - Pick.sorted))
        .join(Cluster, Cluster.id == Pick.cluster_id)
        .where(Cluster.method == "batch")
        .group_by(Pick.cluster_id, Pick.item_id, Pick.lot_id)
    )
    totes = select(OrderTote.cluster_id, OrderTote.lpn_id).where(
        OrderTote.order_id.is_(None), OrderTote.status != "empty"
    )
    with world.db.read() as conn:
        booked = {tuple(row[:3]): int(row[3]) for row in conn.execute(asked) if row[3]}
        lying: dict[tuple[int, ...], int] = {}
        for cluster_id, lpn_id in conn.execute(totes).all():
            for p in stock.in_lpn(conn, lpn_id):
                key = (cluster_id, p.item_id, p.lot_id)
                lying[key] = lying.get(key, 0) + p.on_hand
    return sorted(set(booked.items()) ^ set(lying.items()))
