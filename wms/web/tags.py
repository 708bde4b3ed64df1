"""ETags: whoever holds an answer already is told so in few bytes, and whoever changes what somebody
else changed meanwhile is told before it is done.

A tag is the digest of the content, not of its bytes, so it is the same however the JSON was
written. A proxy that compresses makes a strong tag weak on its way; such a tag still names the
same content, so both are taken where RFC 9110 would take the strong one only.

Source: RFC 9110, section 13.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from flask import Response, request

from wms.web.problems import Problem


def tag(plain: Mapping[str, Any]) -> str:
    """Return the ETag of a document, without its quotes."""
    text = json.dumps(plain, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def read(response: Response, value: str) -> Response:
    """Return the answer with its ETag; 304 without a body to whoever has it already."""
    response.set_etag(value)
    if not request.if_none_match.contains_weak(value):
        return response
    unchanged = Response(status=304)
    unchanged.set_etag(value)
    return unchanged


def check(plain: Mapping[str, Any]) -> None:
    """Make sure that a document is still as the caller knows it, if If-Match says so.

    :raises Problem: 412 when it is another by now.
    """
    wanted = request.if_match
    if "If-Match" not in request.headers or wanted.star_tag:
        return
    if not wanted.contains_weak(tag(plain)):
        words = "It is no longer as you read it"
        remedy = "Read it again, decide anew, and send its new ETag as If-Match"
        raise Problem(412, "changed", "Changed meanwhile", words, remedy=remedy, field="If-Match")
