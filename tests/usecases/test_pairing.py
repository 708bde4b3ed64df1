"""A station is paired once: by a code that is short, works once, and cannot be guessed."""

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.usecases.api import Caller, problem
from tests.usecases.conftest import Run
from tests.world import World
from wms.errors import Refused
from wms.people import enroll, pairing, renew

KEY, OTHER = "k" * 32, "o" * 32


@pytest.fixture
def code(world: World) -> str:
    world.do(lambda c: enroll.station(c, code="P-1", kind="bench", warehouse_id=world.warehouse_id))
    return _offered(world)


def _offered(world: World) -> str:
    return str(world.do(lambda c: pairing.offer(c, station="P-1", at=world.at)))


def _paired(world: World, code: str, key: str = KEY) -> Any:
    return Caller(world, "none").post("/stations/pair", {"code": code, "key": key})


def _screen(world: World, key: str = KEY) -> Any:
    return Caller(world, key).get("/stations/P-1/screen")


def test_a_code_makes_the_stations_own_key_trusted(world: World, code: str) -> None:
    problem(_screen(world), 401)
    assert _paired(world, code.lower()).get_json() == {"station": "P-1"}
    assert _screen(world).status_code == 200


def test_an_answer_that_was_lost_is_given_again_but_to_nobody_else(world: World, code: str) -> None:
    assert _paired(world, code).status_code == 200
    assert _paired(world, code).status_code == 200
    assert problem(_paired(world, code, OTHER), 403)["code"] == "pairing.code"
    assert _screen(world).status_code == 200


def test_a_code_expires_and_a_new_one_makes_it_void(world: World, code: str) -> None:
    newer = _offered(world)
    problem(_paired(world, code), 403)
    world.at += pairing.LASTS + timedelta(seconds=1)
    problem(_paired(world, newer), 403)
    assert _paired(world, _offered(world)).status_code == 200


def test_a_handful_of_wrong_guesses_ends_a_code(world: World, code: str) -> None:
    number = code.partition("-")[0]
    for _ in range(pairing.MOST_GUESSES):
        problem(_paired(world, f"{number}-AAAAAA"), 403)
    problem(_paired(world, code), 403)
    problem(_screen(world), 401)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"code": "", "key": KEY},
        {"code": "1-A\n", "key": KEY},
        {"code": 7, "key": KEY},
        {"code": "1-AAAAAA", "key": "short"},
        {"code": "1-AAAAAA", "key": "ä" * 40},
    ],
)
def test_a_malformed_request_is_named(world: World, body: dict[str, Any]) -> None:
    found = problem(Caller(world, "none").post("/stations/pair", body), 400)
    assert found["field"] in ("code", "key")


@pytest.mark.parametrize("code", ["X-AAAAAA", "-AAAAAA", "99999999999999999999-A", "AAAAAA", "0-A"])
def test_a_code_of_no_station_does_not_pair(world: World, code: str) -> None:
    problem(_paired(world, code), 403)


def test_a_revoked_station_is_told_so_until_it_is_paired_anew(world: World, code: str) -> None:
    _paired(world, code)
    world.do(lambda c: renew.revoke_station(c, "P-1", at=world.at))
    found = problem(_screen(world), 401)
    assert (found["code"], found["title"]) == ("station.revoked", "This station was revoked")
    assert problem(_screen(world, OTHER), 401)["code"] == "station.key"
    assert _paired(world, _offered(world), OTHER).status_code == 200
    assert _screen(world, OTHER).status_code == 200
    problem(_screen(world), 401)


def test_one_code_pairs_one_of_many_who_try_at_once(world: World, code: str) -> None:
    keys = [chr(ord("a") + n) * 32 for n in range(6)]
    found: list[str] = []

    def try_one(key: str) -> None:
        if world.do(lambda c: pairing.pair(c, code=code, key=key, at=world.at)):
            found.append(key)

    threads = [threading.Thread(target=try_one, args=(key,)) for key in keys]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 1
    assert _screen(world, found[0]).status_code == 200


def test_nobody_pairs_a_station_that_is_not_there(world: World) -> None:
    with pytest.raises(Refused, match=r"people\.unknown"):
        _offered(world)


def test_the_command_line_offers_revokes_and_signs_out(site: Run, home: Path) -> None:
    told = site("station", "add", "PACK-1", "--kind", "bench", "--pair")[1]
    offered = told.splitlines()[0]
    assert f"wms-station --server URL --pair {offered} --key-file FILE" in told
    assert len(offered) <= 12
    assert site("station", "revoke", "PACK-1")[1] == "PACK-1 is trusted no more\n"
    assert site("station", "list")[1].endswith("revoked\n")
    assert site("station", "pair", "PACK-1")[1].splitlines()[0] != offered
    assert site("station", "revoke", "PACK-9")[0] == 2
