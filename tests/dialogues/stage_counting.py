"""Stage directions of counts.

= count A-01 [why=short]           ask for a count
= hold MUG 2 at=A-01 reason=short  hold pieces, as a picker does who finds too few
= promise MUG 2 at=A-01            promise pieces to an order line
= take MUG 2 at=A-01               somebody takes pieces away, onto the cart
= menu                             the person goes BACK until the menu is shown
= counts?                          which counts nobody finished yet, and why they were asked for
"""

from __future__ import annotations

from sqlalchemy import Connection, select

from tests.dialogues.stage import Stage, direction
from wms.counting.ask import ask
from wms.counting.models import CountTask
from wms.i18n import LANGUAGES, translate
from wms.layout.models import Location
from wms.people.actor import SYSTEM
from wms.stock import hold, queries, reserve
from wms.stock.ledger import Move, Place, post
from wms.text import T

MENU_TITLES = {translate(T("MENU"), language) for language in LANGUAGES}


def _here(conn: Connection, stage: Stage, sku: str, bin_code: str) -> queries.Pieces:
    here = queries.at_location(conn, stage.world.ids[bin_code])
    return next(p for p in here if p.sku == sku and p.status == "good" and not p.lpn_id)


@direction("count")
def _count(stage: Stage, words: list[str], given: dict[str, str]) -> list[str]:
    world = stage.world
    more = {"why": given.get("why", "asked"), "at": world.at}
    for code in words:
        ids = {"warehouse_id": world.warehouse_id, "location_id": world.ids[code]}
        world.do(lambda c, ids=ids: ask(c, **ids, **more))
    return []


@direction("hold")
def _hold(stage: Stage, words: list[str], given: dict[str, str]) -> list[str]:
    world = stage.world

    def holding(conn: Connection) -> None:
        own = _here(conn, stage, words[0], given["at"])
        said = {"reason": given["reason"], "actor": SYSTEM, "at": world.at}
        hold.hold(conn, world.warehouse_id, own.goods, int(words[1]), source=own.place, **said)

    world.do(holding)
    return []


@direction("promise")
def _promise(stage: Stage, words: list[str], given: dict[str, str]) -> list[str]:
    world = stage.world

    def promising(conn: Connection) -> None:
        own = _here(conn, stage, words[0], given["at"])
        demand = {"for_kind": "order_line", "for_id": 1, "at": world.at}
        reserve.reserve(conn, quant_id=own.quant_id, quantity=int(words[1]), **demand)

    world.do(promising)
    return []


@direction("take")
def _take(stage: Stage, words: list[str], given: dict[str, str]) -> list[str]:
    world = stage.world

    def taking(conn: Connection) -> None:
        own = _here(conn, stage, words[0], given["at"])
        move = Move("pick", own.goods, int(words[1]), own.place, Place(world.ids["CART"]))
        post(conn, world.warehouse_id, [move], actor=SYSTEM, at=world.at)

    world.do(taking)
    return []


@direction("counts?")
def _counts(stage: Stage, words: list[str], given: dict[str, str]) -> list[str]:
    asked = (
        select(Location.code, CountTask.why, CountTask.status)
        .join(Location, Location.id == CountTask.location_id)
        .where(CountTask.status != "done")
        .order_by(CountTask.id)
    )
    with stage.world.db.read() as conn:
        found = [f"{row.code} {row.why} {row.status}" for row in conn.execute(asked)]
    return [", ".join(found) or "none"]


@direction("menu")
def _menu(stage: Stage, words: list[str], given: dict[str, str]) -> list[str]:
    assert stage.desk is not None
    while stage.desk.screen.title not in MENU_TITLES:
        before = stage.desk.screen
        stage.desk.key("BACK")
        assert stage.desk.screen.prompt != before.prompt, "BACK leads nowhere"
    return []
