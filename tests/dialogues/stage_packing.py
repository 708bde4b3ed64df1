"""Stage directions of the bench:

= carton C1 size_mm=200x150x100 tare=80       = carrier POST LANE-1
= to_pack O-1 T-1=MUG:2,CAP:1/LOT7 T-2=MUG:1 carrier=POST short=HAT:1 check=due
= to_come O-1 MUG 2 at=A-01                   = depart    (the jobs of the lanes are done)
= documents?   what was booked for printers   = parcels? O-1   how far they are
"""

from __future__ import annotations

from sqlalchemy import select

from tests import packing
from tests.dialogues.stage import Stage, direction
from wms import jobs
from wms.packing import queries
from wms.people.models import Worker
from wms.shipping.ship import ship
from wms.terminal.models import Document
from wms.units import kilograms

OPTIONS = ("carrier", "status", "tote_status", "check", "at")


@direction("carton")
def _carton(stage: Stage, words: list[str], given: dict[str, str]) -> list[str]:
    length, width, height = (int(part) for part in given.pop("size_mm").split("x"))
    numbers = {name: int(value) for name, value in given.items()}
    packing.carton(stage.world, words[0], (length, width, height), **numbers)
    return []


@direction("carrier")
def _carrier(stage: Stage, words: list[str], given: dict[str, str]) -> list[str]:
    packing.carrier(stage.world, *words)
    return []


@direction("to_pack")
def _picked(stage: Stage, words: list[str], given: dict[str, str]) -> list[str]:
    options = {name: given.pop(name) for name in OPTIONS if name in given}
    short = {sku: n for sku, n, _ in _contents(given.pop("short", ""))}
    totes = {tote: _contents(listed) for tote, listed in given.items()}
    packing.picked(stage.world, words[0], totes, short=short, **options)
    return []


@direction("to_come")
def _to_come(stage: Stage, words: list[str], given: dict[str, str]) -> list[str]:
    packing.to_come(stage.world, words[0], words[1], int(words[2]), given["at"])
    return []


@direction("depart")
def _depart(stage: Stage, words: list[str], given: dict[str, str]) -> list[str]:
    while jobs.run_one(stage.world.db, {"ship_parcel": ship}, stage.world.at):
        pass
    return []


@direction("documents?")
def _documents(stage: Stage, words: list[str], given: dict[str, str]) -> list[str]:
    with stage.world.db.read() as conn:
        rows = conn.execute(select(Document).order_by(Document.id)).all()
    return [f"{row.device}: {row.kind} copy {row.copy_no} {row.state}" for row in rows] or ["none"]


@direction("parcels?")
def _parcels(stage: Stage, words: list[str], given: dict[str, str]) -> list[str]:
    with stage.world.db.read() as conn:
        rows = queries.parcels_of(conn, [stage.world.ids[words[0]]])
        names = {row.id: row.name for row in conn.execute(select(Worker.id, Worker.name))}
    told = []
    for row in rows:
        weight = "not weighed" if row.weight_grams is None else kilograms(row.weight_grams)
        line = f"parcel {row.number} in {row.carton} {row.status} {weight}"
        if row.override_by_id:
            line += f", approved by {names[row.override_by_id]}: {row.override_reason}"
        told.append(line + (", reckoned" if row.unweighed else ""))
    return told or ["none"]


def _contents(listed: str) -> list[packing.Content]:
    """Read `MUG:2,CAP:1/LOT7`."""
    found = []
    for part in filter(None, listed.split(",")):
        sku, _, rest = part.partition(":")
        n, _, lot = rest.partition("/")
        found.append((sku, int(n), lot))
    return found
