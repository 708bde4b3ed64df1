"""Every screen of every transcript, in every language, fits a terminal of 20 columns x 16 rows:
only lines may be cut, never the title, the message, the prompt or a key."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from stations.layout import clean
from stations.readback import read_back
from stations.screen import plain, render
from tests.dialogues import test_transcripts
from tests.dialogues.stage import Stage
from tests.world import World
from wms import i18n
from wms.db import Database
from wms.terminal.wire import Screen

PEOPLE = ("= station ", "= worker ")


def _screens(path: Path, language: str, stage: Stage) -> Iterator[Screen]:
    """Yield what a transcript shows when everybody on it reads `language`."""
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("= "):
            stage.set(line[2:] + (f" language={language}" if line.startswith(PEOPLE) else ""))
        elif line.startswith("> "):
            yield stage.do(line[2:])


def _lost(screen: Screen) -> list[str]:
    """Return the parts that cannot be read on the small terminal."""
    seen = read_back(plain(render(screen, "ok")))
    told = {
        "title": (seen.title, clean(screen.title)),
        "message": (seen.message, clean(screen.message)),
        "prompt": (seen.prompt, clean(screen.prompt)),
        "keys": (" ".join(sorted(seen.keys)), " ".join(sorted(screen.keys))),
    }
    return [f"{name}: {whole}" for name, (shown, whole) in told.items() if shown != whole]


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("path", test_transcripts.PATHS, ids=lambda path: path.stem)
def test_a_small_terminal_cuts_nothing_but_lines(
    path: Path, language: str, sqlite_db: Database
) -> None:
    screens = list(_screens(path, language, Stage(World(sqlite_db))))
    assert [lost for screen in screens for lost in _lost(screen)] == []


def test_what_is_cut_is_noticed() -> None:
    long = Screen("TITLE", "Scan " * 30, keys=("BACK",), message="Much to say. " * 20)
    assert [lost.split(":")[0] for lost in _lost(long)] == ["message"]
