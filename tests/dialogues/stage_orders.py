"""Stage directions for orders: `= order SHOP-1 MUG:2 CAP:1 carrier=POST`, `= release 4`,
`= order? O-1` (status, reason and counters)."""

from __future__ import annotations

from tests.dialogues.stage import Stage, direction
from tests.orders import accepted, released
from wms.orders import queries
from wms.orders.reasons import words


@direction("order")
def _order(stage: Stage, given: list[str], more: dict[str, str]) -> list[str]:
    lines = [(sku, int(n)) for sku, n in (word.split(":") for word in given[1:])]
    accepted(stage.world, given[0], lines, **more)
    return []


@direction("release")
def _release(stage: Stage, given: list[str], more: dict[str, str]) -> list[str]:
    released(stage.world, int(given[0]) if given else 4)
    return []


@direction("order?")
def _asked(stage: Stage, given: list[str], more: dict[str, str]) -> list[str]:
    with stage.world.db.read() as conn:
        order = queries.by_reference(conn, given[0])
        assert order is not None
        lines = queries.lines(conn, [order.id])
    told = [f"{order.reference} {order.status} {words(order.reason)}".strip()]
    for line in lines:
        told.append(
            f"{line.sku}: ordered {line.ordered}, picked {line.picked}, packed {line.packed},"
            f" shipped {line.shipped}, short {line.short}"
        )
    return told
