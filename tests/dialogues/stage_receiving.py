"""Stage directions of what does not come as announced, and of cross-dock:

= receiving cross_dock=yes over_percent=10   settings of the site, for stations that come after
= discrepancies? A-1      pieces over and damaged: how many, who let them in and why
= unknown?                what waits to be named      = resolve 1 MUG [pieces=6] [lot=L1]
= wait                    promise stock to all orders that wait, as the job worker does
= promised? MUG           which pieces are promised, and for what
"""

from __future__ import annotations

from sqlalchemy import select

from tests.dialogues.stage import Stage, direction
from wms.inbound import queries, resolve, unknown
from wms.inbound.models import AsnDiscrepancy
from wms.orders.allocate import allocate
from wms.orders.models import Order
from wms.people.actor import SYSTEM
from wms.people.models import Worker
from wms.stock import queries as stock


@direction("receiving")
def _receiving(stage: Stage, words: list[str], given: dict[str, str]) -> list[str]:
    said = {k: v == "yes" if v in ("yes", "no") else int(v) for k, v in given.items()}
    config = stage.world.config
    stage.world.config = {**config, "receiving": {**config["receiving"], **said}}
    return []


@direction("discrepancies?")
def _discrepancies(stage: Stage, words: list[str], given: dict[str, str]) -> list[str]:
    with stage.world.db.read() as conn:
        asn = queries.by_reference(conn, words[0])
        assert asn is not None
        skus = {line.id: line.sku for line in queries.lines(conn, asn.id)}
        names = {row.id: row.name for row in conn.execute(select(Worker.id, Worker.name))}
        columns = AsnDiscrepancy.__table__.c
        asked = select(*columns).where(columns.asn_line_id.in_(list(skus)))
        rows = conn.execute(asked.order_by(columns.id)).all()
    told = []
    for row in rows:
        line = (
            f"{row.quantity} {skus[row.asn_line_id]} {row.kind}, noted by {names[row.noted_by_id]}"
        )
        let_in = f", let in by {names[row.let_in_by_id]}: {row.reason}" if row.let_in_by_id else ""
        told.append(line + let_in)
    return told or ["none"]


@direction("unknown?")
def _unknown(stage: Stage, words: list[str], given: dict[str, str]) -> list[str]:
    with stage.world.db.read() as conn:
        rows = unknown.open_ones(conn)
    return [
        f"{row.id}: {row.quantity} of {row.code}, on {row.lpn}, came with {row.asn or '-'}"
        for row in rows
    ] or ["none"]


@direction("resolve")
def _resolve(stage: Stage, words: list[str], given: dict[str, str]) -> list[str]:
    world = stage.world
    done = world.do(
        lambda conn: resolve.resolve(
            conn,
            unknown_id=int(words[0]),
            item_id=world.ids[words[1]],
            pieces_each=int(given.get("pieces", "1")),
            lot=given.get("lot", ""),
            actor=SYSTEM,
            at=world.at,
            config=world.config,
        )
    )
    return [f"{done.pieces} {done.sku} on {done.lpn}, booked with {done.asn}"]


@direction("wait")
def _wait(stage: Stage, words: list[str], given: dict[str, str]) -> list[str]:
    world = stage.world
    with world.db.read() as conn:
        asked = select(Order.id).where(Order.status.in_(("accepted", "waiting")))
        todo = list(conn.execute(asked.order_by(Order.priority, Order.id)).scalars())
    world.do(lambda conn: allocate(conn, world.warehouse_id, todo, at=world.at))
    return []


@direction("promised?")
def _promised(stage: Stage, words: list[str], given: dict[str, str]) -> list[str]:
    with stage.world.db.read() as conn:
        rows = stock.of_item(conn, stage.world.ids[words[0]])
    return [
        f"{row.location}{'/' + row.lpn if row.lpn_id else ''} {row.reserved} of {row.on_hand}"
        for row in rows
        if row.reserved
    ] or ["none"]
