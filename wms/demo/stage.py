"""Set the stage: a migrated database with a warehouse, people, stations, goods to come."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from wms import migrate, outfit
from wms.channels.rows import Rejected
from wms.channels.take_file import take_file
from wms.db import Database
from wms.demo import pictures, tables
from wms.demo.building import building
from wms.demo.pictures import Pictures
from wms.demo.plan import DemoPlan
from wms.demo.reality import Drawn, reality
from wms.errors import Refused
from wms.layout.models import Location, Warehouse
from wms.people import enroll
from wms.people import secrets as people_secrets
from wms.text import T

SPARE_STATION = "SPARE-1"


@dataclass(frozen=True, slots=True)
class Supervisor:
    """Somebody for the person at the keyboard to be; made anew for each run."""

    login: str
    badge: str
    badge_file: str
    pin: str
    password: str
    station: str
    key_file: str


@dataclass(frozen=True, slots=True)
class Stage:
    """What the play needs to know of the stage that was set."""

    run: Path
    warehouse_id: int
    supervisor: Supervisor


def set_stage(db: Database, plan: DemoPlan, run: Path, *, server: str, at: datetime) -> Stage:
    """Fill an empty database and the folder `run` with all that the play needs.

    :raises Refused: the database holds a warehouse already, or the plan was rejected.
    """
    migrate.upgrade(db)
    built = building(outfit.read_plan(), plan)
    warehouse_id = db.run(lambda conn: _fit_out(conn, built))
    badges = db.run(lambda conn: _crew(conn, plan, warehouse_id, run))
    pens = Pictures(run / "labels")
    files = {
        c.worker: pictures.badge(pens, c.worker, c.name, "", badges[c.worker]) for c in plan.crew
    }
    tables.write(plan, run / "files", _bins(db, warehouse_id))
    for kind in ("items", "asns", "faces"):
        bring_in(db, run, kind, at=at)
    drawn = _draw(db, plan, built, pens, files)
    tares = {carton["code"]: carton["tare_grams"] for carton in built["carton"]}
    told = reality(plan, drawn, keys=run / "keys", server=server, cartons=tares)
    (run / "reality.json").write_text(json.dumps(told, ensure_ascii=False, indent=1), "utf-8")
    supervisor = db.run(lambda conn: _supervisor(conn, pens, run, warehouse_id))
    return Stage(run, warehouse_id, supervisor)


def bring_in(db: Database, run: Path, kind: str, *, at: datetime) -> int:
    """Import one of the plan's files and return how many documents were new.

    :raises Refused: a row was rejected; a plan has no bad rows.
    """
    rejected: list[Rejected] = []
    path = run / "files" / f"{kind}.csv"
    done = take_file(db, path, kind, at=at, tell=rejected.append, source="demo")
    if rejected:
        first = rejected[0]
        words = T("{file}, line {line}: {why}", file=path.name, line=first.line, why=first.reason)
        raise Refused("demo.rejected", words, first.field)
    return done.new


def _fit_out(conn: Connection, built: Mapping[str, Any]) -> int:
    if conn.execute(select(Warehouse.id)).first():
        words = T("The database holds a warehouse already")
        raise Refused("demo.database", words, T("Name an empty one, or none"))
    return outfit.fit_out(conn, built).warehouse_id


def _bins(db: Database, warehouse_id: int) -> list[str]:
    """Return the bins to pick from in walking order."""
    asked = select(Location.code).where(
        Location.warehouse_id == warehouse_id, Location.kind == "pick"
    )
    with db.read() as conn:
        return list(conn.execute(asked.order_by(Location.sequence, Location.code)).scalars())


def _crew(conn: Connection, plan: DemoPlan, warehouse_id: int, run: Path) -> dict[str, str]:
    """Add the stations with their key files and the workers; return badge codes by login."""
    badges = {}
    for post in plan.crew:
        _, badges[post.worker] = enroll.worker(
            conn, login=post.worker, name=post.name, role="worker"
        )
        _station(conn, post.code, post.kind, warehouse_id, run)
    return badges


def _station(conn: Connection, code: str, kind: str, warehouse_id: int, run: Path) -> Path:
    _, key = enroll.station(conn, code=code, kind=kind, warehouse_id=warehouse_id)
    return _secret(run / "keys" / code, key)


def _secret(path: Path, text: str) -> Path:
    """Write a file that only its owner can read."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_text(text + "\n", "utf-8")
    return path


def _supervisor(conn: Connection, pens: Pictures, run: Path, warehouse_id: int) -> Supervisor:
    pin = f"{secrets.randbelow(10**6):06d}"
    who = {"login": "boss", "name": "Supervisor", "role": "admin"}
    password = people_secrets.token(20)
    _, badge = enroll.worker(conn, **who, pin=pin, password=password)
    _, key = enroll.api_key(conn, name="demo")
    _secret(run / "keys" / "api", key)
    key_file = _station(conn, SPARE_STATION, "handheld", warehouse_id, run)
    picture = pictures.badge(pens, "boss", who["name"], who["role"], badge)
    return Supervisor("boss", badge, picture, pin, password, SPARE_STATION, str(key_file))


def _draw(
    db: Database,
    plan: DemoPlan,
    built: Mapping[str, Any],
    pens: Pictures,
    badges: Mapping[str, str],
) -> Drawn:
    with db.read() as conn:
        asked = select(Location.code, Location.zone).where(Location.id > 0).order_by(Location.id)
        locations = [(row.code, row.zone) for row in conn.execute(asked)]
    codes = [f"{built['totes']['prefix']}{n + 1:03d}" for n in range(built["totes"]["count"])]
    return Drawn(
        bins=pictures.places(pens, locations),
        totes=pictures.totes(pens, codes),
        cartons=pictures.plain(pens, "cartons", [carton["code"] for carton in built["carton"]]),
        commands=pictures.commands(pens, plan),
        asns=pictures.plain(pens, "asns", [asn.reference for asn in plan.asns]),
        badges=badges,
        pieces=pictures.items(pens, plan),
    )


def open_doors(stage: Stage, server: str) -> Iterator[str]:
    """Yield in words how to look around in the finished warehouse."""
    boss = stage.supervisor
    station = f"--station {boss.station} --key-file {boss.key_file}"
    yield f"The finished warehouse is open at {server} until you press Ctrl-C."
    yield f"  Office    login {boss.login}, password {boss.password}"
    yield f"  API       {server}/api/v1, key {stage.run / 'keys' / 'api'}"
    yield f"  Boss      PIN {boss.pin}"
    yield f"            badge {boss.badge} ({boss.badge_file})"
    yield f"  Handheld  wms-station --server {server} {station} --state {stage.run / 'spare'}"
    yield f"  Files     {stage.run}"
