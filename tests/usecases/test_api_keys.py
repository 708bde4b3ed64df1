"""Keys of other systems: what each may do, how often, and when it was used."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.usecases.api import Caller, an_order, caller, problem
from tests.usecases.conftest import Run
from tests.world import World
from wms.errors import Refused
from wms.people import codes, enroll, renew


def keyed(world: World, name: str = "erp", **given: Any) -> Caller:
    return Caller(world, world.do(lambda c: enroll.api_key(c, name=name, **given)[1]))


def limited(world: World, **api: int) -> None:
    world.config = {**world.config, "api": {**world.config["api"], **api}}


def test_a_key_may_do_what_its_role_includes_and_is_told_what_it_lacks(world: World) -> None:
    reader = keyed(world, role="reader")
    assert reader.get("/orders").status_code == 200
    found = problem(reader.post("/orders", an_order()), 403)
    assert found["code"] == "key.scope"
    assert "orders:write" in found["remedy"]
    assert "role shop or erp or admin" in found["remedy"]


def test_explicit_scopes_are_all_that_a_key_may(world: World) -> None:
    narrow = keyed(world, scopes=["orders:write"])
    problem(narrow.get("/orders"), 403)
    assert problem(narrow.post("/orders", {}), 400)["code"] == "malformed"


@pytest.mark.parametrize(
    "given", [{"role": "boss"}, {"scopes": ["orders"]}, {"scopes": ["moves:write"]}]
)
def test_a_role_or_scope_that_is_not_known_is_refused(world: World, given: Any) -> None:
    with pytest.raises(Refused) as refused:
        world.do(lambda c: enroll.api_key(c, name="erp", **given))
    assert str(refused.value.remedy).startswith("Use one of ")


def test_a_revoked_key_says_so(world: World) -> None:
    erp = keyed(world)
    world.do(lambda c: renew.revoke_api_key(c, "erp", at=world.at))
    assert problem(erp.get("/orders"), 401)["code"] == "key.revoked"


def test_the_command_line_makes_keys_with_roles_and_scopes(site: Run) -> None:
    assert site("api-key", "add", "shop", "--role", "shop")[0] == 0
    assert site("api-key", "add", "bi", "--scope", "stock:read", "--scope", "items:read")[0] == 0
    assert site("api-key", "list")[1].splitlines()[1:] == [
        "bi\tall\tactive\t-\titems:read stock:read\t-",
        "shop\tall\tactive\tshop\t-\t-",
    ]
    code, _, said = site("api-key", "add", "odd", "--role", "boss")
    assert code == 2
    assert "reader, shop, carrier, erp, admin" in said


def test_when_a_key_was_used_is_kept_to_the_hour(world: World) -> None:
    def used() -> Any:
        return world.do(lambda c: codes.api_keys(c)[0].last_used_at)

    erp = keyed(world)
    first = world.at
    assert used() is None
    erp.get("/orders")
    assert used() == first
    world.at += timedelta(minutes=59)
    erp.get("/orders")
    assert used() == first
    world.at += timedelta(minutes=1)
    erp.get("/orders")
    assert used() == world.at


def test_each_answer_says_what_is_left_and_an_empty_bucket_when_to_come_back(
    world: World,
) -> None:
    limited(world, calls_per_minute=60, calls_at_once=2)
    erp = keyed(world)
    first = erp.get("/orders")
    assert first.headers["RateLimit-Policy"] == '"calls";q=2;w=2'
    assert first.headers["RateLimit"] == '"calls";r=1;t=1'
    assert erp.get("/orders").headers["RateLimit"] == '"calls";r=0;t=2'
    refused = erp.get("/orders")
    assert problem(refused, 429)["code"] == "rate.key"
    world.at += timedelta(seconds=int(refused.headers["Retry-After"]))
    assert erp.get("/orders").status_code == 200


def test_one_key_does_not_use_up_anothers_calls(world: World) -> None:
    limited(world, calls_per_minute=60, calls_at_once=1)
    erp = keyed(world)
    other = Caller(world, caller(world).key)
    other.client = erp.client
    assert erp.get("/orders").status_code == 200
    assert other.get("/orders").status_code == 200
    problem(erp.get("/orders"), 429)


def test_wrong_keys_are_slowed_down_by_address_and_good_ones_never(world: World) -> None:
    limited(world, wrong_keys_per_minute=2)
    erp = keyed(world)
    good, erp.key = erp.key, "guess"
    assert [erp.get("/orders").status_code for _ in range(3)] == [401, 401, 429]
    assert problem(erp.get("/orders"), 429)["code"] == "rate.address"
    erp.key = good
    assert erp.get("/orders").status_code == 200
