"""Parts of the OpenAPI document that are the same everywhere: problems, headers, names in paths."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wms.channels.shapes import ProblemShape
from wms.channels.shapes_changes import ChangeShape
from wms.web import given
from wms.web.clients import KEY, MAX_KEY

Plain = dict[str, Any]
PROBLEM_MEDIA = "application/problem+json"
PROBLEMS: Mapping[int, str] = {
    400: "It was not understood; `errors` names every field that is wrong",
    401: "The key is missing, not known or revoked",
    403: "The key may not do this: `remedy` names the scope that is needed",
    404: "What is named is not known here, or is another merchant's",
    405: "This address has no such method; the header Allow names those it has",
    409: "Somebody else did the same in this moment; send it again",
    412: "It was changed since you read it",
    413: "The body is too long",
    415: "The body is of a kind that is not taken here",
    422: "It was understood and is refused; `remedy` says what to do",
    429: "Too many calls; wait as long as Retry-After says",
    503: "The database cannot be used in this moment; send the same again",
    507: "The disk of the database is full",
}
_RETRIED = (429, 503, 507)

TAGS: Mapping[str, tuple[str, str]] = {
    "items": ("Items", "What is kept: SKUs with their GTINs, sizes and weights"),
    "asns": ("Deliveries", "What is announced to come (ASNs), and what was received of it"),
    "orders": ("Orders", "What is to be shipped, from acceptance to the last parcel"),
    "stock": ("Stock", "How much there is, and where"),
    "locations": ("Locations", "Bins and areas of the building"),
    "waves": ("Waves", "Orders that are released to the floor together"),
    "counts": ("Counts", "Counts of bins, and what they found"),
    "moves": ("Moves", "The ledger: every piece that moved"),
    "shipments": ("Shipments", "Parcels, their tracking numbers and labels"),
    "returns": ("Returns", "What is announced to come back, and what came"),
    "changes": ("Changes", "What happened since you last asked"),
    "webhooks": ("Webhooks", "The same, sent to you"),
    "imports": ("Imports", "Files that are taken in the background, with their progress"),
    "exports": ("Exports", "All that is yours, as files"),
    "stations": ("Stations", "What handhelds and benches say and ask"),
    "about": ("About the API", "The API itself"),
}
"""By the first word of the scope: the heading, and what is below it."""

_PATH: Mapping[str, str] = {
    "reference": "Our reference, or the sender's where there is one; slashes as they are",
    "merchant": "The merchant's code",
    "sku": "The SKU; slashes may be sent as they are",
    "sscc": "The number on the parcel's label, 18 digits",
    "number": "Its `id`, as the list shows it",
    "webhook": "The webhook's `id`",
    "letter": "The letter's `id`",
    "kind": "What of: one of those at `GET /exports`",
    "format_name": "A format of other systems, such as shopify",
    "stations code": "The station's code",
    "stations number": "As the screen names it",
    "locations code": "The code on the location's label; slashes may be sent as they are",
    "clusters reference": "The cluster's reference, as its wave shows it",
    "manifests reference": "The manifest's reference",
    "waves reference": "The wave's reference",
}
"""What a parameter of a path is: by its name, or by the first part of the path and its name."""


def in_path(area: str, name: str, converter: str) -> Plain:
    """Return the parameter `name` of a path below `area`; one without words fails a test."""
    text = {"type": "string", "minLength": 1, "maxLength": 128}
    whole = {"type": "integer", "minimum": 0, "maximum": given.MAX_ID}
    about = _PATH.get(f"{area} {name}") or _PATH.get(name, "")
    found: Plain = {"name": name, "in": "path", "required": True, "description": about}
    return found | {"schema": whole if converter == "int" else text}


def idempotency_key() -> Plain:
    """Return the header that makes a request safe to send again."""
    about = "Your own name of this request; under the same one it is done once, and answered again"
    schema = {"type": "string", "maxLength": MAX_KEY, "pattern": "^[ -~]*$"}
    return {"name": KEY, "in": "header", "required": False, "description": about, "schema": schema}


def condition(name: str, about: str) -> Plain:
    """Return a header that holds an ETag."""
    schema = {"type": "string", "pattern": r'^(\*|(W/)?"[!#-~]*")$', "maxLength": 200}
    return {"name": name, "in": "header", "required": False, "description": about, "schema": schema}


def header(about: str, kind: str = "string") -> Plain:
    """Return a header of an answer."""
    return {"description": about, "schema": {"type": kind}}


HEADERS: Mapping[str, Plain] = {
    "RateLimit-Policy": header('How often this key may call: `"calls";q=300;w=15`'),
    "RateLimit": header('What is left of it: `"calls";r=299;t=1`, full again after t seconds'),
    "Retry-After": header("Seconds to wait", "integer"),
    "ETag": header("Names this content; for If-None-Match and If-Match"),
    "Idempotent-Replayed": header("`true`: done before, under this Idempotency-Key"),
    "WWW-Authenticate": header("How a key is sent"),
}


def headers(*names: str) -> Plain:
    """Return references to headers of answers."""
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def problems() -> Plain:
    """Return the answers that are no success, by the names that `refused` refers to."""
    schema = {"$ref": f"#/components/schemas/{ProblemShape.__name__}"}
    found: Plain = {}
    for status, about in PROBLEMS.items():
        found[f"Problem{status}"] = {
            "description": about,
            "content": {PROBLEM_MEDIA: {"schema": schema}},
        }
        if status in _RETRIED:
            found[f"Problem{status}"]["headers"] = headers("Retry-After")
        if status == 401:
            found["Problem401"]["headers"] = headers("WWW-Authenticate")
    return found


def refused(status: int) -> Plain:
    """Return a reference to the problem of a status."""
    return {"$ref": f"#/components/responses/Problem{status}"}


def webhooks() -> Plain:
    """Return what is posted to the receivers of webhooks."""
    text = {"type": "string"}
    names = {
        "webhook-id": "The change's id, the same whenever it is sent again",
        "webhook-timestamp": "When it was sent, in seconds",
        "webhook-signature": "`v1,` and HMAC-SHA256 in base64; several with spaces between",
    }
    sent = [
        {"name": name, "in": "header", "required": True, "description": about, "schema": text}
        for name, about in names.items()
    ]
    schema = {"$ref": f"#/components/schemas/{ChangeShape.__name__}"}
    about = "See the description, Webhooks: check the signature before anything else"
    post = {
        "summary": "A change, posted to you",
        "description": about,
        "parameters": sent,
        "requestBody": {"required": True, "content": {"application/json": {"schema": schema}}},
        "responses": {"2XX": {"description": "Taken; anything else is tried again"}},
    }
    return {"change": {"post": post}}
