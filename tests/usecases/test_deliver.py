"""Receivers that fail, hang, answer slowly or twice, redirect or are gone: each gets every change
at least once, in the order of the feed, and what it never took is a dead letter."""

from __future__ import annotations

import pytest

from tests.hooks import dead, deliver_due, hook, later, limits, row
from tests.orders import accepted
from tests.receiver import receiving, verified
from tests.world import World
from wms.changes import feed
from wms.changes.show import identity
from wms.errors import Refused
from wms.people import enroll
from wms.webhooks import lease, retry, subscribe
from wms.webhooks.deliver import deliver
from wms.webhooks.post import sender
from wms.webhooks.rules import Outcome
from wms.webhooks.subscribe import Wish

ORDERS = 4


@pytest.fixture
def world(world: World) -> World:
    world.item("MUG")
    for n in range(ORDERS):
        accepted(world, f"S-{n}", [("MUG", 1)])
    return world


def told(world: World, *types: str) -> list[str]:
    """Return the ids of all changes of types, in the order of the feed."""
    with world.db.read() as conn:
        page = feed.read(conn, only=feed.Only(types=types))
    return [identity(change) for change in page.changes]


def test_a_good_receiver_gets_each_change_once_signed_and_in_order(world: World) -> None:
    with receiving() as receiver:
        number, secret = hook(world, receiver.url)
        assert deliver_due(world) == len(receiver.came)
        now = world.at.timestamp()
        plain = [verified(secret, headers, body, now) for headers, body in receiver.came]
        assert [p["id"] for p in plain] == told(world) == receiver.ids
        assert [headers["webhook-id"] for headers, _ in receiver.came] == receiver.ids
        assert len(receiver.taken) == len(receiver.ids)
        assert deliver_due(world) == 0
    assert plain[-1]["type"] == "order.accepted"
    assert plain[-1]["merchant"] == "SHOP"
    assert plain[-1]["subject"]["external_ref"] == f"S-{ORDERS - 1}"
    assert plain[-1]["data"] == {"status": "accepted", "reason": ""}
    assert row(world, number).delivered_at == world.at


@pytest.mark.parametrize(
    ("habit", "is_late"),
    [
        (500, False),
        (404, False),
        ("redirect", False),
        ("hang", True),
        ("trickle", True),
        ("lose_the_answer", False),
    ],
)
def test_what_was_not_taken_comes_again_before_all_that_follows(
    world: World, habit: int | str, is_late: bool
) -> None:
    with receiving(204, habit, habit) as receiver:
        number, _ = hook(world, receiver.url, "order.accepted")
        assert deliver_due(world) == 1
        assert (row(world, number).failures, len(receiver.came)) == (1, 2)
        assert row(world, number).last_error == ("timeout" if is_late else row_error(habit))
        assert deliver_due(world) == 0, "it is not asked again at once"
        later(world, 5)
        assert deliver_due(world) == 0
        later(world, 10)
        assert deliver_due(world) == ORDERS - 1
        assert receiver.ids == told(world, "order.accepted")
        sent = [headers["webhook-id"] for headers, _ in receiver.came]
        assert sent[1] == sent[2] == sent[3] == receiver.ids[1], "under the same id"
        assert set(receiver.paths) == {"/hook"}, "no redirect was followed"
    assert dead(world) == []


def row_error(habit: int | str) -> str:
    return "connection" if habit == "lose_the_answer" else "status"


@pytest.mark.parametrize("habit", ["slowly", "answer_twice"])
def test_who_answers_slowly_or_twice_gets_each_change_once(world: World, habit: str) -> None:
    with receiving(*[habit] * ORDERS) as receiver:
        hook(world, receiver.url, "order.*")
        assert deliver_due(world) == ORDERS
        assert [p["id"] for p in receiver.taken] == told(world, "order.accepted")


def test_a_receiver_that_hangs_holds_up_no_other(world: World) -> None:
    with receiving("hang") as bad, receiving() as good:
        first, _ = hook(world, bad.url)
        hook(world, good.url)
        deliver_due(world)
        assert good.ids == told(world)
        assert row(world, first).failures == 1


def test_after_the_last_attempt_it_is_a_dead_letter_and_the_next_ones_turn(world: World) -> None:
    with receiving(500, 500, 500) as receiver:
        number, _ = hook(world, receiver.url, "order.accepted")
        for _ in range(3):
            deliver_due(world)
            later(world, 60)
        assert receiver.ids == told(world, "order.accepted")[1:]
        [letter] = dead(world, number)
        assert (letter.attempts, letter.last_status, letter.url) == (3, 500, receiver.url)
        assert letter.change["id"] == told(world, "order.accepted")[0]
        assert row(world, number).dead == 1
        world.do(lambda c: retry.retry(c, letter_id=letter.id, at=world.at))
        world.do(lambda c: retry.retry(c, letter_id=letter.id, at=world.at))
        assert deliver_due(world) == 1
        assert receiver.ids[-1] == letter.change["id"]
    assert dead(world, number) == []
    [since] = dead(world, number, "delivered")
    assert (since.attempts, since.delivered_at) == (4, world.at)
    with pytest.raises(Refused, match="was delivered since"):
        world.do(lambda c: retry.retry(c, letter_id=letter.id, at=world.at))


def test_a_dead_letter_that_fails_again_is_dead_again_and_holds_nothing_up(world: World) -> None:
    with receiving(500, 500, 500, *[204] * (ORDERS - 1), 503) as receiver:
        number, _ = hook(world, receiver.url, "order.accepted")
        for _ in range(3):
            deliver_due(world)
            later(world, 60)
        assert world.do(lambda c: retry.retry_all(c, webhook_id=number, at=world.at)) == 1
        accepted(world, "S-9", [("MUG", 1)])
        deliver_due(world)
        assert [(x.attempts, x.last_status) for x in dead(world, number)] == [(4, 503)]
        assert len(receiver.ids) == ORDERS


def test_several_that_die_in_a_row_stop_it_and_it_goes_on_from_there(world: World) -> None:
    with receiving(*[500] * 9) as receiver:
        number, _ = hook(world, receiver.url, "order.accepted")
        for _ in range(9):
            deliver_due(world)
            later(world, 60)
        stopped = row(world, number)
        assert (stopped.is_active, stopped.stopped_why, stopped.dead) == (False, "failing", 3)
        later(world, 3600)
        assert deliver_due(world) == 0
        with pytest.raises(Refused, match="is stopped"):
            world.do(lambda c: retry.retry_all(c, webhook_id=number, at=world.at))
        start(world, number)
        world.do(lambda c: retry.retry_all(c, webhook_id=number, at=world.at))
        assert deliver_due(world) == ORDERS
        assert sorted(receiver.ids) == sorted(told(world, "order.accepted"))


def start(world: World, number: int) -> None:
    wish, given = Wish(is_active=True), {"limits": limits(world), "at": world.at}
    world.do(lambda c: subscribe.change(c, wish, webhook_id=number, **given))


def test_who_is_gone_is_not_called_again_until_somebody_says_so(world: World) -> None:
    with receiving(204, 410) as receiver:
        number, _ = hook(world, receiver.url, "order.accepted")
        deliver_due(world)
        later(world, 86_400)
        assert deliver_due(world) == 0
        assert (row(world, number).stopped_why, len(receiver.came)) == ("gone", 2)
        start(world, number)
        deliver_due(world)
        assert receiver.ids == told(world, "order.accepted")
    assert dead(world) == []


def test_an_address_that_turns_out_to_be_private_is_not_called(world: World) -> None:
    with receiving() as receiver:
        number, _ = hook(world, receiver.url.replace("127.0.0.1", "localhost"))
        deliver_due(world, allow_private=False)
        assert receiver.came == []
    assert row(world, number).last_error == "private address"


def test_a_merchants_webhook_hears_of_its_own_goods_only(world: World) -> None:
    world.item("PEN", merchant="OTHER")
    accepted(world, "P-1", [("PEN", 1)])
    other = world.do(lambda c: enroll.merchant(c, code="OTHER"))
    with receiving() as receiver:
        hook(world, receiver.url, merchant_id=other)
        deliver_due(world)
    assert receiver.types == ["item.registered", "order.accepted"]
    assert {p["merchant"] for p in receiver.taken} == {"OTHER"}


def test_for_a_time_messages_are_signed_with_the_old_secret_too(world: World) -> None:
    with receiving() as receiver:
        number, old = hook(world, receiver.url, "order.accepted")
        new, until = world.do(
            lambda c: subscribe.rotate(c, webhook_id=number, limits=limits(world), at=world.at)
        )
        deliver_due(world)
        headers, body = receiver.came[-1]
        for secret in (old, new):
            assert verified(secret, headers, body, world.at.timestamp())
        world.at = until
        accepted(world, "S-9", [("MUG", 1)])
        deliver_due(world)
        headers, body = receiver.came[-1]
        assert verified(new, headers, body, world.at.timestamp())
        with pytest.raises(AssertionError):
            verified(old, headers, body, world.at.timestamp())


def test_a_worker_that_is_told_to_stop_ends_after_the_letter_under_way(world: World) -> None:
    kept = limits(world)
    with receiving() as receiver:
        number, _ = hook(world, receiver.url, "order.accepted")
        given = {"send": sender(kept), "limits": kept, "clock": lambda: world.at}
        assert deliver(world.db, number, is_over=lambda: True, **given) == 1
        assert deliver_due(world) == ORDERS - 1, "and another may go on at once"
        assert receiver.ids == told(world, "order.accepted")


def test_whoever_lost_the_lease_notes_nothing_and_nobody_sends_meanwhile(world: World) -> None:
    kept = limits(world)
    with receiving() as receiver:
        number, _ = hook(world, receiver.url, "order.accepted")
        held = world.do(lambda c: lease.take(c, number, limits=kept, at=world.at))
        assert deliver_due(world) == 0, "somebody else has it"
        later(world, kept.lease.total_seconds())
        assert deliver_due(world) == ORDERS
        given = {"limits": kept, "chance": 0.0, "at": world.at}
        late = Outcome(200)
        noted = world.do(lambda c: lease.note(c, held, held.letters[0], late, **given))
        assert not noted
        assert deliver_due(world) == 0, "its late word did not set the cursor back"
        assert receiver.ids == told(world, "order.accepted")
