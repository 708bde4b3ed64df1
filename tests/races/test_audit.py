"""An audit of a working site sees one instant: no difference, however busy it is."""

from __future__ import annotations

import threading

from tests.world import World
from wms.db import Database
from wms.people.actor import SYSTEM
from wms.stock.audit import audit
from wms.stock.ledger import Move, Place, post


def test_audits_of_a_busy_site_find_nothing(postgresql_db: Database) -> None:
    world = World(postgresql_db).bins("A-01", "B-01").item("MUG").stock("MUG", 50, at="A-01")
    goods = world.do(lambda conn: world.goods(conn, "MUG"))
    over = threading.Event()

    def carry() -> None:
        places = [Place(world.ids["A-01"]), Place(world.ids["B-01"])]
        while not over.is_set():
            move = Move("move", goods, 50, places[0], places[1])
            world.do(lambda c, m=move: post(c, world.warehouse_id, [m], actor=SYSTEM, at=world.at))
            places.reverse()

    carrier = threading.Thread(target=carry)
    carrier.start()
    try:
        for _ in range(150):
            with postgresql_db.read(snapshot=True) as conn:
                found = audit(conn)
            assert (found.differences, found.total) == ((), 0)
    finally:
        over.set()
        carrier.join()
