"""Figures of the day or the week, each opening to the rows that it was counted from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, request
from sqlalchemy import Connection

from wms.errors import Refused
from wms.insights import kpis, kpis_all, kpis_orders, quarters
from wms.insights.kpis import Figure, Span
from wms.insights.kpis_all import FIGURES
from wms.insights.kpis_floor import REFUSALS
from wms.insights.kpis_orders import SHIPPED, Cycle
from wms.insights.kpis_picking import LINES, PEOPLE
from wms.picking import standing
from wms.text import T, Text
from wms.web.office import chart, door, here
from wms.web.office.chart import Mark
from wms.web.office.navigation import is_enough
from wms.web.office.pages import page, spoken
from wms.web.office.pages import span as span_words
from wms.web.problems import Problem
from wms.web.site import now, site

PERIODS: Mapping[str, Text] = {
    "today": T("Today"),
    "yesterday": T("Yesterday"),
    "week": T("7 days"),
}
STAGES: Mapping[str, Text] = {
    "accepted": T("accepted"),
    "allocated": T("allocated"),
    "released": T("released"),
    "picked": T("picked"),
    "packed": T("packed"),
    "shipped": T("shipped"),
}
LONGEST = timedelta(days=366)
SHOWN = 50
PEOPLE_ROLE = "supervisor"

figure_pages = Blueprint("office_figures", __name__, url_prefix="/figures")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A plot with the words around it; `href` opens to all that it was counted from."""

    title: Text
    hint: Text
    plot: chart.Plot
    is_upright: bool
    heads: tuple[Text, ...]
    href: str


@figure_pages.get("")
@door.let_in("worker")
def show() -> Response:
    """Show all figures of a day or a week."""
    asked = here.asked("period")
    period = asked if asked in PERIODS else "today"
    with site().db.read() as conn:
        warehouse = here.warehouse_id(conn)
        zone = _zone(conn, warehouse)
        span = _period(period, warehouse, zone)
        counts = kpis_all.counts(conn, span)
        cycle = kpis_orders.cycle(conn, span)
        plots = _plots(conn, span, zone, cycle, is_week=period == "week")
    ratios = kpis_all.ratios(counts)
    facts: dict[str, Any] = {"period": period, "periods": PERIODS, "counts": counts}
    facts |= {"figures": FIGURES, "plots": plots, "ratios": ratios}
    return page("figures.html", span=span, into=_into(span), short=chart.shortened, **facts)


def _zone(conn: Connection, warehouse_id: int) -> ZoneInfo:
    return ZoneInfo(standing.zone_of(conn, warehouse_id) if warehouse_id else "UTC")


def _period(period: str, warehouse_id: int, zone: ZoneInfo) -> Span:
    """Return the time that a name stands for: whole days in the warehouse's zone."""
    today = now().astimezone(zone).date()
    days = {"today": (0, -1), "yesterday": (1, 0), "week": (6, -1)}[period]
    since, until = (quarters.midnight(today - timedelta(days=n), zone) for n in days)
    return Span(warehouse_id, since.astimezone(UTC), until.astimezone(UTC))


def _into(span: Span) -> str:
    return _between(span.since, span.until)


def _between(since: datetime, until: datetime, **more: str) -> str:
    """Return the query of a list page that shows what was counted in a time."""
    form = "%Y-%m-%dT%H:%MZ"
    times = {
        "from": since.astimezone(UTC).strftime(form),
        "to": until.astimezone(UTC).strftime(form),
    }
    return urlencode(times | more)


def _plots(
    conn: Connection, span: Span, zone: ZoneInfo, cycle: Cycle, *, is_week: bool
) -> list[Drawn]:
    found = [_in_time(conn, figure, span, zone, is_week) for figure in (LINES, SHIPPED)]
    found += [_by_part(conn, LINES, span), _cycle(cycle, span), _by_part(conn, REFUSALS, span)]
    if is_enough(door.person().role, PEOPLE_ROLE):
        found.append(_by_part(conn, PEOPLE, span))
    return found


def _in_time(conn: Connection, figure: Figure, span: Span, zone: ZoneInfo, is_week: bool) -> Drawn:
    """Return a figure by hours of the day, or by days of the week."""
    counts = kpis.by_quarter(conn, figure, span)
    marks = _days(figure, counts, span, zone) if is_week else _hours(figure, counts, span, zone)
    plot, href = chart.columns(marks), f"/figures/{figure.name}?{_into(span)}"
    head = T("Day") if is_week else T("Hour")
    return Drawn(TITLES[figure.name, is_week], figure.hint, plot, True, (head, figure.words), href)


def _hours(figure: Figure, counts: Mapping[int, int], span: Span, zone: ZoneInfo) -> list[Mark]:
    by_hour = quarters.by_hour(counts, zone)
    marks = []
    for hour in quarters.hours_of(span.since, span.until, zone):
        n = by_hour.get(hour, 0)
        until = (hour.astimezone(UTC) + timedelta(hours=1)).astimezone(UTC)
        href = f"/figures/{figure.name}?{_between(hour, until)}"
        marks.append(Mark(hour.strftime("%H"), n, str(n), href))
    return marks


def _days(figure: Figure, counts: Mapping[int, int], span: Span, zone: ZoneInfo) -> list[Mark]:
    by_day = quarters.by_day(counts, zone)
    marks = []
    for day in quarters.days_of(span.since, span.until, zone):
        n = by_day.get(day, 0)
        ends = quarters.midnight(day, zone), quarters.midnight(day + timedelta(days=1), zone)
        href = f"/figures/{figure.name}?{_between(*ends)}"
        marks.append(Mark(day.strftime("%d.%m."), n, str(n), href))
    return marks


def _by_part(conn: Connection, figure: Figure, span: Span) -> Drawn:
    marks = [
        Mark(part or "–", n, str(n), f"/figures/{figure.name}?{_of_part(span, part)}")
        for part, n in kpis.by_part(conn, figure, span)
    ]
    href = f"/figures/{figure.name}?{_into(span)}"
    heads = (figure.part, figure.words)
    return Drawn(PARTS[figure.name], figure.hint, chart.rows(marks), False, heads, href)


def _of_part(span: Span, part: str) -> str:
    return _between(span.since, span.until, part=part)


def _cycle(cycle: Cycle, span: Span) -> Drawn:
    """Return how long the steps of orders take, the median with a whisker to the ninth decile."""
    href = f"/figures/cycle?{_into(span)}"
    marks = [
        Mark(
            f"{spoken(STAGES[step.since])} – {spoken(STAGES[step.until])}",
            step.median_seconds or 0,
            _said(step.median_seconds),
            href,
            step.p90_seconds or 0,
            _said(step.p90_seconds),
        )
        for step in cycle.steps
    ]
    heads = (T("Step"), T("Median"), T("90% within"))
    return Drawn(CYCLE, CYCLE_HINT, chart.rows(marks), False, heads, href)


def _said(seconds: int | None) -> str:
    """Return how long something took: seconds where it is short."""
    if seconds is None:
        return "–"
    return f"{seconds} s" if seconds < 120 else span_words(seconds)


@figure_pages.get("/cycle")
@door.let_in("worker")
def cycle_times() -> Response:
    """Show the orders that cycle times are reckoned from, with when each reached each stage."""
    skip = here.number("after")
    with site().db.read() as conn:
        span = _asked_span(here.warehouse_id(conn))
        found = kpis_orders.stages(conn, span)
    shown = found[skip : skip + SHOWN]
    following = skip + SHOWN if len(found) > skip + SHOWN else None
    facts = {"rows": shown, "following": following, "span": span, "stages": STAGES}
    return page("figure_cycle.html", title=CYCLE, hint=CYCLE_HINT, total=len(found), **facts)


@figure_pages.get("/<name>")
@door.let_in("worker")
def one(name: str) -> Response:
    """Show the rows that a figure was counted from.

    :raises Refused: there is no such figure, or the time makes no sense.
    """
    figure = FIGURES.get(name)
    if figure is None:
        words = T("There is no figure {name}", name=name[:64])
        raise Refused("figures.unknown", words, T("Choose one of the page of figures"))
    sees_people = is_enough(door.person().role, PEOPLE_ROLE)
    if figure.of_people and not sees_people:
        remedy = "Ask a supervisor: figures of persons are theirs"
        raise Problem(403, "office.role", "Not for you", "This is for supervisors", remedy=remedy)
    after, part = kpis.mark_of(here.asked("after")), _asked_part()
    with site().db.read() as conn:
        span = _asked_span(here.warehouse_id(conn))
        total = kpis.count(conn, figure, span)
        parts = kpis.by_part(conn, figure, span)
        rows = kpis.page(conn, figure, span, part=part, after=after, most=SHOWN + 1)
    following = kpis.mark(rows[SHOWN - 1]) if len(rows) > SHOWN else None
    facts: dict[str, Any] = {"figure": figure, "rows": rows[:SHOWN], "following": following}
    shown = [(key, words) for key, words in figure.facts if key != "who" or sees_people]
    facts |= {"columns": shown, "part": part, "parts": parts, "total": total, "span": span}
    return page("figure_rows.html", into=_into(span), of_part=_of_part, **facts)


def _asked_part() -> str | None:
    return here.asked("part") if "part" in request.args else None


def _asked_span(warehouse_id: int) -> Span:
    """Return the time that a list page is about.

    :raises Refused: `figures.span`, it is missing, malformed, upside down or too long.
    """
    times = []
    for name in ("from", "to"):
        try:
            moment = datetime.fromisoformat(here.asked(name))
        except ValueError:
            raise _no_span() from None
        if moment.tzinfo is None or not 1970 <= moment.year <= 9000:
            raise _no_span()
        times.append(moment.astimezone(UTC))
    if not timedelta(0) < times[1] - times[0] <= LONGEST:
        raise _no_span()
    return Span(warehouse_id, *times)


def _no_span() -> Refused:
    words = T("This time makes no sense: from and to, a year at most, as 2026-03-02T00:00Z")
    return Refused("figures.span", words, T("Open the list from the page of figures"))


CYCLE = T("Cycle times")
CYCLE_HINT = T(
    "Of orders that left in this time: how long each step took. Half of them took no longer than"
    " the median, nine of ten no longer than the second value"
)
TITLES: Mapping[tuple[str, bool], Text] = {
    ("lines", False): T("Lines per hour"),
    ("lines", True): T("Lines per day"),
    ("orders", False): T("Orders per hour"),
    ("orders", True): T("Orders per day"),
}
PARTS: Mapping[str, Text] = {
    "lines": T("Lines by zone"),
    "refusals": T("Refusals by rule"),
    "people": T("Picks by person"),
}
