"""A webhook whose cursor is ahead of a restored database stops, and then begins anew."""

from __future__ import annotations

from sqlalchemy import update

from tests.hooks import deliver_due, hook, limits, row
from tests.orders import accepted
from tests.receiver import receiving
from tests.world import World
from wms.changes.feed import Cursor
from wms.horizon import Snapshot
from wms.webhooks import subscribe
from wms.webhooks.models import Webhook
from wms.webhooks.subscribe import Wish


def test_it_stops_holds_up_no_other_and_begins_anew_when_somebody_says_so(world: World) -> None:
    accepted(world.item("MUG"), "S-1", [("MUG", 1)])
    ahead = Cursor(Snapshot(10**17), Snapshot(10**17), 10**12)
    with receiving() as receiver, receiving() as other:
        number, _ = hook(world, receiver.url)
        hook(world, other.url)
        set_ahead = update(Webhook).where(Webhook.id == number).values(cursor=str(ahead))
        world.do(lambda c: c.execute(set_ahead))
        deliver_due(world)
        assert other.types == ["item.registered", "order.accepted"]
        assert (row(world, number).stopped_why, receiver.came) == ("restored", [])
        given = {"limits": limits(world), "at": world.at}
        again = Wish(is_active=True)
        world.do(lambda c: subscribe.change(c, again, webhook_id=number, **given))
        deliver_due(world)
        assert receiver.types == other.types
