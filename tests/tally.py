"""A dialogue for tests of the engine: every scan of an item receives one piece of it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from wms.catalog.models import Item
from wms.errors import Refused
from wms.layout.models import SUPPLIER
from wms.layout.queries import first
from wms.stock.ledger import Goods, Move, Place, post
from wms.terminal.machine import Said, State, View, Work
from wms.terminal.wire import Key, Scan
from wms.text import T


@dataclass(frozen=True)
class Tally(State):
    """`seen` counts what this dialogue believes; the ledger knows the truth."""

    seen: int = 0

    def screen(self) -> View:
        return View(T("TALLY"), T("Scan an item"), keys=("BOOM", "LATE"), counts_repeats=True)

    def on_scan(self, scan: Scan, work: Work) -> Tally | tuple[Tally, Said]:
        asked = select(Item.id, Item.merchant_id).where(Item.sku == scan.text)
        row = work.conn.execute(asked).first()
        if row is None:
            raise Refused("tally.unknown", T("{sku} is unknown", sku=scan.text))
        self._receive(row.id, row.merchant_id, work)
        return Tally(self.seen + 1), Said(T("{n} seen", n=self.seen + 1))

    def on_key(self, key: Key, work: Work) -> Tally:
        """BOOM fails like a bug, LATE refuses after it has written: both must leave no trace."""
        row = work.conn.execute(select(Item.id, Item.merchant_id)).first()
        assert row is not None
        self._receive(row.id, row.merchant_id, work)
        if key.name == "BOOM":
            raise ZeroDivisionError("a bug")
        raise Refused("tally.late", T("Too late"), T("Scan again"))

    def _receive(self, item_id: int, merchant_id: int, work: Work) -> None:
        dock = first(work.conn, work.station.warehouse_id, "dock")
        goods = Goods(item_id, 0, merchant_id)
        move = Move("receive", goods, 1, Place(SUPPLIER), Place(dock.id))
        post(work.conn, work.station.warehouse_id, [move], actor=work.actor, at=work.at)
