"""Stage of the tests of inbound: announce, book, suggest and store in one line."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Connection

from tests.world import World
from wms.errors import Refused
from wms.inbound import announce, putaway, queries, receive
from wms.inbound.announce import AnnouncedLine
from wms.inbound.arrival import Line
from wms.inbound.putaway import Suggestion
from wms.inbound.queries import AsnRow
from wms.inbound.receive import Received
from wms.people import enroll
from wms.people.actor import SYSTEM
from wms.stock import lpn

MUGS = [AnnouncedLine("MUG", 12)]


def asn(world: World, ref: str = "A-1", *lines: AnnouncedLine, source: str = "erp") -> AsnRow:
    def add(conn: Connection) -> AsnRow:
        return announce.announce(
            conn,
            warehouse_id=world.warehouse_id,
            merchant_id=enroll.merchant(conn, code="SHOP"),
            source=source,
            external_ref=ref,
            lines=lines or MUGS,
            at=world.at,
        )

    found = world.do(add)
    assert isinstance(found, AsnRow)
    return found


def lines_of(world: World, row: AsnRow) -> list[Line]:
    with world.db.read() as conn:
        return queries.lines(conn, row.id)


def plate(world: World, code: str = "") -> int:
    """Return a new LPN at the dock."""
    where = {"kind": "lpn", "location_id": world.ids["DOCK"]}
    if code:
        return int(world.do(lambda c: lpn.register(c, code=code, **where)))
    return int(world.do(lambda c: lpn.make(c, company_prefix="9521234", **where)[0]))


def book(world: World, row: AsnRow, sku: str, n: int, lpn_id: int, **given: Any) -> Received:
    config = given.pop("config", world.config)
    found = world.do(
        lambda c: receive.receive_item(
            c,
            warehouse_id=world.warehouse_id,
            asn_id=row.id,
            item_id=world.ids[sku],
            quantity=n,
            lpn_id=lpn_id,
            location_id=world.ids["DOCK"],
            actor=SYSTEM,
            at=world.at,
            config=config,
            **given,
        )
    )
    assert isinstance(found, Received)
    return found


def suggest(world: World, lpn_id: int) -> Suggestion:
    where = {"warehouse_id": world.warehouse_id, "config": world.config}
    found = world.do(lambda c: putaway.suggest(c, lpn_id=lpn_id, **where))
    assert isinstance(found, Suggestion)
    return found


def store(world: World, lpn_id: int, code: str) -> None:
    who = {"actor": SYSTEM, "at": world.at, "config": world.config}
    world.do(lambda c: putaway.put_away(c, lpn_id=lpn_id, location_id=world.ids[code], **who))


def refused(code: str, work: Callable[[], object]) -> Refused:
    with pytest.raises(Refused) as caught:
        work()
    assert caught.value.code == code
    return caught.value


def together(n: int, work: Callable[[int], object]) -> None:
    """Run `work(0)` to `work(n - 1)` at the same moment."""
    start = threading.Barrier(n)

    def run(number: int) -> None:
        start.wait()
        work(number)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(n)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
