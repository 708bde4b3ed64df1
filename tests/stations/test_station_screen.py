"""What is drawn can be read back, whatever the words."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from stations.keys import WELL_KNOWN, places
from stations.layout import clean
from stations.readback import read_back
from stations.screen import Look, plain, render
from wms.terminal.wire import Screen, Tone

LETTERS = "abcXFyz01279-*!>=#/.,:ąćęłńóśźżŁŻĆ"
WORDS = st.text(LETTERS, min_size=1, max_size=45)
TEXTS = st.lists(WORDS, max_size=9).map(" ".join)
LABELS = TEXTS.map(lambda text: text.replace(":", "").strip()).filter(bool)
KEYS = st.lists(
    st.text("ABCŁ", min_size=1, max_size=23) | st.sampled_from(sorted(WELL_KNOWN)), max_size=9
)


@st.composite
def screens(draw: st.DrawFn) -> Screen:
    """Any screen that could be sent, labels being different and without a colon."""
    lines = draw(st.dictionaries(LABELS, TEXTS, max_size=5))
    return Screen(
        title=draw(TEXTS),
        prompt=draw(TEXTS),
        lines=tuple((label.strip(), value) for label, value in lines.items()),
        keys=tuple(draw(KEYS)),
        progress=draw(st.none() | st.tuples(st.integers(0, 99), st.integers(0, 99))),
        message=draw(TEXTS),
        tone=draw(st.sampled_from(Tone)),
        no=draw(st.integers(0, 99999)),
    )


@settings(max_examples=300, deadline=None)
@given(screens(), st.integers(16, 40))
def test_a_screen_that_fits_is_read_back_word_for_word(screen: Screen, columns: int) -> None:
    rows = plain(render(screen, "ok", columns=columns, rows=200))
    assert {len(row) for row in rows} == {columns}
    assert len(rows) == 200
    seen = read_back(rows)
    assert seen.title == clean(screen.title)
    assert seen.progress == screen.progress
    assert (seen.tone, seen.message) == (screen.tone, clean(screen.message))
    assert list(seen.lines.items()) == [(clean(a), clean(b)) for a, b in screen.lines]
    assert seen.prompt == clean(screen.prompt)
    assert {n: key for key, n in seen.places.items()} == places(screen.keys)
    assert seen.keys == list(places(screen.keys).values())
    assert (seen.no, seen.status, seen.cut) == (screen.no, "ok", False)


@settings(max_examples=200, deadline=None)
@given(screens())
def test_a_small_terminal_always_shows_the_number_and_loses_lines_first(screen: Screen) -> None:
    rows = plain(render(screen, "NO LINK"))
    assert [len(row) for row in rows] == [20] * 16
    assert rows[-1].rstrip() == f"#{screen.no} NO LINK"
    seen = read_back(rows)
    whole = read_back(plain(render(screen, "", rows=200)))
    assert set(seen.lines.items()) <= set(whole.lines.items())
    if seen.lines:
        assert (seen.title, seen.message) == (whole.title, whole.message)
        assert (seen.prompt, seen.keys) == (whole.prompt, whole.keys)


def test_the_layout_is_the_one_people_learn() -> None:
    screen = Screen(
        title="Pick",
        prompt="Scan bin A-07-3",
        lines=(("Item", "MUG blue, large"), ("SSCC", "340123450000000018")),
        keys=("SHORT", "SKIP", "FULL", "BACK"),
        progress=(2, 5),
        message="This is bin A-07-4. Go to A-07-3.",
        tone=Tone.REFUSED,
        no=123,
    )
    rows = render(screen, "ok", typed="12", rows=14)
    assert [row.text.rstrip() for row in rows] == [
        "Pick             2/5",
        "X This is bin",
        "  A-07-4. Go to",
        "  A-07-3.",
        "Item: MUG blue,",
        " large",
        "SSCC:",
        " 340123450000000018",
        "> Scan bin A-07-3",
        "",
        "F1 SKIP  F2 SHORT",
        "F4 FULL  F8 BACK",
        "= 12",
        "#123 ok",
    ]
    assert [row.look for row in rows[:2]] == [Look.TITLE, Look.REFUSED]


def test_too_many_lines_end_in_an_ellipsis() -> None:
    screen = Screen("Menu", "Scan", lines=tuple((f"Line {n}", "x") for n in range(20)), no=1)
    seen = read_back(plain(render(screen, "ok")))
    assert seen.cut
    assert list(seen.lines) == [f"Line {n}" for n in range(12)]


def test_a_secret_is_shown_as_stars() -> None:
    rows = plain(render(Screen("PIN", "Type PIN", secret=True), "ok", typed="4711"))
    assert rows[-2].rstrip() == "= ****"


def test_nothing_that_a_terminal_would_obey_is_drawn() -> None:
    rows = plain(render(Screen("a\x1b[2Jb\r\nc", "\x07x"), "ok\x1b"))
    assert all(row.isprintable() for row in rows)
