"""Stage direction of cancelling: `= cancel O-1 why=Not_wanted` tells the outcome."""

from __future__ import annotations

from sqlalchemy import Connection

from tests.dialogues.stage import Stage, direction
from wms.orders import queries
from wms.people.actor import SYSTEM
from wms.shipping.cancel import Cancelled, cancel


@direction("cancel")
def _cancel(stage: Stage, words: list[str], given: dict[str, str]) -> list[str]:
    why = given.get("why", "").replace("_", " ")

    def act(conn: Connection) -> Cancelled:
        order = queries.by_reference(conn, words[0])
        assert order is not None
        said = {"reason": why, "actor": SYSTEM, "at": stage.world.at}
        return cancel(conn, order_id=order.id, **said)

    found = stage.world.do(act)
    return [f"{found.outcome}: {found.words}"]
