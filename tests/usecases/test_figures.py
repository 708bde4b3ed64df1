"""Figures on both databases, with numbers that were reckoned by hand; each opens to its rows."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update

from tests import bench
from tests.counted import counted
from tests.orders import accepted, released
from tests.picker import Picker
from tests.usecases.office import Browser, signed_in, words
from tests.world import NOON, Desk, World
from wms.insights import kpis, kpis_all, kpis_orders, quarters
from wms.insights.kpis import Row, Span
from wms.insights.kpis_all import FIGURES
from wms.layout.models import Warehouse
from wms.orders.models import Order
from wms.shipping.missing import missing

GTIN = "9501101530003"


@pytest.fixture
def stage(world: World) -> World:
    world.bins("A-01", "B-01").totes("T-1", "T-2", "T-3").item("MUG", gtin=GTIN).item("CAP")
    return world.stock("MUG", 20, at="A-01").stock("CAP", 9, at="B-01").worker("eva")


def today(world: World) -> Span:
    begin = NOON.replace(hour=0)
    return Span(world.warehouse_id, begin, begin + timedelta(days=1))


def count(world: World, name: str, span: Span | None = None) -> int:
    with world.db.read() as conn:
        return kpis.count(conn, FIGURES[name], span or today(world))


def rows(world: World, name: str, **more: object) -> list[Row]:
    with world.db.read() as conn:
        return kpis.page(conn, FIGURES[name], today(world), **more)  # type: ignore[arg-type]


def parts(world: World, name: str) -> list[tuple[str, int]]:
    with world.db.read() as conn:
        return kpis.by_part(conn, FIGURES[name], today(world))


def picked(world: World) -> Desk:
    """Two orders of three lines: Anna scans a wrong bin once, then picks all."""
    accepted(world, "S-1", [("MUG", 2), ("CAP", 1)])
    accepted(world, "S-2", [("MUG", 1)])
    released(world)
    desk = world.station("HAND-1", worker="anna")
    desk.key("PICK")
    desk.scan("T-1")
    desk.scan("T-2")
    desk.scan("B-01" if desk.screen.expects == "A-01" else "A-01")
    assert desk.answer.outcome == "refused"
    desk.key("BACK")
    Picker(desk, iter(["T-3"])).walk()
    return desk


def test_lines_are_counted_by_zone_and_by_hour(stage: World) -> None:
    picked(stage)
    assert count(stage, "lines") == 3
    assert parts(stage, "lines") == [("A", 2), ("B", 1)]
    with stage.db.read() as conn:
        found = kpis.by_quarter(conn, FIGURES["lines"], today(stage))
    assert {quarters.begin_of(n): m for n, m in found.items()} == {NOON: 3}
    facts = [row.facts["sku"] for row in rows(stage, "lines", part="A")]
    assert facts == ["MUG", "MUG"]
    assert sum(row.facts["pieces"] for row in rows(stage, "lines")) == 4


def test_a_wrong_scan_is_counted_as_a_refusal_and_not_as_an_error(stage: World) -> None:
    picked(stage)
    assert parts(stage, "refusals") == [("pick.wrong_bin", 1)]
    [wrong] = rows(stage, "wrong-scans")
    assert (wrong.facts["station"], wrong.facts["who"]) == ("HAND-1", "Anna")
    assert count(stage, "pick-errors") == 0
    assert parts(stage, "people") == [("Anna", 3)]


def test_scans_at_stops_are_those_of_the_stops(stage: World) -> None:
    desk = picked(stage)
    with stage.db.read() as conn:
        found = kpis_all.counts(conn, today(stage))
    ratios = {str(one.words): one for one in kpis_all.ratios(found)}
    # at two stops a bin each; pieces: 1 + 1 mugs + 1 cap or as many, and a tote each; one refused
    at_stops = len(rows(stage, "pick-scans"))
    assert ratios["Scans a line at its stop"].n == at_stops
    assert ratios["Wrong scans on 100 lines"].number == "33.3"
    assert ratios["Pick accuracy"].number == "100.0%"
    assert found["touches"] > at_stops
    assert desk.answer.outcome == "applied"


def test_a_short_is_one_line_of_the_item(stage: World) -> None:
    accepted(stage, "S-1", [("CAP", 9)])
    released(stage)
    desk = stage.station("HAND-1", worker="anna")
    desk.key("PICK")
    desk.scan("T-1")
    desk.scan("B-01")
    desk.key("SHORT")
    desk.key("SHORT")
    assert parts(stage, "shorts") == [("CAP", 1)]
    [short] = rows(stage, "shorts")
    assert (short.facts["order"], short.facts["pieces"]) == ("O-1", 9)
    assert count(stage, "lines") == 0


def test_counts_that_agree_are_shown_of_all_that_are_known(stage: World) -> None:
    counted(stage, "A-01", by="eva", MUG=20)
    counted(stage, "B-01", by="eva", CAP=8)
    assert sorted(parts(stage, "counts")) == [("agrees", 1), ("differs", 1)]
    assert count(stage, "counts-right") == 1
    [right] = rows(stage, "counts-right")
    assert (right.facts["place"], right.facts["difference"]) == ("A-01", 0)
    with stage.db.read() as conn:
        ratios = kpis_all.ratios(kpis_all.counts(conn, today(stage)))
    [accuracy] = [one for one in ratios if str(one.words) == "Inventory record accuracy"]
    assert accuracy.number == "50.0%"


def due(world: World, ref: str, at: datetime | None, shipped: datetime | None) -> None:
    accepted(world, ref, [("MUG", 1)], carrier="POST")
    asked = update(Order).where(Order.id == world.ids[ref])
    state = {"status": "shipped"} if shipped else {}
    values = {"ship_by": at, "shipped_at": shipped, **state}
    world.do(lambda conn: conn.execute(asked.values(**values)))


def test_on_time_is_of_the_orders_that_were_due(stage: World) -> None:
    three = NOON + timedelta(hours=3)
    due(stage, "S-1", three, three)
    due(stage, "S-2", three, three + timedelta(seconds=1))
    due(stage, "S-3", three, None)
    due(stage, "S-4", None, three)
    due(stage, "S-5", three + timedelta(days=1), three)
    found = {name: count(stage, name) for name in ("due", "on-time", "late", "orders")}
    assert found == {"due": 3, "on-time": 1, "late": 2, "orders": 4}
    assert parts(stage, "late") == [("left late", 1), ("not left", 1)]
    with stage.db.read() as conn:
        ratios = kpis_all.ratios(kpis_all.counts(conn, today(stage)))
    assert next(r.number for r in ratios if str(r.words) == "On-time shipping") == "33.3%"


def test_cycle_times_are_of_the_orders_that_left(world: World) -> None:
    desk = bench.with_order(world)
    parcel = desk.begin(world.ids["O-1"])
    desk.put(parcel, "MUG", 3)
    desk.put(parcel, "CAP", 1)
    world.at += timedelta(minutes=7)
    desk.finish(parcel, 1110)
    world.at += timedelta(minutes=5)
    desk.depart()
    with world.db.read() as conn:
        [(order, reached)] = kpis_orders.stages(conn, today(world))
        cycle = kpis_orders.cycle(conn, today(world))
    assert order == "O-1"
    assert reached["packed"] == NOON + timedelta(minutes=7)
    steps = {(step.since, step.until): step for step in cycle.steps}
    assert steps["packed", "shipped"].median_seconds == 300
    assert steps["accepted", "shipped"].p90_seconds == 720
    assert cycle.orders == 1


def test_pieces_that_a_bench_misses_are_pick_errors(world: World) -> None:
    desk = bench.with_order(world)
    parcel = desk.begin(world.ids["O-1"])
    desk.put(parcel, "MUG", 3)
    given = {"parcel_id": parcel, "ship_short": True, "at": world.at}
    desk.do(missing, warehouse_id=world.warehouse_id, **given)
    assert parts(world, "pick-errors") == [("bench", 1)]
    [error] = rows(world, "pick-errors")
    assert (error.facts["order"], error.facts["sku"], error.facts["pieces"]) == ("O-1", "CAP", 1)


def test_every_figure_answers_and_its_count_is_its_rows(stage: World) -> None:
    picked(stage)
    counted(stage, "A-01", by="eva", MUG=17)
    for name in FIGURES:
        found = rows(stage, name, most=500)
        assert len(found) == count(stage, name), name
        assert sum(n for _, n in parts(stage, name)) == len(found), name
        with stage.db.read() as conn:
            by_quarter = kpis.by_quarter(conn, FIGURES[name], today(stage))
        assert sum(by_quarter.values()) == len(found), name
        paged: list[Row] = []
        while more := rows(stage, name, most=2, after=_after(paged)):
            paged += more
        assert paged == found, name


def _after(paged: list[Row]) -> tuple[datetime, str] | None:
    return kpis.mark_of(kpis.mark(paged[-1])) if paged else None


def test_a_day_is_the_warehouses_own(stage: World) -> None:
    stage.do(lambda c: c.execute(update(Warehouse).values(timezone="Asia/Kolkata")))
    stage.at = datetime(2026, 3, 2, 18, 45, tzinfo=UTC)  # 0:15 of the third of March there
    picked(stage)
    browser = signed_in(stage)
    page = browser.get("/figures?period=yesterday")
    assert "0 Lines picked" in words(page)
    page = browser.get("/figures?period=today")
    assert "3 Lines picked" in words(page)
    assert "from=2026-03-02T18%3A30Z&amp;to=2026-03-02T19%3A30Z" in page.get_data(as_text=True)
    zone = ZoneInfo("Asia/Kolkata")
    with stage.db.read() as conn:
        since = datetime(2026, 3, 2, 18, 30, tzinfo=UTC)
        span = Span(stage.warehouse_id, since, since + timedelta(days=1))
        hours = quarters.by_hour(kpis.by_quarter(conn, FIGURES["lines"], span), zone)
    assert [(hour.hour, n) for hour, n in hours.items()] == [(0, 3)]


def test_every_number_and_bar_opens_to_as_many_rows(stage: World) -> None:
    picked(stage)
    browser = signed_in(stage)
    page = browser.get("/figures").get_data(as_text=True)
    cards = re.findall(
        r'class="figure" href="([^"]+)"[^>]*><span class="figure-number">(\d+)', page
    )
    bars = re.findall(r'data-value="(\d+)"><a href="([^"]+)"', page)
    opened = [(href, int(n)) for href, n in cards] + [(href, int(n)) for n, href in bars]
    assert len(opened) > 30
    for href, n in opened:
        if "/cycle?" not in href:
            said = browser.get(html.unescape(href)).get_data(as_text=True)
            listed = said.partition("<tbody>")[2].count("<tr>")
            assert listed == n, href


def test_the_names_of_people_are_for_supervisors(stage: World) -> None:
    picked(stage)
    worker, supervisor = signed_in(stage, "worker"), signed_in(stage)
    span = "from=2026-03-02T00:00Z&to=2026-03-03T00:00Z"
    assert "Picks by person" not in words(worker.get("/figures"))
    assert "Anna" not in words(worker.get(f"/figures/refusals?{span}"))
    assert worker.get(f"/figures/people?{span}").status_code == 403
    assert "Picks by person" in words(supervisor.get("/figures"))
    assert "Anna" in words(supervisor.get(f"/figures/refusals?{span}"))
    assert "Anna" in words(supervisor.get(f"/figures/people?{span}"))


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/figures?period=century", 200),
        ("/figures/nothing?from=2026-03-02T00:00Z&to=2026-03-03T00:00Z", 404),
        ("/figures/lines", 422),
        ("/figures/lines?from=2026-03-02&to=2026-03-03", 422),
        ("/figures/lines?from=2026-03-03T00:00Z&to=2026-03-02T00:00Z", 422),
        ("/figures/lines?from=2020-03-03T00:00Z&to=2026-03-02T00:00Z", 422),
        ("/figures/lines?from=9999-12-31T23:59-23:00&to=9999-12-31T23:59Z", 422),
        ("/figures/lines?from=2026-03-02T00:00Z&to=2026-03-03T00:00Z&after=x", 422),
        ("/figures/lines?from=2026-03-02T00:00Z&to=2026-03-03T00:00Z&part=Ż%27--", 200),
        ("/figures/cycle?from=2026-03-02T00:00Z&to=2026-03-03T00:00Z&after=-1", 200),
    ],
)
def test_what_makes_no_sense_is_refused(stage: World, path: str, status: int) -> None:
    assert signed_in(stage, "worker").get(path).status_code == status
    assert Browser(stage).get(path).status_code == 303


def test_cycle_times_open_to_the_orders(stage: World) -> None:
    three = NOON + timedelta(hours=3)
    due(stage, "S-1", None, three)
    path = "/figures/cycle?from=2026-03-02T00:00Z&to=2026-03-03T00:00Z"
    said = words(signed_in(stage).get(path))
    assert "1 order" in said
    assert "O-1 02.03. 12:00:00" in said
