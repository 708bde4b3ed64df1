"""All figures by their names, and what is made of them: shares and rates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from wms.insights import kpis
from wms.insights.kpis import Figure, Span
from wms.insights.kpis_floor import REFUSALS, STOP_SCANS, TOUCHES, WRONG_SCANS
from wms.insights.kpis_orders import DUE_ORDERS, LATE, ON_TIME, SHIPPED
from wms.insights.kpis_picking import LINES, PEOPLE, SHORTS
from wms.insights.kpis_quality import CHECKS, COUNTS, COUNTS_RIGHT, ERRORS
from wms.insights.kpis_rules import percent_words, permille, rate_words
from wms.text import T, Text

FIGURES: Mapping[str, Figure] = {
    figure.name: figure
    for figure in (
        LINES,
        SHORTS,
        PEOPLE,
        SHIPPED,
        DUE_ORDERS,
        ON_TIME,
        LATE,
        CHECKS,
        ERRORS,
        COUNTS,
        COUNTS_RIGHT,
        TOUCHES,
        STOP_SCANS,
        REFUSALS,
        WRONG_SCANS,
    )
}


@dataclass(frozen=True, slots=True)
class Ratio:
    """A share or rate of two figures: `n` of `of`; `number` is how it is said."""

    words: Text
    hint: Text
    number: str
    n: int
    of: int
    parts: tuple[Figure, Figure]


def counts(conn: Connection, span: Span) -> dict[str, int]:
    """Return how many rows each figure has, but for those of people."""
    return {
        name: kpis.count(conn, figure, span)
        for name, figure in FIGURES.items()
        if not figure.of_people
    }


def ratios(found: Mapping[str, int]) -> list[Ratio]:
    """Return the shares and rates that are made of counts."""
    return [*_shares(found), *_rates(found)]


def _shares(found: Mapping[str, int]) -> list[Ratio]:
    lines, errors, shorts = found["lines"], found["pick-errors"], found["shorts"]
    accuracy = percent_words(permille(max(lines - errors, 0), lines))
    return [
        Ratio(
            T("Pick accuracy"),
            T("Lines picked without an error that was found later, of all lines picked"),
            accuracy,
            errors,
            lines,
            (ERRORS, LINES),
        ),
        _share(
            T("On-time shipping"),
            T("Orders that had left by when they were due, of all orders due"),
            (found["on-time"], found["due"]),
            (ON_TIME, DUE_ORDERS),
        ),
        _share(
            T("Inventory record accuracy"),
            T("Lines counted where the books had exactly what was found, of all lines counted"),
            (found["counts-right"], found["counts"]),
            (COUNTS_RIGHT, COUNTS),
        ),
        _share(
            T("Short lines"),
            T("Pick lines of which too few were found, of all lines picked and short"),
            (shorts, lines + shorts),
            (SHORTS, LINES),
        ),
    ]


def _share(words: Text, hint: Text, n: tuple[int, int], parts: tuple[Figure, Figure]) -> Ratio:
    return Ratio(words, hint, percent_words(permille(*n)), *n, parts)


def _rates(found: Mapping[str, int]) -> list[Ratio]:
    lines = found["lines"]
    wrong = rate_words(found["wrong-scans"], lines, per=100)
    return [
        Ratio(
            T("Touches a line"),
            T("Scans, keys and weights of the whole floor for each line picked"),
            rate_words(found["touches"], lines),
            found["touches"],
            lines,
            (TOUCHES, LINES),
        ),
        Ratio(
            T("Scans a line at its stop"),
            T("Scans and keys at the stops of picks for each line picked"),
            rate_words(found["pick-scans"], lines),
            found["pick-scans"],
            lines,
            (STOP_SCANS, LINES),
        ),
        Ratio(
            T("Wrong scans on 100 lines"),
            T("Wrong places, items and totes at picks that were refused, on 100 lines picked"),
            wrong,
            found["wrong-scans"],
            lines,
            (WRONG_SCANS, LINES),
        ),
    ]
