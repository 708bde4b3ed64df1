"""`wms-station --pair` against the real server: from a code on paper to the first screen."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.serving import make_server

from stations.api import Rejected, StationApi
from stations.main import main
from tests.application import application
from tests.world import World
from wms.db import Database
from wms.dialogues.home import SignIn
from wms.people import enroll, pairing, renew
from wms.terminal import session


@pytest.fixture
def world(sqlite_db: Database) -> World:
    found = World(sqlite_db)
    found.do(lambda c: enroll.station(c, code="P-1", kind="bench", warehouse_id=found.warehouse_id))
    return found


@pytest.fixture
def server(world: World) -> Iterator[str]:
    app = application(world)
    serving = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=serving.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{serving.server_port}"
    serving.shutdown()
    thread.join()
    serving.server_close()


def _code(world: World) -> str:
    return str(world.do(lambda c: pairing.offer(c, station="P-1", at=world.at)))


def _pair(server: str, code: str, file: Path) -> int:
    return main(["--server", server, "--pair", code, "--key-file", str(file)])


def test_a_paired_station_has_a_key_that_opens_until_it_is_revoked(
    world: World, server: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "p1.key"
    assert _pair(server, _code(world), file) == 0
    assert capsys.readouterr().out == f"paired as P-1; the key is in {file}\n"
    assert file.stat().st_mode & 0o077 == 0
    assert list(tmp_path.glob("*.new")) == []
    api = StationApi(server, "P-1", file.read_text().strip())
    assert api.screen().screen.title == "SIGN IN"
    number = world.do(lambda c: renew.revoke_station(c, "P-1", at=world.at))
    world.do(lambda c: session.clear(c, number, SignIn(), at=world.at))
    with pytest.raises(Rejected, match="This station was revoked: Ask the office to pair it anew"):
        api.screen()
    api.close()


def test_a_code_that_does_not_pair_leaves_the_old_key_alone(
    world: World, server: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "p1.key"
    code = _code(world)
    assert _pair(server, code, file) == 0
    kept = file.read_text()
    assert _pair(server, code, file) == 2
    told = capsys.readouterr().err
    assert "This code does not pair" in told
    assert file.read_text() == kept
    assert list(tmp_path.glob("*.new")) == []


def test_a_server_that_is_away_keeps_the_key_for_the_next_try(
    world: World, server: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, code = tmp_path / "p1.key", _code(world)
    assert _pair("http://127.0.0.1:9", code, file) == 2
    assert "Try again with the same code" in capsys.readouterr().err
    waiting = (tmp_path / "p1.key.new").read_text()
    assert _pair(server, code, file) == 0
    assert file.read_text() == waiting


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--pair", "1-AAAAAA"], "--pair needs --key-file FILE"),
        (["--pair", "1-AAAAAA", "--key-file", "/nowhere/key"], "cannot be written"),
        (["--key-file", "x"], "--station and --state must be given"),
    ],
)
def test_a_wrong_start_says_what_is_missing(
    words: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--server", "http://127.0.0.1:9", *words]) == 2
    assert told in capsys.readouterr().err
