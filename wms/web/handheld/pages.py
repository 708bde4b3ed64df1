"""Serve the page of a station: one document, its style, its modules, and what works offline.

The page is the same for every station. It holds no data: a browser that was paired asks
/api/v1/stations with its own key. The key is kept in the browser's storage and not in a cookie,
so that no other page can make the browser send it.
"""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Response, jsonify, make_response, render_template

from wms.i18n import LANGUAGES
from wms.web.handheld.words import page_words

POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' blob: data:",  # pictures of documents are fetched with the station's key
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Permissions-Policy": "camera=(self), serial=(self), microphone=(), geolocation=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
FOLDER = Path(__file__).with_name("static")
WORKER = "worker.js"

handheld = Blueprint(
    "handheld",
    __name__,
    url_prefix="/station",
    template_folder="templates",
    static_folder="static",
)


@handheld.get("/")
def page() -> str:
    """Show the station's page, which begins by asking for a pairing code."""
    return render_template("station.html", words=page_words(LANGUAGES), languages=LANGUAGES)


@handheld.get("/files")
def files() -> Response:
    """List what the page needs to begin without the server."""
    names = sorted(path.name for path in FOLDER.iterdir() if path.suffix in (".js", ".css"))
    return jsonify(["./", *(f"static/{name}" for name in names if name != WORKER)])


@handheld.get("/worker.js")
def worker() -> Response:
    """Serve the service worker from where it may answer for the page."""
    return make_response(handheld.send_static_file(WORKER))


@handheld.after_request
def guard(response: Response) -> Response:
    """Let the page load only what comes from here, and nobody frame it."""
    response.headers.update(HEADERS)
    response.headers.setdefault("Cache-Control", "no-cache")
    return response
