"""Teams, and what a role may do, whichever way it is tried."""

from __future__ import annotations

import pytest

from tests.usecases.conftest import Run
from tests.world import World
from wms.counting.adjust import adjust
from wms.counting.plan import plan
from wms.errors import Refused
from wms.inbound.hold import free_hold
from wms.people import renew, rights, teams
from wms.people.actor import SYSTEM, Actor


@pytest.fixture
def stage(world: World) -> World:
    world.bins("A-01").item("MUG").stock("MUG", 5, at="A-01").worker("anna")
    return world.worker("eva", role="supervisor", pin="4711").worker("ann", role="admin")


def test_who_is_in_several_teams_may_do_what_any_of_them_may(stage: World) -> None:
    stage.do(lambda c: teams.team(c, code="FAST", zones=["A"], kinds=["PICK"]))
    stage.do(lambda c: teams.team(c, code="DOCK", kinds=["PUTAWAY"]))
    stage.do(lambda c: teams.join(c, login="anna", codes=["FAST", "DOCK"]))
    found = stage.do(lambda c: rights.of(c, stage.ids["anna"]))
    assert found.allow("PICK", ["A"])
    assert not found.allow("PICK", ["A", "B"])
    assert found.allow("PUTAWAY", ["B"])
    assert not found.allow_kind("COUNT")
    assert (found.are_narrow("PICK"), found.are_narrow("PUTAWAY")) == (True, False)
    with stage.db.read() as conn:
        assert teams.listed(conn) == [("DOCK", 1, [], ["PUTAWAY"]), ("FAST", 1, ["A"], ["PICK"])]
        assert teams.of_workers(conn) == {"anna": ["DOCK", "FAST"]}
    stage.do(lambda c: teams.join(c, login="anna", codes=[]))
    assert stage.do(lambda c: rights.of(c, stage.ids["anna"])).allow("COUNT", ["Z"])


def test_a_team_needs_a_name_and_known_people(stage: World) -> None:
    stage.do(lambda c: teams.team(c, code="FAST"))
    with pytest.raises(Refused, match=r"people\.taken"):
        stage.do(lambda c: teams.team(c, code="FAST"))
    with pytest.raises(Refused, match=r"team\.limit"):
        stage.do(lambda c: teams.team(c, code="LONG", zones=["Z" * 17]))
    for login, code in (("nobody", "FAST"), ("anna", "SLOW")):
        with pytest.raises(Refused, match=r"people\.unknown"):
            stage.do(lambda c, login=login, code=code: teams.join(c, login=login, codes=[code]))


def _adjusted(stage: World, actor: Actor, pieces: int) -> int:
    where = {"location_id": stage.ids["A-01"], "item_id": stage.ids["MUG"], "lot_id": 0}
    more = {"reason": "FOUND", "actor": actor, "at": stage.at, "config": stage.config}
    return int(stage.do(lambda c: adjust(c, **where, **more, pieces=pieces)))


def test_what_is_not_everybodys_is_checked_by_the_verb_itself(stage: World) -> None:
    anna = Actor(stage.ids["anna"])
    verbs = (
        lambda c: plan(c, warehouse_id=stage.warehouse_id, at=stage.at, actor=anna),
        lambda c: free_hold(c, hold_id=1, quantity=1, actor=anna, at=stage.at),
    )
    for verb in verbs:
        with pytest.raises(Refused, match=r"role\.supervisor"):
            stage.do(verb)
    with pytest.raises(Refused, match=r"role\.supervisor"):
        _adjusted(stage, anna, 1)
    assert _adjusted(stage, Actor(stage.ids["eva"]), 1) == 6


def test_a_supervisor_may_adjust_up_to_a_limit_and_an_admin_beyond(stage: World) -> None:
    with pytest.raises(Refused, match=r"adjust\.limit"):
        _adjusted(stage, Actor(stage.ids["eva"]), 51)
    assert _adjusted(stage, Actor(stage.ids["ann"]), 51) == 56
    assert _adjusted(stage, SYSTEM, -56) == 0
    with pytest.raises(Refused, match=r"adjust\.not_free"):
        _adjusted(stage, SYSTEM, -1)
    assert stage.differences() == []


def test_a_deactivated_supervisor_may_do_nothing_any_more(stage: World) -> None:
    desk = stage.station("H1")
    desk.scan(stage.badges["eva"])
    stage.do(lambda c: renew.set_active(c, "eva", is_active=False))
    assert desk.type("4711").title == "SIGN IN"
    assert desk.screen.message == "Your badge was taken out of use"
    with pytest.raises(Refused, match=r"people\.inactive"):
        _adjusted(stage, Actor(stage.ids["eva"]), 1)


def test_the_command_line_makes_teams_and_puts_people_into_them(site: Run) -> None:
    site("user", "add", "ann")
    zone = site("team", "add", "FAST", "--zones", "NOWHERE")
    assert (zone[0], "NOWHERE is no zone. Use one of" in zone[2]) == (2, True)
    assert site("team", "add", "FAST", "--work", "SLEEP")[0] == 2
    assert site("team", "add", "FAST", "--zones", "A", "--work", "PICK", "COUNT")[0] == 0
    assert site("user", "team", "ann", "FAST")[1] == "ann: FAST\n"
    assert site("user", "list")[1].splitlines()[1] == "ann\tann\tworker\ten\tactive\tFAST"
    assert site("team", "list")[1].splitlines()[1] == "FAST\t1\tA\tCOUNT PICK"
    assert site("user", "team", "ann", "SLOW")[0] == 2
    assert site("user", "team", "ann")[1] == "ann: in no team\n"
    assert site("user", "deactivate", "ann")[1] == "ann cannot sign in any more\n"
