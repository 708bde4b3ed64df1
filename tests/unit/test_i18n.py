"""Words are translated when they are shown: parameters, counts, words inside words, data."""

from __future__ import annotations

import gettext

import pytest
from babel import Locale
from hypothesis import given, settings
from hypothesis import strategies as st

from wms.errors import Refused
from wms.i18n import LANGUAGES, TRANSLATED, catalog, plural_index, translate
from wms.text import N, T, Text

PIECES = ("Booked {n} piece of {sku}", "Booked {n} pieces of {sku}")


@pytest.mark.parametrize(
    ("n", "english", "polish"),
    [
        (0, "Booked 0 pieces of MUG", "Przyjęto 0 sztuk MUG"),
        (1, "Booked 1 piece of MUG", "Przyjęto 1 sztukę MUG"),
        (2, "Booked 2 pieces of MUG", "Przyjęto 2 sztuki MUG"),
        (5, "Booked 5 pieces of MUG", "Przyjęto 5 sztuk MUG"),
        (12, "Booked 12 pieces of MUG", "Przyjęto 12 sztuk MUG"),
        (21, "Booked 21 pieces of MUG", "Przyjęto 21 sztuk MUG"),
        (22, "Booked 22 pieces of MUG", "Przyjęto 22 sztuki MUG"),
        (112, "Booked 112 pieces of MUG", "Przyjęto 112 sztuk MUG"),
    ],
)
def test_a_count_chooses_the_form(n: int, english: str, polish: str) -> None:
    words = N(*PIECES, n, sku="MUG")
    assert str(words) == translate(words, "en") == english
    assert translate(words, "pl") == polish


def test_words_inside_words_are_translated_too() -> None:
    inner = T("This screen does not take {what}", what=T("a scan"))
    words = T("{words}. {remedy}", words=inner, remedy=T("Scan bin {bin}", bin="A-01"))
    assert translate(words, "en") == "This screen does not take a scan. Scan bin A-01"
    assert translate(words, "pl") == "Tu nie działa: skan. Zeskanuj miejsce A-01"


@pytest.mark.parametrize("language", [*LANGUAGES, "xx"])
def test_data_is_shown_as_it_is_even_if_it_looks_like_words(language: str) -> None:
    assert translate("Scan a tote", language) == "Scan a tote"
    assert translate("{n} 100% {", language) == "{n} 100% {"
    shown = translate(T("Scan {sku}", sku="{bin} Order"), language)
    assert shown.endswith(" {bin} Order")


def test_unknown_words_and_unknown_languages_stay_english() -> None:
    assert translate(T("Not in any catalog: {x}", x=1), "pl") == "Not in any catalog: 1"
    assert translate(N("{n} moon", "{n} moons", 5), "pl") == "5 moons"
    assert translate(N("{n} moon", "{n} moons", 1), "pl") == "1 moon"
    assert translate(T("Scan a tote"), "xx") == "Scan a tote"
    assert catalog("en") == {}


@settings(max_examples=60)
@given(st.integers(-(10**12), 10**12))
def test_any_count_has_a_form_in_every_language(n: int) -> None:
    for language in LANGUAGES:
        assert str(n) in translate(N(*PIECES, n, sku="MUG"), language)


FORMS = {"pl": ("one", "few", "many"), "pt": ("one", "other"), "be": ("one", "few", "many")}


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_rule_of_a_language_is_that_of_the_unicode_consortium(language: str) -> None:
    cldr, forms = Locale(language).plural_form, FORMS[language]
    assert [forms[plural_index(language, n)] for n in range(201)] == [cldr(n) for n in range(201)]


@pytest.mark.parametrize(
    ("language", "form", "counts"),
    [
        ("pl", 0, (1,)),
        ("pl", 1, (2, 3, 4, 22, 104)),
        ("pl", 2, (0, 5, 11, 12, 14, 21, 101, 112)),
        ("pt", 0, (0, 1)),
        ("pt", 1, (2, 11, 21, 101, 1_000_000)),
        ("be", 0, (1, 21, 101, 1001)),
        ("be", 1, (2, 3, 4, 22, 104)),
        ("be", 2, (0, 5, 11, 12, 14, 25, 111, 112, 211)),
    ],
)
def test_these_counts_take_one_form(language: str, form: int, counts: tuple[int, ...]) -> None:
    assert {n: plural_index(language, n) for n in counts} == dict.fromkeys(counts, form)


def test_the_english_rule_is_that_of_gettext() -> None:
    germanic = gettext.c2py("n != 1")
    assert [plural_index("en", n) for n in range(201)] == [germanic(n) for n in range(201)]


@pytest.mark.parametrize(
    ("n", "portuguese"),
    [
        (1, "Recebida 1 peça de MUG"),
        (2, "Recebidas 2 peças de MUG"),
        (21, "Recebidas 21 peças de MUG"),
    ],
)
def test_a_language_of_two_forms_has_them(n: int, portuguese: str) -> None:
    assert translate(N(*PIECES, n, sku="MUG"), "pt") == portuguese


def test_a_refusal_is_said_in_the_language_of_who_reads_it() -> None:
    refusal = Refused("tote.not_empty", T("This tote is not empty"), T("Take an empty tote"))
    told = [words for words in (refusal.text, refusal.remedy) if isinstance(words, Text)]
    assert [translate(words, "pl") for words in told] == [
        "Ten pojemnik nie jest pusty",
        "Weź pusty pojemnik",
    ]
