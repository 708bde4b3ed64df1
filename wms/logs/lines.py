"""How a log is written: for people, or a JSON object a line for machines.

A line says when, what, and of which request: its id, the route's template (never the path, which
may name a person's parcel), the station, the event, the worker's number. Facts are given by name;
free text is written by this program and quotes no data (see `wms.logs`).
"""

from __future__ import annotations

import json
import logging
import os
import sys
import traceback
from collections.abc import Mapping
from contextvars import ContextVar, Token
from datetime import UTC, datetime
from typing import Any

FACTS = "facts"
KINDS = ("text", "json")
VARIABLE = "WMS_LOG"
_context: ContextVar[Mapping[str, Any] | None] = ContextVar("wms_log", default=None)
Kept = Token[Mapping[str, Any] | None]


class _Ours(logging.Handler):
    """What `begin` set up; it writes to whatever standard error is at the moment."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            sys.stderr.write(self.format(record) + "\n")
            sys.stderr.flush()
        except Exception:
            self.handleError(record)


def begin(kind: str = "") -> None:
    """Write all logs of this process to standard error; "" is as WMS_LOG says, else "text"."""
    chosen = kind or os.environ.get(VARIABLE, "")
    root = logging.getLogger()
    for handler in [h for h in root.handlers if isinstance(h, _Ours)]:
        root.removeHandler(handler)
    ours = _Ours()
    ours.setFormatter(JsonLines() if chosen == "json" else TextLines())
    root.addHandler(ours)
    root.setLevel(logging.INFO)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)


def about(facts: Mapping[str, Any]) -> Kept:
    """Let every line from here on say `facts`, until `over` is called with what this returns."""
    return _context.set(facts)


def over(kept: Kept) -> None:
    """End what `about` began."""
    _context.reset(kept)


def facts_of(record: logging.LogRecord) -> dict[str, Any]:
    """Return what a line is about: its request's facts and its own."""
    return dict(_context.get() or {}) | dict(getattr(record, FACTS, None) or {})


class JsonLines(logging.Formatter):
    """One event, one line, one object."""

    def format(self, record: logging.LogRecord) -> str:
        plain: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            "process": record.process,
        }
        plain |= facts_of(record)
        if record.exc_info and record.exc_info[1] is not None:
            plain["error"] = _raised(record.exc_info[1])
        return json.dumps(plain, default=str)


class TextLines(logging.Formatter):
    """The same for people."""

    def format(self, record: logging.LogRecord) -> str:
        when = datetime.fromtimestamp(record.created).astimezone()
        told = " ".join(f"{name}={value}" for name, value in facts_of(record).items())
        words = f"{when:%Y-%m-%d %H:%M:%S} {record.levelname} {record.name} {record.getMessage()}"
        words += f" {told}" if told else ""
        if record.exc_info and record.exc_info[1] is not None:
            words += "\n" + _raised(record.exc_info[1])
        return words


def _raised(error: BaseException) -> str:
    """Return where an error rose and its kind; its own words may quote data."""
    places = "".join(traceback.format_tb(error.__traceback__))
    return f"{type(error).__name__}\n{places}"
