"""Run transcripts: `=` sets the stage, `>` is what the person does, `|` what the screen shows.

Stage lines (`name key=value …`):
    = bins A-01 A-02 kind=pick length_mm=400        = totes T-1 T-2
    = item MUG gtin=9501101530003 weight_grams=300 lot=yes expiry=yes
    = stock MUG 5 at=A-01 lpn=… lot=L1 expires=2026-12-31
    = station H1 handheld worker=anna language=pl   = use H1   (the lines after are said at H1)
    = worker eva role=supervisor pin=4711
    = asn …, = order …, = release, … : see `tests/dialogues/stage.py`
    = stock? MUG    checks `world.on_hand` against the `|` line that follows
Inputs: `> scan TEXT [SYMBOLOGY]`, `> badge NAME`, `> key SKIP`, `> weigh 1250`, `> type TEXT`.
`{name}` in an input is a code that the stage learnt (`{lpn1}` the first LPN made, and so on).
Each is played in Polish too: `pl/NAME.txt` holds the same inputs with the screens in Polish.
With WMS_WRITE_TRANSCRIPTS=1 the `|` lines are written anew: read the difference before you keep it.
Random codes (badges) never show on screens, so transcripts are the same in every run.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from tests.dialogues.stage import Stage
from tests.world import World
from wms.terminal.wire import Screen

_MARKS = {"neutral": "-", "done": "*", "attention": "~", "refused": "!"}


def drawn(screen: Screen) -> list[str]:
    """Return the screen as transcript lines, without the mark."""
    progress = f" {screen.progress[0]}/{screen.progress[1]}" if screen.progress else ""
    lines = [screen.title + progress]
    if screen.message:
        lines.append(f"{_MARKS[screen.tone]} {screen.message}")
    lines += [f"{label}: {value}" if label else value for label, value in screen.lines]
    lines.append(f"> {screen.prompt}")
    if screen.keys:
        lines.append(" ".join(f"[{key}]" for key in screen.keys))
    return lines


def play(path: Path, world: World, language: str = "en") -> list[str]:
    """Return the transcript as it is played by workers who speak `language`."""
    return list(_played(path.read_text("utf-8").splitlines(), Stage(world, language)))


def check(path: Path, world: World) -> None:
    """Compare, or write anew when the environment asks for it."""
    _compare(path, play(path, world))
    assert world.differences() == []


def check_translated(path: Path, world: World, language: str) -> None:
    """Compare the same inputs with the screens that stand in the folder of `language`."""
    _compare(path.parent / language / path.name, play(path, world, language))


def check_by_scans(path: Path, world: World) -> set[str]:
    """Give every key as the scan of its command card, compare, and return the keys that showed."""
    written = [_by_scan(line) for line in path.read_text("utf-8").splitlines()]
    played = list(_played(written, Stage(world)))
    assert played == written
    return {
        key for line in played for key in re.findall(r"\[([^\]]+)\]", line) if line[:3] == "| ["
    }


def _by_scan(line: str) -> str:
    name, _, value = line.removeprefix("> key ").partition("=")
    if not line.startswith("> key ") or not (value.isdecimal() or not value):
        return line  # no card says "QTY many"
    return f"> scan %{name} {value}".rstrip()


def _compare(path: Path, played: list[str]) -> None:
    if os.environ.get("WMS_WRITE_TRANSCRIPTS"):
        path.write_text("\n".join(played) + "\n", "utf-8")
        return
    assert path.exists(), f"{path.parent.name}/{path.name} is not written yet"
    assert played == path.read_text("utf-8").splitlines()


def _played(written: list[str], stage: Stage) -> Iterator[str]:
    for line in written:
        match line[:2]:
            case "= ":
                yield line
                yield from (f"| {told}" for told in stage.set(line[2:]))
            case "> ":
                yield line
                yield from (f"| {shown}" for shown in drawn(stage.do(line[2:])))
            case "| ":
                pass
            case _:
                yield line
