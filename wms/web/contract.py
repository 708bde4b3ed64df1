"""The API's contract: the OpenAPI document for programs, and the same as a page for people."""

from __future__ import annotations

from importlib import resources
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, render_template

from wms.web import openapi, reading, tags
from wms.web.described import File, described

EXTENSION = "wms.openapi"
PAGE = "wms.api_docs"
POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'"

contract = Blueprint("contract", __name__, url_prefix="/api/v1", template_folder="docs_page")


@contract.get("/openapi.json")
@described(
    "Read the OpenAPI document",
    scope="",
    answers={200: File(("application/json",), "OpenAPI 3.1")},
    tagged="read",
)
def openapi_document() -> Response:
    """Answer with this document; it needs no key."""
    plain = _document()
    return tags.read(jsonify(plain), tags.tag(plain))


@contract.get("/docs")
@described("Read the documentation", scope="", answers={200: File(("text/html",), "This page")})
def docs() -> Response:
    """Answer with the same document as a page for people."""
    known: dict[str, Any] = current_app.extensions
    if PAGE not in known:
        known[PAGE] = render_template("api_docs.html", **reading.page(_document()))
    return _guarded(Response(known[PAGE], mimetype="text/html"))


@contract.get("/docs.css")
@described("Dress the documentation", scope="", answers={200: File(("text/css",), "Its style")})
def style() -> Response:
    """Answer with the style sheet of the page."""
    text = (resources.files("wms.web") / "docs_page" / "api_docs.css").read_text("utf-8")
    return _guarded(Response(text, mimetype="text/css"))


def _document() -> dict[str, Any]:
    """Return the document, put together once: what is described does not change in a process."""
    known: dict[str, Any] = current_app.extensions
    if EXTENSION not in known:
        known[EXTENSION] = openapi.document(current_app._get_current_object())  # type: ignore[attr-defined]
    found = known[EXTENSION]
    assert isinstance(found, dict)
    return found


def _guarded(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
