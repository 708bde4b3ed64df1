"""The command `wms`. What goes wrong is said in one line: `wms: what. remedy`.

Exit codes: 0 done, 1 done but something was found (rejected rows, differences), 2 not done.
Each command lives in a module of its own, imported when it is asked for.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from wms.cli.arguments import parser
from wms.cli.reading import read

BAD = 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    args = parser().parse_args(argv)
    if args.database:
        os.environ["WMS_DATABASE_URL"] = args.database
    module, _, name = args.run.partition(":")
    try:
        return int(getattr(read(module), name)(args))
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # whoever read our output has gone: nothing is left to be said
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        words = _said(error)
        if words is None:
            raise
        print(f"wms: {words}", file=sys.stderr)
        return BAD


def _said(error: Exception) -> str | None:
    """Return an expected error in one line; None for what must be a bug."""
    from sqlalchemy.exc import SQLAlchemyError

    from labels.errors import LabelError
    from wms.errors import Refused

    if isinstance(error, Refused):
        remedy = str(error.remedy)
        return f"{error.text}. {remedy}" if remedy else f"{error.text}."
    if isinstance(error, SQLAlchemyError):
        return _database(error)
    if isinstance(error, LabelError):
        return f"{error}."
    if isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename else ""
        return f"{where}{error.strerror or error}. Check the path and its permissions."
    return None


def _database(error: Exception) -> str:
    words = " ".join(str(getattr(error, "orig", None) or error).split())
    if "no such table" in words or ("does not exist" in words and "relation" in words):
        return "The database lacks tables. Run: wms migrate"
    if "full" in words or "No space" in words:
        return f"The database cannot grow ({words}). Make room on its disk and do it again."
    return f"The database cannot be used ({words}). Check WMS_DATABASE_URL and the server."
