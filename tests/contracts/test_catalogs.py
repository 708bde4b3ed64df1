"""Every catalog has every message of the code, translated, and none that the code has lost."""

from __future__ import annotations

import gettext
import os
from functools import cache
from pathlib import Path
from string import Formatter

import pytest
from babel import Locale
from babel.messages.catalog import Message

from tests.contracts import catalogs
from tests.contracts.words import Extracted, extract, titles_of_dialogues
from wms import i18n
from wms.text import Text

of_the_code = cache(extract)
MOST_TITLE = 12
EACH = pytest.mark.parametrize("path", catalogs.PATHS, ids=lambda path: path.stem)


@pytest.fixture(scope="module", autouse=True)
def _written() -> None:
    if os.environ.get("WMS_WRITE_CATALOGS"):
        for path in filter(Path.exists, catalogs.PATHS):
            catalogs.rewrite(path, of_the_code().entries)


def _placeholders(words: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(words) if name is not None}


def _english(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def test_words_are_written_where_they_are_marked() -> None:
    assert of_the_code().complaints == []


def test_a_message_has_one_form_of_use() -> None:
    plurals: dict[str, set[str]] = {}
    for entry in of_the_code().entries:
        plurals.setdefault(entry.msgid, set()).add(entry.plural)
    assert {msgid: used for msgid, used in plurals.items() if len(used) > 1} == {}


def test_every_language_but_english_has_a_catalog() -> None:
    assert sorted(catalogs.FOLDER.glob("*.po")) == sorted(catalogs.PATHS)


@EACH
def test_no_message_is_missing_and_none_is_obsolete(path: Path) -> None:
    asked = {entry.msgid for entry in of_the_code().entries}
    known = set(catalogs.messages(catalogs.read(path)))
    assert sorted(asked - known) == []
    assert sorted(known - asked) == []


@EACH
def test_every_message_is_translated_in_every_form_and_none_is_fuzzy(path: Path) -> None:
    catalog = catalogs.read(path)
    wanting = []
    for msgid, message in catalogs.messages(catalog).items():
        forms = catalogs.strings(message)
        wanted = catalog.num_plurals if isinstance(message.id, tuple) else 1
        if message.fuzzy or len(forms) != wanted or not all(map(str.strip, forms)):
            wanting.append(msgid)
    assert wanting == []


@EACH
def test_counts_are_counts_in_both(path: Path) -> None:
    known = catalogs.messages(catalogs.read(path))
    for entry in of_the_code().entries:
        if entry.msgid in known:
            message = known[entry.msgid]
            assert _english(message) == (
                (entry.msgid, entry.plural) if entry.plural else (entry.msgid,)
            )


@EACH
def test_every_form_fills_in_what_the_english_fills_in(path: Path) -> None:
    for message in catalogs.messages(catalogs.read(path)).values():
        english = set().union(*map(_placeholders, _english(message)))
        for form in catalogs.strings(message):
            assert _placeholders(form) == english, form


@EACH
def test_titles_stay_short_and_in_capitals(path: Path) -> None:
    titles = [i18n.translate(Text(msgid), path.stem) for msgid in titles_of_dialogues()]
    assert [title for title in titles if len(title) > MOST_TITLE or not title.isupper()] == []


@EACH
def test_the_plural_rule_is_that_of_the_header_and_of_the_unicode_consortium(path: Path) -> None:
    header = catalogs.read(path).plural_expr
    by_header, cldr = gettext.c2py(header), Locale(path.stem).plural_form
    used = {cldr(n) for n in range(201)}
    order = [form for form in ("one", "few", "many", "other") if form in used]
    assert catalogs.read(path).num_plurals == len(order)
    for n in range(201):
        assert i18n.plural_index(path.stem, n) == by_header(n) == order.index(cldr(n)), n


def test_words_that_are_no_literals_are_found_out() -> None:
    found = Extracted()
    found.read('T("a")\nN("b", "c", 2)\nT(words)\nx.T(f"d")\nN("e", more, 3)\nT("")', "x.py")
    assert [(e.msgid, e.plural, e.where) for e in found.entries] == [
        ("a", "", "x.py:1"),
        ("b", "c", "x.py:2"),
    ]
    assert [complaint.split(":")[1] for complaint in found.complaints] == ["3", "4", "5", "6"]


@pytest.mark.parametrize(("language", "forms"), [("pl", 3), ("pt", 2), ("be", 3)])
def test_a_catalog_is_rewritten_to_what_the_code_says(
    language: str, forms: int, tmp_path: Path
) -> None:
    path = tmp_path / f"{language}.po"
    header = f'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals={forms}; plural=(n != 1);\\n"\n'
    path.write_text(header + '\nmsgid "gone"\nmsgstr "a"\n\nmsgid "kept"\nmsgstr "b"\n', "utf-8")
    found = Extracted()
    found.read('T("kept")\nT("new")\nN("{n} one", "{n} many", 2)', "wms/x.py")
    catalogs.rewrite(path, found.entries)
    assert path.read_text("utf-8").startswith(header)
    told = {
        msgid: catalogs.strings(m) for msgid, m in catalogs.messages(catalogs.read(path)).items()
    }
    assert told == {"kept": ("b",), "new": ("",), "{n} one": ("",) * forms}
