"""A plot and the table beside it always say the same, whatever is drawn."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from flask import Flask, render_template_string
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wms import settings as site_settings
from wms.app import create_app
from wms.db import Database
from wms.text import T
from wms.web.office import chart
from wms.web.office.chart import Mark, Plot
from wms.web.office.figures import Drawn
from wms.web.office.map_plan import cuts, step, steps

SVG = "{http://www.w3.org/2000/svg}"
PAGE = '{% from "office/chart.html" import plot with context %}{{ plot(d, short) }}'

names = st.text(
    st.characters(blacklist_categories=["Cc", "Cs"], blacklist_characters="￾￿"),
    min_size=1,
    max_size=30,
)
marks = st.lists(
    st.builds(
        lambda name, value, more: Mark(name, value, str(value), "/x", value + more, "more"),
        names,
        st.integers(0, 10**7),
        st.integers(0, 99),
    ),
    min_size=1,
    max_size=24,
)


@pytest.fixture
def app(sqlite_db: Database) -> Flask:
    return create_app(sqlite_db, site_settings.load().data)


def drawn_and_listed(app: Flask, plot: Plot, *, is_upright: bool) -> tuple[str, str]:
    heads = (T("Hour"), T("Lines"))
    d = Drawn(T("Lines"), T("Lines"), plot, is_upright, heads, "/x")
    with app.test_request_context("/figures"):
        page = render_template_string(PAGE, d=d, short=chart.shortened)
    svg = re.search(r"<svg.*?</svg>", page, re.S)
    table = re.search(r"<table>.*?</table>", page, re.S)
    assert svg
    assert table
    return svg[0], table[0]


def of_svg(text: str) -> list[tuple[str, str]]:
    groups = ElementTree.fromstring(text).iter(f"{SVG}g")
    return [(g.get("data-name", ""), g.get("data-value", "")) for g in groups]


def of_table(text: str) -> list[tuple[str, str]]:
    body = ElementTree.fromstring(text).find("tbody")
    assert body is not None
    found = []
    for row in body.findall("tr"):
        head, cell = row.find("th"), row.find("td")
        assert head is not None
        assert cell is not None
        found.append((head.text or "", cell.findtext("a") or ""))
    return found


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(marks, st.booleans())
def test_the_table_says_what_the_plot_shows(app: Flask, shown: list[Mark], upright: bool) -> None:
    plot = chart.columns(shown) if upright else chart.rows(shown)
    svg, table = drawn_and_listed(app, plot, is_upright=upright)
    said = [(mark.name, str(mark.value)) for mark in shown]
    assert of_svg(svg) == said
    assert of_table(table) == said


@given(marks)
def test_bars_are_in_the_order_and_proportion_of_their_values(shown: list[Mark]) -> None:
    for plot, length, full in (
        (chart.columns(shown), lambda bar: bar.height, chart.HEIGHT),
        (chart.rows(shown), lambda bar: bar.width, chart.LENGTH),
    ):
        top = plot.ticks[-1][0]
        for bar in plot.bars:
            assert 0 <= length(bar) <= full
            if bar.mark.value:
                assert abs(length(bar) - bar.mark.value * full / top) <= 2
            else:
                assert length(bar) == 0


@given(st.lists(st.integers(0, 10**6), max_size=60), st.booleans())
def test_darker_is_never_less_and_the_legend_covers_every_value(
    values: list[int], share: bool
) -> None:
    ends = cuts(values, is_share=share)
    ordered = sorted(values)
    assert [step(v, ends) for v in ordered] == sorted(step(v, ends) for v in values)
    for value in values:
        inside = [n for n, least, most in steps(ends) if least <= value <= most]
        if value and not (share and value > 100):
            assert inside == [step(value, ends)]
