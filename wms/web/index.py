"""The API's own list of contents: what may be asked, each in one sentence."""

from __future__ import annotations

import re

from flask import Blueprint, Response, current_app, jsonify

from wms.channels.shapes_site import IndexShape
from wms.web.described import described

PREFIX = "/api/v1"
_PARAMETER = re.compile(r"<(?:[a-z]+:)?([a-z_]+)>")

index = Blueprint("index", __name__, url_prefix=PREFIX)


@index.get("", strict_slashes=False)
@described("List the endpoints", scope="", answers={200: IndexShape})
def contents() -> Response:
    """List the endpoints; this needs no key."""
    found = []
    for rule in current_app.url_map.iter_rules():
        if not rule.rule.startswith(PREFIX):
            continue
        about = (current_app.view_functions[rule.endpoint].__doc__ or "").partition("\n")[0]
        path = _PARAMETER.sub(r"{\1}", rule.rule)
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            found.append({"method": method, "path": path, "about": about})
    found.sort(key=lambda entry: (entry["path"], entry["method"]))
    where = {"openapi": f"{PREFIX}/openapi.json", "docs": f"{PREFIX}/docs"}
    return jsonify({"endpoints": found, "key": "Authorization: Bearer KEY", **where})
