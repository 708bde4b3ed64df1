"""Files that pages give: PDFs and pictures, of which no browser or proxy keeps a copy."""

from __future__ import annotations

from base64 import b64encode

from flask import Response


def pdf(content: bytes, name: str) -> Response:
    """Answer with a PDF that is saved as `name`."""
    response = _closed(content, "application/pdf")
    safe = "".join(c if (c.isalnum() and c.isascii()) or c in "-_" else "_" for c in name)[:60]
    response.headers["Content-Disposition"] = f'attachment; filename="{safe or "document"}.pdf"'
    return response


def png(content: bytes) -> Response:
    """Answer with a picture."""
    return _closed(content, "image/png")


def inline(content: bytes, mimetype: str) -> str:
    """Return a file as an address that holds it: what is shown once is never fetched again."""
    return f"data:{mimetype};base64,{b64encode(content).decode()}"


def _closed(content: bytes, mimetype: str) -> Response:
    response = Response(content, mimetype=mimetype)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
