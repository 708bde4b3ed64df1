"""Pieces of a command line: commands, groups, and what a value must be."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from typing import Any

ALL = 0
"""As many orders as there are."""


def command(commands: Any, name: str, about: str, run: str, **more: Any) -> argparse.ArgumentParser:
    raw = argparse.RawDescriptionHelpFormatter
    command: argparse.ArgumentParser = commands.add_parser(
        name, help=about.splitlines()[0], description=about, formatter_class=raw, **more
    )
    command.set_defaults(run=f"wms.cli.{run}")
    return command


def group(commands: Any, name: str, about: str) -> Any:
    group = command(commands, name, about, "")
    return group.add_subparsers(required=True, metavar="ACTION")


def count_or_all(text: str) -> int:
    return ALL if text == "all" else between(1, 100_000)(text)


def whole(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number of digits 0 to 9")
    return int(text)


def day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date such as 2027-01-31") from None


def between(least: int, most: int) -> Callable[[str], int]:
    """Return what reads a whole number from `least` to `most`."""

    def number(text: str) -> int:
        if not least <= whole(text) <= most:
            raise argparse.ArgumentTypeError(f"{text} is out of range: {least} to {most}")
        return int(text)

    return number


def source(text: str) -> str:
    if not text.isprintable() or not 1 <= len(text) <= 32:
        raise argparse.ArgumentTypeError("a source has 1 to 32 printable characters")
    return text
