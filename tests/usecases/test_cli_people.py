"""Badges and keys that are lost: a new one is given, the old one opens nothing."""

from __future__ import annotations

import os
from pathlib import Path

from tests.usecases.conftest import Run
from tests.world import Desk, World
from wms.db import Database
from wms.dialogues.home import SignIn
from wms.people import queries as people
from wms.people import renew
from wms.terminal import session


def test_a_new_badge_makes_the_old_one_void(site: Run, home: Path) -> None:
    old = site("user", "add", "ann", "--name", "Ann")[1].strip()
    code, new, _ = site("user", "badge", "ann")
    db = Database(os.environ["WMS_DATABASE_URL"])
    with db.read() as conn:
        assert people.by_badge(conn, old) is None
        found = people.by_badge(conn, new.strip())
    db.close()
    assert (code, found.name if found else "") == (0, "Ann")
    assert site("user", "badge", "ann", "--label", "ann.pdf")[1] == "badge of ann: ann.pdf\n"
    assert (home / "ann.pdf").read_bytes().startswith(b"%PDF")
    assert "not known" in site("user", "badge", "nobody")[2]


def test_a_badge_that_cannot_be_written_leaves_the_old_one_good(site: Run) -> None:
    old = site("user", "add", "ann")[1].strip()
    assert site("user", "badge", "ann", "--label", "no/such.pdf")[0] == 2
    db = Database(os.environ["WMS_DATABASE_URL"])
    with db.read() as conn:
        assert people.by_badge(conn, old) is not None
    db.close()


def test_a_disabled_worker_is_listed_so_until_enabled_again(site: Run) -> None:
    site("user", "add", "ann")
    assert site("user", "disable", "ann")[0] == 0
    assert site("user", "list")[1].splitlines()[1] == "ann\tann\tworker\ten\tdisabled\t-"
    assert site("user", "enable", "ann")[0] == 0
    assert site("user", "list")[1].splitlines()[1].endswith("active\t-")
    assert site("user", "disable", "nobody")[0] == 2


def test_a_disabled_worker_is_signed_out_where_they_stand(world: World) -> None:
    desk: Desk = world.station("H-1", worker="ann")
    assert desk.screen.title != "SIGN IN"
    number = world.do(lambda c: renew.set_active(c, "ann", is_active=False))
    world.do(lambda c: session.end(c, number, SignIn(), at=world.at))
    shown = desk.engine.current(desk.post, world.at).screen
    assert shown.title == "SIGN IN"
    desk.answer = desk.engine.current(desk.post, world.at)
    assert desk.scan(world.badges["ann"]).title == "SIGN IN"


def test_a_new_station_key_makes_the_old_one_void(site: Run, home: Path) -> None:
    old = site("station", "add", "P-1", "--kind", "bench")[1].strip()
    assert site("station", "key", "P-1", "--key-file", "p1.key")[0] == 0
    new = (home / "p1.key").read_text().strip()
    db = Database(os.environ["WMS_DATABASE_URL"])
    with db.read() as conn:
        assert people.station(conn, "P-1", old) is None
        assert people.station(conn, "P-1", new) is not None
    db.close()
    assert site("station", "list")[1] == "code\tkind\tstate\nP-1\tbench\tactive\n"
    assert site("station", "key", "P-2")[0] == 2


def test_a_revoked_api_key_opens_nothing(site: Run) -> None:
    key = site("api-key", "add", "erp")[1].strip()
    head = "name\tmerchant\tstate\trole\tscopes\tlast used\n"
    assert site("api-key", "list")[1] == head + "erp\tall\tactive\tadmin\t-\t-\n"
    assert site("api-key", "revoke", "erp")[0] == 0
    assert "\trevoked\t" in site("api-key", "list")[1]
    db = Database(os.environ["WMS_DATABASE_URL"])
    with db.read() as conn:
        found = people.api_key(conn, key)
    assert found is not None
    assert found.is_revoked
    db.close()
    assert site("api-key", "revoke", "crm")[0] == 2
