"""Every screen of every transcript, in every language, fits a terminal of 20 columns x 16 rows:
only lines may be cut, never the title, the message, the prompt or a key."""

from __future__ import annotations

from pathlib import Path

import pytest

from stations.layout import clean
from stations.readback import read_back
from stations.screen import plain, render
from tests.dialogues import test_transcripts, transcript
from tests.world import World
from wms import i18n
from wms.db import Database
from wms.terminal import engine, session
from wms.terminal.machine import View
from wms.terminal.wire import Screen

in_language = engine.shown


def _views(path: Path, world: World, patch: pytest.MonkeyPatch) -> list[View]:
    """Play a transcript and return what it shows before it is put into a language, each once."""
    seen: dict[Screen, View] = {}

    def noted(view: View, language: str, no: int) -> Screen:
        seen.setdefault(in_language(view, "en", 0), view)
        return in_language(view, language, no)

    for module in (engine, session):
        patch.setattr(module, "shown", noted)
    transcript.play(path, world)
    return list(seen.values())


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


@pytest.mark.parametrize("path", test_transcripts.PATHS, ids=lambda path: path.stem)
def test_a_small_terminal_cuts_nothing_but_lines(
    path: Path, sqlite_db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The dialogue is played once: it is the same in every language but for its words."""
    views = _views(path, World(sqlite_db), monkeypatch)
    assert views
    screens = [in_language(view, language, 99) for view in views for language in i18n.LANGUAGES]
    assert [lost for screen in screens for lost in _lost(screen)] == []


def test_what_is_cut_is_noticed() -> None:
    long = Screen("TITLE", "Scan " * 30, keys=("BACK",), message="Much to say. " * 20)
    assert [lost.split(":")[0] for lost in _lost(long)] == ["message"]
