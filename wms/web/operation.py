"""What machines ask to keep the server running: is it alive, may it be sent requests, its figures.

`/health` asks nobody: a process that answers it need not be restarted. `/ready` asks the database.
"""

from __future__ import annotations

import hmac
from ipaddress import ip_address

from flask import Blueprint, Response, jsonify, request
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from wms import migrate
from wms.web import given, measures
from wms.web.gauges import Gauges
from wms.web.problems import Problem
from wms.web.proxies import IS_DIRECT
from wms.web.site import now, site

operation = Blueprint("operation", __name__)


@operation.get("/health")
def alive() -> Response:
    """Answer that this process works."""
    return jsonify({"status": "ok"})


@operation.get("/ready")
def ready() -> Response:
    """Answer 200 when requests may be sent here; `scheme` is how the server thinks it is reached.

    :raises Problem: 503: the server is about to end, or the database lacks migrations or is away.
    """
    if site().streams.is_draining:
        remedy = "Send requests to another process"
        raise Problem(503, "ready.draining", "About to end", remedy=remedy)
    with site().db.read() as conn:
        revision = migrate.revision(conn)
    if revision != migrate.newest():
        words = f"The database is of revision {revision}, and {migrate.newest()} is needed"
        remedy = "Run: wms migrate"
        raise Problem(503, "ready.migrate", "Not ready", words, remedy=remedy)
    return jsonify({"status": "ready", "revision": revision, "scheme": request.scheme})


@operation.get("/metrics")
def metrics() -> Response:
    """Answer with the figures of this server and its site, as Prometheus reads them.

    :raises Problem: 401 or 403 from elsewhere than this machine, without the token.
    """
    _check_caller(str(site().config["metrics"]["token"]))
    registry = measures.counted()
    with site().db.read() as conn:
        lines = generate_latest(registry) + generate_latest(Gauges(conn, now()))
    return Response(lines, content_type=CONTENT_TYPE_LATEST)


def _check_caller(token: str) -> None:
    """Let in who brings the token; where there is none, who is on this machine."""
    if token:
        if not hmac.compare_digest(given.bearer().encode(), token.encode()):
            remedy = "Send what the site's settings say in [metrics]"
            raise Problem(401, "metrics.token", "The token is not known", remedy=remedy)
    elif not (request.environ.get(IS_DIRECT, True) and _is_here(request.remote_addr or "")):
        remedy = "Ask on the server itself, or set a token in [metrics]"
        raise Problem(403, "metrics.elsewhere", "Not from here", remedy=remedy)


def _is_here(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
