"""What a process counts for Prometheus: requests, events of stations, open streams.

Several processes of one server share their counts through the folder that PROMETHEUS_MULTIPROC_DIR
names, which must be known before this module is imported (`wms serve --workers` sees to it).

Source: prometheus_client documentation, "Multiprocess Mode"; Prometheus, "Metric and label naming".
"""

from __future__ import annotations

import os

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
)
from prometheus_client.multiprocess import MultiProcessCollector

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
# when each series began: twice as many lines, and nobody asks
disable_created_metrics()  # type: ignore[no-untyped-call]
_own = CollectorRegistry()


def is_shared() -> bool:
    """Tell whether several processes count together."""
    return FOLDER in os.environ


_requests = Counter(
    "wms_http_requests", "Requests that were answered", ("method", "route", "status"), registry=_own
)
_latency = Histogram(
    "wms_http_request_seconds",
    "Time from a request to its answer",
    ("method", "route"),
    buckets=_SECONDS,
    registry=_own,
)
_events = Counter(
    "wms_station_events",
    "Events of stations by what became of them (repeated: answered as before)",
    ("outcome", "code"),
    registry=_own,
)
_streams = Gauge(
    "wms_streams", "Pages that are being told", multiprocess_mode="livesum", registry=_own
)
_turned_away = Counter("wms_streams_refused", "Pages that were told to ask instead", registry=_own)
if not is_shared():
    ProcessCollector(registry=_own)


def answered(method: str, route: str, status: int, seconds: float) -> None:
    """Count a request by the template of its route."""
    _requests.labels(method, route, str(status)).inc()
    _latency.labels(method, route).observe(seconds)


def heard(outcome: str, code: str) -> None:
    """Count an event of a station; `code` says why it was refused."""
    _events.labels(outcome, code).inc()


def streams(change: int) -> None:
    """Count a stream that began (1) or ended (-1)."""
    _streams.inc(change)


def turned_away() -> None:
    """Count a page that found all streams taken."""
    _turned_away.inc()


def counted() -> CollectorRegistry:
    """Return what was counted: by this process, or by all that share the folder."""
    if not is_shared():
        return _own
    shared = CollectorRegistry()
    MultiProcessCollector(shared)  # type: ignore[no-untyped-call]
    return shared
