"""Stage directions of people and of planned work.

= set counting recount_by_another=yes limit_pieces=1     the site's settings
= team FAST zones=A,B work=PICK,COUNT members=anna,ben
= deactivate anna       a worker may sign in no more
= wait 90               so many seconds pass
= look                  what the station shows when it asks for its screen
= plan zone=A           plan counts; also bins=A-01,A-02 classes=A days=30 most=2
= spot A-01 aisle=1 x_mm=0 y_mm=9000    where a place is
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import update

from tests.dialogues.stage import Stage, direction
from tests.dialogues.transcript import drawn
from wms.counting.plan import plan
from wms.dialogues.home import SignIn
from wms.layout.models import Location
from wms.people import renew, teams
from wms.terminal import session


@direction("set")
def _set(stage: Stage, words: list[str], given: dict[str, str]) -> list[str]:
    table = dict(stage.world.config[words[0]])
    for name, value in given.items():
        table[name] = value == "yes" if value in ("yes", "no") else int(value)
    stage.world.config[words[0]] = table  # type: ignore[index]
    return []


@direction("team")
def _team(stage: Stage, words: list[str], given: dict[str, str]) -> list[str]:
    world = stage.world
    limits = {name: given.get(name, "").split(",") for name in ("zones", "work", "members")}
    zones, kinds, members = ([v for v in given if v] for given in limits.values())
    world.do(lambda c: teams.team(c, code=words[0], zones=zones, kinds=kinds))
    for login in members:
        world.do(lambda c, login=login: teams.join(c, login=login, codes=words))
    return []


@direction("deactivate")
def _deactivate(stage: Stage, words: list[str], given: dict[str, str]) -> list[str]:
    world = stage.world
    number = world.do(lambda c: renew.set_active(c, words[0], is_active=False))
    world.do(lambda c: session.end(c, number, SignIn(), at=world.at))
    return []


@direction("wait")
def _wait(stage: Stage, words: list[str], given: dict[str, str]) -> list[str]:
    stage.world.at += timedelta(seconds=int(words[0]))
    return []


@direction("look")
def _look(stage: Stage, words: list[str], given: dict[str, str]) -> list[str]:
    assert stage.desk is not None
    stage.desk.answer = stage.desk.engine.current(stage.desk.post, stage.world.at)
    return drawn(stage.desk.screen)


@direction("plan")
def _plan(stage: Stage, words: list[str], given: dict[str, str]) -> list[str]:
    world = stage.world
    lists = {name: [v for v in given.get(name, "").split(",") if v] for name in _LISTS}
    numbers = {"days_since": given.get("days"), "at_most": given.get("most")}
    more = {name: int(value) for name, value in numbers.items() if value is not None}
    zones, bins, classes = lists.values()
    planned = world.do(
        lambda c: plan(
            c,
            warehouse_id=world.warehouse_id,
            zones=zones,
            bins=bins,
            classes=classes,
            at=world.at,
            **more,
        )
    )
    return [f"{planned} planned"]


_LISTS = ("zone", "bins", "classes")


@direction("spot")
def _spot(stage: Stage, words: list[str], given: dict[str, str]) -> list[str]:
    place = update(Location).where(Location.id == stage.world.ids[words[0]])
    numbers = {name: int(value) for name, value in given.items()}
    stage.world.do(lambda c: c.execute(place.values(**numbers)))
    return []
