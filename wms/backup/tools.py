"""PostgreSQL's own programs, in the version that the server needs, called without showing a
password to other users of the machine.

Source: PostgreSQL documentation, pg_dump and pg_restore; libpq, "Environment Variables".
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from psycopg.conninfo import make_conninfo
from sqlalchemy.engine import URL

from wms.errors import Refused
from wms.text import T

PLACES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql@*/bin")
_NUMBER = re.compile(r"(\d+)(?:\.\d+)?")


def found(name: str, at_least: int) -> tuple[str, int]:
    """Return the program `name` of the lowest major version that is enough, and that version.

    :raises Refused: there is none, or all are too old; names the package.
    """
    known = sorted({(version, path) for path in _candidates(name) if (version := _version(path))})
    for version, path in known:
        if version >= at_least:
            return path, version
    package = f"postgresql-client-{at_least}"
    if known:
        words = T(
            "{program} is of version {have}, and {need} is needed",
            program=name,
            have=known[-1][0],
            need=at_least,
        )
    else:
        words = T("{program} is not on this machine", program=name)
    raise Refused("backup.tool", words, T("Install the package {package}", package=package))


def called(
    command: Sequence[str], url: URL, database: str = "", *, out: IO[bytes] | None = None
) -> str:
    """Run a program on a database and return what it said, or write that to `out`.

    :raises Refused: it failed; in its own words.
    """
    env = os.environ | ({"PGPASSWORD": url.password} if url.password else {})
    where = [f"--dbname={conninfo(url, database)}"] if database != "-" else []
    done = subprocess.run(
        [*command, *where],
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=out or subprocess.PIPE,
        stderr=subprocess.PIPE,
        check=False,
    )
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        why = next((line for line in said if "error" in line.lower()), said[-1] if said else "")
        words = T("{program} failed: {why}", program=Path(command[0]).name, why=why[:300])
        raise Refused("backup.tool_failed", words, T("Mend that and do it again"))
    return (done.stdout or b"").decode("utf-8", "replace")


def conninfo(url: URL, database: str = "") -> str:
    """Return where a database is, without the password."""
    query = {k: v for k, v in url.query.items() if isinstance(v, str) and k != "password"}
    given = {"host": url.host, "port": url.port, "user": url.username}
    given |= {"dbname": database or url.database}
    return make_conninfo("", **{k: v for k, v in given.items() if v}, **query)


def _candidates(name: str) -> list[str]:
    on_path = shutil.which(name)
    places = [str(folder / name) for place in PLACES for folder in _folders(place)]
    return [path for path in ([on_path] if on_path else []) + places if os.access(path, os.X_OK)]


def _folders(place: str) -> list[Path]:
    return sorted(Path("/").glob(place.lstrip("/")))


def _version(path: str) -> int:
    done = subprocess.run([path, "--version"], capture_output=True, text=True, check=False)
    match = _NUMBER.search(done.stdout.rpartition("PostgreSQL")[2] or done.stdout)
    return int(match[1]) if match else 0
