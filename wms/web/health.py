"""Tell whether the server can work: it runs, and its database answers."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify
from sqlalchemy import text

from wms.channels.shapes_site import HealthShape
from wms.web.described import described
from wms.web.site import site

health = Blueprint("health", __name__, url_prefix="/api/v1")


@health.get("/health")
@described("Ask whether all is well", scope="", answers={200: HealthShape}, refusals=(503, 507))
def alive() -> Response:
    """Answer 200 when the database answers; else the problem says what is wrong."""
    with site().db.read() as conn:
        conn.execute(text("SELECT 1"))
    return jsonify({"status": "ok"})
