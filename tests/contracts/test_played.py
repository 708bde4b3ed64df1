"""Rules that every transcript keeps: a screen leads back, a step is bounded in its SQL statements,
and every screen, in every language, fits a terminal of 20 columns x 16 rows: only lines may be
cut, never the title, the message, the prompt or a key."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from stations.layout import clean
from stations.readback import read_back
from stations.screen import plain, render
from tests.contracts.played import Played, in_language, play
from tests.dialogues.test_transcripts import PATHS
from wms import i18n
from wms.db import Database
from wms.terminal.wire import Screen

CONFIRM = "pick_stop.PutInTote scan"
BUDGET = {CONFIRM: 12, "pick_stop.ScanItem scan": 8, "pick_stop.ScanBin scan": 8}
# These find other pieces for all orders that lose some.
BUDGET["sort_wrong.SortMissing scan"] = 90
BUDGET["pick_stop.ConfirmShort key"] = 80
BUDGET["replenish_take.ConfirmSourceShort scan"] = 80
# One scan may go on with an offered task and end it; then it is looked for what comes next.
BUDGET["get_work.Offered scan"] = 80
OTHERS = 60


@pytest.fixture(scope="module", params=PATHS, ids=lambda path: path.stem)
def played(
    request: pytest.FixtureRequest, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Played:
    """One play of each transcript, for all rules."""
    path = tmp_path_factory.mktemp("played") / "wms.db"
    shutil.copy(sqlite_template, path)
    db = Database(f"sqlite:///{path}")
    found = play(request.param, db)
    db.close()
    return found


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


def test_every_screen_leads_back(played: Played) -> None:
    titles = ("| SIGN IN", "| LOGOWANIE")
    screens, shown = [], []
    for line in played.lines:
        if line.startswith("> "):
            screens.append(shown := [])
        elif line.startswith("| "):
            shown.append(line)
        elif line.startswith("= "):
            shown = []
    stuck = [s for s in screens if s and not s[0].startswith(titles) and "[BACK]" not in s[-1]]
    assert stuck == []


def test_no_step_takes_more_statements_than_its_budget(played: Played) -> None:
    assert {k: n for k, n in played.most.items() if n > BUDGET.get(k, OTHERS)} == {}


def test_a_small_terminal_cuts_nothing_but_lines(played: Played) -> None:
    """The dialogue is played once: it is the same in every language but for its words."""
    assert played.views
    screens = [in_language(v, language, 99) for v in played.views for language in i18n.LANGUAGES]
    assert [lost for screen in screens for lost in _lost(screen)] == []


def test_what_is_cut_is_noticed() -> None:
    long = Screen("TITLE", "Scan " * 30, keys=("BACK",), message="Much to say. " * 20)
    assert [lost.split(":")[0] for lost in _lost(long)] == ["message"]


def test_the_hottest_step_is_really_counted(sqlite_db: Database) -> None:
    (pick,) = (path for path in PATHS if path.stem == "pick")
    assert 6 <= play(pick, sqlite_db).most[CONFIRM] <= 12
