"""What a scrape asks the database: few questions, each of which an index bounds.

No question grows with the history: orders that are shipped or cancelled are not counted.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from prometheus_client import Metric
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy import Connection

from wms import jobs
from wms.orders import queries as orders
from wms.stock import audited
from wms.stock.audit import last_move
from wms.terminal import queries as terminal
from wms.webhooks.standing import standing


class Gauges(Collector):
    """The site as `conn` sees it `at` an instant."""

    def __init__(self, conn: Connection, at: datetime) -> None:
        self.conn = conn
        self.at = at

    def collect(self) -> Iterator[Metric]:
        yield from self._jobs()
        counted = GaugeMetricFamily("wms_orders", "Orders that are not shipped", labels=["status"])
        for status, count in sorted(orders.open_by_status(self.conn).items()):
            counted.add_metric([status], count)
        yield counted
        head = GaugeMetricFamily("wms_ledger_head", "Number of the last move of the ledger")
        head.add_metric([], last_move(self.conn))
        yield head
        yield from self._audit()
        yield from self._webhooks()
        seen = GaugeMetricFamily(
            "wms_station_last_event_seconds",
            "When a station last sent an event",
            labels=["station"],
        )
        for station in terminal.last_seen(self.conn):
            if station.at is not None:
                seen.add_metric([station.code], station.at.timestamp())
        yield seen

    def _jobs(self) -> Iterator[Metric]:
        waiting = GaugeMetricFamily("wms_jobs", "Jobs not done", labels=["kind", "status"])
        late = GaugeMetricFamily("wms_jobs_oldest_seconds", "How long the oldest due job waits")
        oldest = self.at
        for row in jobs.backlog(self.conn, self.at):
            waiting.add_metric([row.kind, row.status], row.count)
            if row.status == "waiting":
                oldest = min(oldest, row.oldest)
        late.add_metric([], (self.at - oldest).total_seconds())
        yield waiting
        yield late

    def _audit(self) -> Iterator[Metric]:
        last = audited.last(self.conn)
        if last is not None:
            found = GaugeMetricFamily("wms_audit_differences", "What the last audit found")
            found.add_metric([], last.differences)
            when = GaugeMetricFamily("wms_audit_last_seconds", "When the last audit was made")
            when.add_metric([], last.at.timestamp())
            yield found
            yield when

    def _webhooks(self) -> Iterator[Metric]:
        found = standing(self.conn)
        counted = GaugeMetricFamily("wms_webhooks", "Webhooks by how they are", labels=["state"])
        counted.add_metric(["working"], found.active - found.failing)
        counted.add_metric(["failing"], found.failing)
        counted.add_metric(["given up"], found.stopped)
        counted.add_metric(["off"], found.total - found.active - found.stopped)
        yield counted
        dead = GaugeMetricFamily("wms_dead_letters", "Changes that no receiver took")
        dead.add_metric([], found.dead)
        yield dead
