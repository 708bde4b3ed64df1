"""Webhooks for tests: add one, let time pass, deliver what is due."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.world import World
from wms.webhooks import lease, queries, rules, subscribe
from wms.webhooks.deliver import deliver
from wms.webhooks.post import sender
from wms.webhooks.queries import WebhookRow
from wms.webhooks.rules import Limits
from wms.webhooks.subscribe import Wish

CHANCE = 0.5


def limits(world: World, **changes: Any) -> Limits:
    """Return limits that allow a receiver on this machine and lose patience soon."""
    short = {"allow_private": True, "connect_seconds": 2, "total_seconds": 1, "attempts": 3}
    return rules.limits({"webhooks": {**world.config["webhooks"], **short, **changes}})


def hook(
    world: World, url: str, *types: str, merchant_id: int | None = None, **given: Any
) -> tuple[int, str]:
    """Add a webhook for all there is from the beginning; return its number and its secret."""
    given = {"from_beginning": True, "made_by": "test", "limits": limits(world)} | given
    wish = Wish(url, types)
    found: tuple[int, str] = world.do(
        lambda c: subscribe.add(c, wish, merchant_id=merchant_id, at=world.at, **given)
    )
    return found


def deliver_due(world: World, **changes: Any) -> int:
    """Deliver what is due at the world's time and return how many letters were taken."""
    taken, kept = 0, limits(world, **changes)
    while True:
        with world.db.read() as conn:
            waiting = lease.due(conn, world.at)
        if not waiting:
            return taken
        for number in waiting:
            given: dict[str, Any] = {"send": sender(kept), "limits": kept}
            given |= {"clock": lambda: world.at, "chance": lambda: CHANCE}
            taken += deliver(world.db, number, **given)


def later(world: World, seconds: float) -> None:
    world.at += timedelta(seconds=seconds)


def row(world: World, number: int) -> WebhookRow:
    with world.db.read() as conn:
        return queries.webhook(conn, number)


def dead(world: World, number: int = 0, status: str = "dead") -> list[Any]:
    with world.db.read() as conn:
        return queries.dead_letters(conn, webhook_id=number, status=status)
