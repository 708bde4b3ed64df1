"""What may be written on the command line to run a site and to keep it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from wms.cli.words import between, command

SERVERS = ("waitress", "gunicorn", "granian")
LOGS = ("text", "json")
MOST_THREADS = 2000


def running(commands: Any) -> None:
    """Add serve and work."""
    about = "Serve the API, the stations and the pages."
    serve = command(commands, "serve", about, "serve:serve")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=between(0, 65_535), default=8000)
    about = "for each process ([web] streams + 16 if not given)"
    serve.add_argument("--threads", type=between(2, MOST_THREADS), metavar="N", help=about)
    about = "waitress needs nothing else; the others come with pip install 'wms[server]'"
    serve.add_argument("--server", choices=SERVERS, default=SERVERS[0], help=about)
    about = "processes (1); more than one needs PostgreSQL, and gunicorn or granian"
    serve.add_argument("--workers", type=between(1, 64), default=1, metavar="N", help=about)
    _logs(serve)
    work = command(commands, "work", "Do the jobs that wait, until stopped.", "work:work")
    work.add_argument("--once", action="store_true", help="end when no job is due")
    _logs(work)


def keeping(commands: Any) -> None:
    """Add backup, restore and doctor."""
    about = """Back up the whole site into one file, while everybody works.

The file holds addresses, and digests of badges and keys: keep it where only you can read it."""
    backup = command(commands, "backup", about, "keep:backup")
    backup.add_argument("file", type=Path, help="not there yet; or a folder")
    about = """Restore a site from its backup, and prove by audit that nothing is missing.

Stop wms serve and wms work first. A backup is restored into a database of its kind. What was done
since the backup is lost: stations say so aloud, readers of feeds that have read it are refused."""
    restore = command(commands, "restore", about, "keep:restore")
    restore.add_argument("file", type=Path)
    about = "even if the database is not empty; the old one is kept under another name"
    restore.add_argument("--replace", action="store_true", help=about)
    about = """Look whether the site is well: a line for each check, with a remedy where it is not.

Exit codes: 0 all is well, 1 there is a warning, 2 there is a fault."""
    doctor = command(commands, "doctor", about, "examine:doctor")
    doctor.add_argument("--audit", action="store_true", help="compare all stock with its ledger")
    about = "of wms serve as people reach it (such as https://wms.site): is it well too?"
    doctor.add_argument("--url", default="", metavar="URL", help=about)
    doctor.add_argument("--json", action="store_true")


def _logs(parser: Any) -> None:
    about = "how the log is written: for people, or a JSON object a line"
    parser.add_argument("--log", choices=LOGS, default=LOGS[0], help=about)
