"""Where an error may have arisen: asked of the books, on a page, with its reasons."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.counted import counted
from tests.usecases.office import signed_in, words
from tests.world import World
from wms.counting.adjust import adjust
from wms.insights import origin, traced
from wms.insights.origin import Answer
from wms.people.actor import SYSTEM, Actor
from wms.stock.ledger import Move, Place, post


@pytest.fixture
def stage(world: World) -> World:
    world.bins("A-01", "B-01").item("MUG").item("CAP").worker("anna").worker("ben")
    return world.stock("MUG", 9, at="A-01").stock("MUG", 5, at="B-01")


def moved(world: World, sku: str, n: int, source: str, target: str) -> None:
    """Move pieces in the books; whether anybody carried them is another matter."""
    world.at += timedelta(minutes=10)
    goods = world.do(lambda conn: world.goods(conn, sku))
    ends = Place(world.ids[source]), Place(world.ids[target])
    move = Move("move", goods, n, *ends)
    given = {"actor": SYSTEM, "at": world.at}
    world.do(lambda conn: post(conn, world.warehouse_id, [move], **given))
    world.at += timedelta(minutes=10)


def asked(world: World, code: str) -> Answer:
    with world.db.read() as conn:
        [thing] = traced.find(conn, code, world.at.date())
        return origin.of(conn, thing)


def test_nothing_was_looked_at(stage: World) -> None:
    answer = asked(stage, "A-01")
    assert (answer.looks, answer.origins, answer.agreed_at) == (0, [], None)
    assert "Nobody has counted" in words(signed_in(stage).get("/trace?code=A-01&origin=1"))


def test_books_that_were_always_right_say_when_they_were_seen_to_be(stage: World) -> None:
    seen = stage.at
    counted(stage, "A-01", MUG=9)
    answer = asked(stage, "A-01")
    assert (answer.looks, answer.origins, answer.agreed_at) == (1, [], seen)
    said = words(signed_in(stage).get("/trace?code=A-01&origin=1"))
    assert "Nothing contradicts the books. They were last seen to agree: 02.03. 12:00" in said


def test_the_move_in_the_span_is_shown_and_none_from_before_or_after(stage: World) -> None:
    moved(stage, "MUG", 1, "A-01", "B-01")
    agreed = stage.at
    counted(stage, "A-01", MUG=8)
    moved(stage, "MUG", 2, "A-01", "B-01")
    differs = stage.at
    counted(stage, "A-01", MUG=8)
    moved(stage, "MUG", 3, "A-01", "B-01")
    [found] = asked(stage, "A-01").origins
    assert (found.span.after, found.span.before) == (agreed, differs)
    assert (found.span.difference, found.place, found.sku) == (2, "A-01", "MUG")
    [suspect] = found.suspects
    assert (suspect.line.quantity, suspect.ranked.candidate.pieces) == (2, -2)
    assert suspect.ranked.reasons == ("same", "touched")


def test_pieces_that_turn_up_elsewhere_speak_for_the_move_between(stage: World) -> None:
    counted(stage, "A-01", MUG=9)
    counted(stage, "B-01", MUG=5)
    moved(stage, "MUG", 2, "A-01", "B-01")
    moved(stage, "MUG", 1, "A-01", "B-01")
    counted(stage, "A-01", MUG=8)
    counted(stage, "B-01", MUG=6)
    for code, n in (("A-01", 2), ("B-01", -2)):
        [found] = asked(stage, code).origins
        assert found.span.difference == n
        best, other = found.suspects
        assert best.line.quantity == 2
        assert best.ranked.reasons == ("mirror", "same", "touched")
        assert other.ranked.weight < best.ranked.weight
    both = asked(stage, "MUG").origins
    assert sorted(found.place for found in both) == ["A-01", "B-01"]


def test_the_page_says_between_and_never_who_it_was(stage: World) -> None:
    counted(stage, "A-01", MUG=9)
    moved(stage, "MUG", 2, "A-01", "B-01")
    counted(stage, "A-01", MUG=9)
    said = words(signed_in(stage).get("/trace?code=A-01&origin=1"))
    assert "2 pieces more than in the books" in said
    assert "It arose between 02.03. 12:00 and 02.03. 12:21" in said
    assert "places to look into, not findings" in said
    assert "it is of exactly as many pieces" in said
    assert "guilty" not in said


def test_a_correction_by_hand_is_a_moment_too(stage: World) -> None:
    stage.worker("eva", role="supervisor")
    where = {"location_id": stage.ids["A-01"], "item_id": stage.ids["MUG"], "lot_id": 0}
    given = {"pieces": -1, "reason": "FOUND", "actor": Actor(stage.ids["eva"]), "at": stage.at}
    stage.do(lambda conn: adjust(conn, **where, **given, config=stage.config))
    [found] = asked(stage, "A-01").origins
    assert (found.span.difference, found.span.seen_by) == (-1, "adjust")


def test_only_places_items_and_lots_are_asked_about(stage: World) -> None:
    stage.totes("T-1")
    browser = signed_in(stage)
    assert "Where an error may have arisen" not in words(browser.get("/trace?code=T-1&origin=1"))
    assert "Where did an error arise?" in words(browser.get("/trace?code=MUG"))
