"""Stage directions of waves: `= allocate`, `= wave O-1 O-2` (made and released), `= wave W-1`
(released again), `= unrelease W-1`, `= reassign C-1 ben` (or to the pool), `= urgent O-2`,
`= why O-1 W-1`, `= wave? W-1`, `= look` (what the screen shows, but the person has not seen)."""

from __future__ import annotations

from sqlalchemy import select

from tests.dialogues.stage import Stage, direction
from tests.dialogues.transcript import drawn
from tests.orders import allocated
from tests.waves import planned, released_wave, urgent
from wms.orders.models import Order
from wms.picking import waves
from wms.picking.rules import cart_of
from wms.picking.unrelease import unrelease
from wms.web.taken_away import reassign


def _id(stage: Stage, reference: str) -> int:
    with stage.world.db.read() as conn:
        found = conn.execute(select(Order.id).where(Order.reference == reference))
        return int(found.scalar_one())


@direction("allocate")
def _allocate(stage: Stage, words: list[str], given: dict[str, str]) -> list[str]:
    with stage.world.db.read() as conn:
        refs = conn.execute(select(Order.external_ref).order_by(Order.id)).scalars().all()
    allocated(stage.world, *refs)
    return []


@direction("wave")
def _wave(stage: Stage, words: list[str], given: dict[str, str]) -> list[str]:
    world = stage.world
    if words[0].startswith("W-"):
        return [f"clusters made: {len(released_wave(world, words[0]).clusters)}"]
    reference, draft = planned(world, [_id(stage, word) for word in words])
    released_wave(world, reference)
    return [f"{reference}: {len(draft.orders)} orders, {len(draft.plan.batches)} clusters"]


@direction("wave?")
def _wave_is(stage: Stage, words: list[str], given: dict[str, str]) -> list[str]:
    with stage.world.db.read() as conn:
        wave = waves.wave(conn, words[0])
        clusters = waves.clusters(conn, wave.id)
    told = [f"{wave.reference} {wave.status}: {wave.orders} orders"]
    return told + [f"{c.reference} {c.status} {c.worker}: {c.open}/{c.lines}" for c in clusters]


@direction("unrelease")
def _unrelease(stage: Stage, words: list[str], given: dict[str, str]) -> list[str]:
    world = stage.world
    cart = cart_of(world.config)
    done = world.do(
        lambda c: unrelease(c, wave_id=waves.wave(c, words[0]).id, cart=cart, at=world.at)
    )
    kept = [f"{k.cluster} of {k.worker} goes on" for k in done.kept]
    return [f"{', '.join(done.clusters)}: {done.orders} orders wait", *kept]


@direction("reassign")
def _reassign(stage: Stage, words: list[str], given: dict[str, str]) -> list[str]:
    world, login = stage.world, words[1] if len(words) > 1 else ""

    done = world.do(lambda c: reassign(c, cluster=words[0], login=login, at=world.at))
    return [f"{words[0]} is with {done.name or 'nobody'}"]


@direction("urgent")
def _urgent(stage: Stage, words: list[str], given: dict[str, str]) -> list[str]:
    return [str(urgent(stage.world, _id(stage, words[0])).words)]


@direction("look")
def _look(stage: Stage, words: list[str], given: dict[str, str]) -> list[str]:
    assert stage.desk is not None
    return drawn(stage.desk.engine.current(stage.desk.post, stage.world.at).screen)


@direction("why")
def _why(stage: Stage, words: list[str], given: dict[str, str]) -> list[str]:
    with stage.world.db.read() as conn:
        wave = waves.wave(conn, words[1])
        return [str(waves.why_not_in_wave(conn, _id(stage, words[0]), wave))]
