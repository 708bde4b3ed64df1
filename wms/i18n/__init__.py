"""Translate `Text` by gettext catalogs, read straight from their .po files.

Reading the sources (once per process and language) leaves no compiled catalog that could be
missing or stale: what translators edit is what people see.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from wms.text import Text, Words

TRANSLATED = ("pl", "pt", "be")
"""The languages that have a catalog; the words of the code are English."""

LANGUAGES = ("en", *TRANSLATED)


@cache
def catalog(language: str) -> Mapping[str, tuple[str, ...]]:
    """Return the translated forms of every message id that `language` knows."""
    source = resources.files("wms.i18n") / f"{language}.po"
    if not source.is_file():
        return {}
    with source.open("rb") as file:
        read = read_po(file, locale=language)
    return dict(_translated(read))


def _translated(read: Catalog) -> list[tuple[str, tuple[str, ...]]]:
    pairs: list[tuple[str, tuple[str, ...]]] = []
    for message in read:
        if not message.id or message.fuzzy:
            continue
        key = message.id if isinstance(message.id, str) else message.id[0]
        string = message.string or ()
        strings = (string,) if isinstance(string, str) else tuple(string)
        if strings and all(strings):
            pairs.append((key, strings))
    return pairs


def translate(words: Words, language: str) -> str:
    """Return `words` as they are shown in `language`; unknown words stay English."""
    if isinstance(words, str):
        return words
    params = {
        name: translate(value, language) if isinstance(value, Text) else value
        for name, value in words.params.items()
    }
    chosen = _form(words, language)
    return chosen.format(**params) if params else chosen


def _form(words: Text, language: str) -> str:
    forms = catalog(language).get(words.msgid)
    if not words.plural:
        return forms[0] if forms else words.msgid
    n = words.params.get("n")
    count = abs(n) if isinstance(n, int) else 0
    if not forms:
        return words.msgid if count == 1 else words.plural
    return forms[min(plural_index(language, count), len(forms) - 1)]


def plural_index(language: str, n: int) -> int:
    """Return the index of the form that a count `n` >= 0 takes. Source: CLDR plural rules.

    Of CLDR's forms of Portuguese the one of whole millions is left out: nothing here counts so far.
    """
    if language in ("pl", "be"):
        is_few = n % 10 in (2, 3, 4) and n % 100 not in (12, 13, 14)
        return 0 if _is_one(language, n) else 1 if is_few else 2
    if language == "pt":
        return 0 if n in (0, 1) else 1
    return 0 if n == 1 else 1


def _is_one(language: str, n: int) -> bool:
    """Tell whether a Slavic language says `n` with its singular: Belarusian 21 as well as 1."""
    return n % 10 == 1 and n % 100 != 11 if language == "be" else n == 1
