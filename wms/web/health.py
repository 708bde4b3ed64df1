"""Tell whether the server can work: it runs, and its database answers."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify
from sqlalchemy import text

from wms.web.site import site

health = Blueprint("health", __name__, url_prefix="/api/v1")


@health.get("/health")
def alive() -> Response:
    """Answer 200 when the database answers; else the problem says what is wrong."""
    with site().db.read() as conn:
        conn.execute(text("SELECT 1"))
    return jsonify({"status": "ok"})
