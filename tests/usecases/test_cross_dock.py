"""Cross-dock: what orders wait for goes from the dock to picking, and to nobody else."""

from __future__ import annotations

from tests.orders import accepted, allocated, released
from tests.usecases.inbound import asn, book, plate, refused, store, suggest
from tests.world import World
from wms.inbound.announce import AnnouncedLine
from wms.orders import cross_dock, queries
from wms.people.actor import SYSTEM
from wms.shipping.cancel import cancel
from wms.stock import queries as stock


def _world(world: World, *skus: str) -> World:
    world.bins("A-01", "A-02").bins("X-01", "X-02", kind="pick", zone="CROSS")  # type: ignore[arg-type]
    for sku in skus:
        world.item(sku)
    return world


def _arrived(world: World, ref: str, sku: str, n: int, code: str, **more: object) -> int:
    lpn_id = plate(world, code)
    row = asn(world, ref, AnnouncedLine(sku, n))
    book(world, row, sku, n, lpn_id, **more)
    return lpn_id


def _promise(world: World, lpn_id: int) -> cross_dock.Crossing | None:
    key = {"lpn_id": lpn_id, "warehouse_id": world.warehouse_id, "at": world.at}
    found: cross_dock.Crossing | None = world.do(lambda conn: cross_dock.promise(conn, **key))
    return found


def _carry(world: World, lpn_id: int, code: str = "X-01") -> cross_dock.Carried:
    key = {"lpn_id": lpn_id, "location_id": world.ids[code], "actor": SYSTEM, "at": world.at}
    found = world.do(lambda conn: cross_dock.carry(conn, **key))
    assert isinstance(found, cross_dock.Carried)
    return found


def _waits(world: World, ref: str, *lines: tuple[str, int], priority: str = "5") -> None:
    accepted(world, ref, lines, priority=priority)
    allocated(world, ref)


def _status(world: World, ref: str) -> str:
    with world.db.read() as conn:
        return queries.order(conn, world.ids[ref]).status


def test_the_most_urgent_orders_get_the_pieces(world: World) -> None:
    _world(world, "MUG")
    for n, priority in enumerate(("5", "1", "9")):
        _waits(world, f"S-{n}", ("MUG", 4), priority=priority)
    first = _arrived(world, "A-1", "MUG", 10, "P-1")
    found = _promise(world, first)
    assert found is not None
    assert (found.bin, found.goods, found.is_whole) == ("X-01", (("MUG", 8),), False)
    assert found.orders == ("O-2", "O-1")
    assert _promise(world, first) == found
    done = _carry(world, first)
    assert (done.bin, done.pieces, done.served) == ("X-01", 8, 2)
    assert [_status(world, f"S-{n}") for n in range(3)] == ["allocated", "allocated", "waiting"]
    assert world.on_hand("MUG") == {"DOCK/P-1": 2, "X-01": 8}
    assert world.differences() == []


def test_putaway_leaves_promised_pieces_alone(world: World) -> None:
    _world(world, "MUG")
    _waits(world, "S-1", ("MUG", 4))
    first = _arrived(world, "A-1", "MUG", 10, "P-1")
    _promise(world, first)
    no = refused("putaway.promised", lambda: suggest(world, first))
    assert str(no.text) == "4 pieces of it are promised to orders"
    refused("putaway.promised", lambda: store(world, first, "A-01"))
    _carry(world, first)
    store(world, first, "A-01")
    assert world.on_hand("MUG") == {"A-01": 6, "X-01": 4}


def test_an_order_that_lacks_something_else_gets_nothing(world: World) -> None:
    _world(world, "MUG", "CUP")
    _waits(world, "S-1", ("MUG", 2), ("CUP", 1))
    first = _arrived(world, "A-1", "MUG", 5, "P-1")
    assert _promise(world, first) is None
    second = _arrived(world, "A-2", "CUP", 5, "P-2")
    store(world, first, "A-01")
    found = _promise(world, second)
    assert found is not None
    assert found.goods == (("CUP", 1),)
    _carry(world, second)
    assert _status(world, "S-1") == "allocated"


def test_free_stock_in_bins_is_used_before_what_has_just_come(world: World) -> None:
    _world(world, "MUG")
    _waits(world, "S-1", ("MUG", 2))
    world.stock("MUG", 2, at="A-01")
    assert _promise(world, _arrived(world, "A-1", "MUG", 5, "P-1")) is None


def test_held_pieces_are_promised_to_nobody(world: World) -> None:
    _world(world, "MUG")
    _waits(world, "S-1", ("MUG", 2))
    assert _promise(world, _arrived(world, "A-1", "MUG", 5, "P-1", aside="DAMAGED")) is None


def test_an_order_of_two_lpns_is_not_promised_twice(world: World) -> None:
    _world(world, "MUG")
    _waits(world, "S-1", ("MUG", 4))
    first = _arrived(world, "A-1", "MUG", 10, "P-1")
    second = _arrived(world, "A-2", "MUG", 10, "P-2")
    assert _promise(world, first) is not None
    assert _promise(world, second) is None
    _waits(world, "S-2", ("MUG", 4))
    found = _promise(world, second)
    assert found is not None
    assert found.orders == ("O-2",)
    _carry(world, second)
    _carry(world, first, "X-02")
    assert (_status(world, "S-1"), _status(world, "S-2")) == ("allocated", "allocated")


def test_an_order_that_waits_no_more_gives_its_promise_back(world: World) -> None:
    _world(world, "MUG")
    _waits(world, "S-1", ("MUG", 4))
    first = _arrived(world, "A-1", "MUG", 10, "P-1")
    _promise(world, first)
    given = {"order_id": world.ids["S-1"], "reason": "", "actor": SYSTEM, "at": world.at}
    assert world.do(lambda conn: cancel(conn, **given)).outcome == "cancelled"
    assert _promise(world, first) is None
    store(world, first, "A-01")
    assert world.on_hand("MUG") == {"A-01": 10}
    assert world.differences() == []


def test_what_is_carried_for_an_order_that_ended_is_free_for_others(world: World) -> None:
    _world(world, "MUG")
    _waits(world, "S-1", ("MUG", 4))
    first = _arrived(world, "A-1", "MUG", 4, "P-1")
    assert _promise(world, first) is not None
    given = {"order_id": world.ids["S-1"], "reason": "", "actor": SYSTEM, "at": world.at}
    world.do(lambda conn: cancel(conn, **given))
    assert _carry(world, first).served == 0
    _waits(world, "S-2", ("MUG", 3))
    assert _status(world, "S-2") == "allocated"
    assert world.differences() == []


def test_what_may_not_lie_together_goes_to_another_bin_or_nowhere(world: World) -> None:
    _world(world, "MUG").item("OTHER", merchant="RIVAL")
    _waits(world, "S-1", ("MUG", 4))
    world.stock("OTHER", 1, at="X-01")
    first = _arrived(world, "A-1", "MUG", 4, "P-1")
    found = _promise(world, first)
    assert found is not None
    assert (found.bin, found.is_whole) == ("X-02", True)
    refused("cross.bin", lambda: _carry(world, first, "X-01"))
    refused("cross.bin", lambda: _carry(world, first, "A-01"))
    _carry(world, first, "X-02")
    refused("cross.nothing", lambda: _carry(world, first, "X-02"))
    with world.db.read() as conn:
        assert stock.in_lpn(conn, first) == []
    world.stock("OTHER", 1, at="X-02")
    _waits(world, "S-2", ("MUG", 9))
    assert _promise(world, _arrived(world, "A-2", "MUG", 9, "P-2")) is None


def test_without_a_cross_dock_bin_all_is_put_away(world: World) -> None:
    world.bins("A-01").item("MUG")
    _waits(world, "S-1", ("MUG", 4))
    first = _arrived(world, "A-1", "MUG", 10, "P-1")
    assert _promise(world, first) is None
    store(world, first, "A-01")
    assert _promise(world, first) is None
    released(world)
    assert _status(world, "S-1") == "released"
