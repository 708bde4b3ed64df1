"""The OpenAPI document as a page for people: every endpoint with its parameters, fields and an
example that can be pasted into a shell."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from wms.web import plain_markdown

Plain = Mapping[str, Any]
SERVER = "$SERVER"
EXAMPLES: Mapping[str, str] = {
    "reference": "1001",
    "merchant": "SHOP",
    "sku": "MUG",
    "sscc": "003123450000000014",
    "code": "PACK-1",
    "number": "7",
    "webhook": "3",
    "letter": "12",
    "format_name": "shopify",
    "kind": "orders",
    "format": "csv",
    "carrier": "SWIFT",
    "tracking_number": "SW123456789",
}
NAMED: Mapping[str, str] = {
    "/asns/{reference}": "/asns/PO-1042",
    "/receipts/{reference}": "/receipts/PO-1042",
    "/waves/{reference}": "/waves/W-1",
    "/clusters/{reference}": "/clusters/C-4",
    "/manifests/{reference}": "/manifests/M-3",
    "/returns/{reference}": "/returns/R-77",
    "/locations/{code}": "/locations/A-07-3",
}
"""Where another name than that of `EXAMPLES` is what a reader would send."""

FILES: Mapping[str, str] = {"application/pdf": "label.pdf", "text/csv": "orders.csv"}
_MOST_DEPTH = 4


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter, header or field of a body; `depth` tells how deep it lies."""

    name: str
    kind: str
    about: Markup
    required: bool = False
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One endpoint as the page shows it."""

    id: str
    method: str
    path: str
    summary: str
    about: Markup
    scope: str
    parameters: tuple[Field, ...]
    sent: tuple[Field, ...]
    sent_about: Markup
    answers: tuple[tuple[str, Markup, tuple[Field, ...]], ...]
    problems: tuple[tuple[str, Markup], ...]
    curl: str


def page(document: Plain) -> dict[str, Any]:
    """Return what the template of the page needs."""
    areas: dict[str, list[Endpoint]] = {tag["name"]: [] for tag in document["tags"]}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            shown = _endpoint(document, path, method, operation)
            areas[operation["tags"][0]].append(shown)
    schemes = document["components"]["securitySchemes"]
    return {
        "title": document["info"]["title"],
        "version": document["info"]["version"],
        "intro": plain_markdown.html(document["info"]["description"]),
        "headings": plain_markdown.headings(document["info"]["description"]),
        "keys": plain_markdown.html(schemes["key"]["description"]),
        "station_keys": plain_markdown.html(schemes["station"]["description"]),
        "areas": [
            (tag["name"], tag["x-displayName"], tag["description"], areas[tag["name"]])
            for tag in document["tags"]
        ],
    }


def _endpoint(document: Plain, path: str, method: str, operation: Plain) -> Endpoint:
    answers, problems = [], []
    for status, plain in operation["responses"].items():
        answer = _resolved(document, plain)
        words = plain_markdown.inline(answer["description"])
        if "$ref" in plain:
            problems.append((status, words))
        else:
            answers.append((status, words, tuple(_content(document, answer))))
    body = operation.get("requestBody", {})
    return Endpoint(
        id=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=operation["summary"],
        about=plain_markdown.html(operation["description"]),
        scope=operation.get("x-scope", ""),
        parameters=tuple(_parameter(one) for one in operation["parameters"]),
        sent=tuple(_content(document, body)),
        sent_about=_about(document, body),
        answers=tuple(answers),
        problems=tuple(problems),
        curl=_curl(path, method.upper(), operation),
    )


def _resolved(document: Plain, plain: Plain) -> Plain:
    ref = plain.get("$ref")
    if ref is None:
        return plain
    found: Any = document
    for part in ref.removeprefix("#/").split("/"):
        found = found[part]
    return dict(found)


def _parameter(one: Plain) -> Field:
    kind = f"{one['in']}, {_kind(one['schema'])}"
    about = plain_markdown.inline(one.get("description", ""))
    return Field(one["name"], kind, about, one["required"])


def _content(document: Plain, holder: Plain) -> Iterator[Field]:
    content = holder.get("content", {})
    if "application/json" not in content:
        if content:
            about = plain_markdown.inline(holder.get("description", ""))
            yield Field(", ".join(content), "file", about, True)
        return
    schema = content["application/json"]["schema"]
    choices = schema.get("anyOf", [schema])
    for choice in choices:
        if len(choices) > 1:
            word = "either" if choice is choices[0] else "or"
            yield Field(_named(choice), word, Markup(""))
        yield from _fields(document, choice, 0)


def _about(document: Plain, holder: Plain) -> Markup:
    """Return what is said of a body as a whole."""
    schema = holder.get("content", {}).get("application/json", {}).get("schema", {})
    return plain_markdown.html(_resolved(document, schema).get("description", ""))


def _fields(document: Plain, given: Plain, depth: int) -> Iterator[Field]:
    """Yield the fields of an object, or of the entries of a list, those within it below each."""
    schema = _resolved(document, given)
    if "items" in schema:
        schema = _resolved(document, schema["items"])
    for choice in (c for c in schema.get("anyOf", schema.get("oneOf", ())) if c.get("$ref")):
        yield from _fields(document, choice, depth)
    for name, plain in schema.get("properties", {}).items():
        target = _resolved(document, plain)
        about = plain.get("description") or target.get("description", "")
        required = name in schema.get("required", ())
        yield Field(name, _kind(plain), plain_markdown.inline(about), required, depth)
        if depth < _MOST_DEPTH:
            yield from _fields(document, plain, depth + 1)


def _named(schema: Plain) -> str:
    if "items" in schema:
        return f"list of {_named(schema['items'])}"
    return str(schema.get("$ref", "")).rpartition("/")[2].removesuffix("Shape").removesuffix("Form")


def _kind(schema: Plain) -> str:
    """Return the kind of a value in a few words: `list of Barcode`, `integer 1 to 9`."""
    if "enum" in schema:
        return "one of " + ", ".join(str(value) for value in schema["enum"])
    if "const" in schema:
        return f"“{schema['const']}”"
    if choices := schema.get("anyOf", schema.get("oneOf")):
        return " or ".join(_kind(choice) for choice in choices)
    if "$ref" in schema:
        return _named(schema)
    kind = str(schema.get("type", "any"))
    if kind == "array":
        most = f" (at most {schema['maxItems']})" if "maxItems" in schema else ""
        return f"list{most} of {_kind(schema.get('items', {}))}"
    low, high = schema.get("minimum"), schema.get("maximum")
    if low is not None and high is not None and high < 10**9:
        return f"{kind} {low} to {high}"
    if "maxLength" in schema:
        return f"{schema.get('format', kind)} up to {schema['maxLength']}"
    return str(schema.get("format", kind))


def _curl(path: str, method: str, operation: Plain) -> str:
    """Return a command for a shell; SERVER and KEY are the reader's own."""
    for part, example in NAMED.items():
        path = path.replace(part, example)
    for name, value in EXAMPLES.items():
        path = path.replace("{" + name + "}", value)
    needed = [p["name"] for p in operation["parameters"] if p["in"] == "query" and p["required"]]
    query = "&".join(f"{name}={EXAMPLES.get(name, name)}" for name in needed)
    address = f'"{SERVER}{path}{"?" + query if query else ""}"'
    parts = ["curl" if method == "GET" else f"curl -X {method}", address]
    if operation["security"]:
        parts.append('-H "Authorization: Bearer $KEY"')
    if any(p["name"] == "Idempotency-Key" for p in operation["parameters"]):
        parts.append('-H "Idempotency-Key: $(uuidgen)"')
    for media, content in list(operation.get("requestBody", {}).get("content", {}).items())[:1]:
        parts.append(f'-H "Content-Type: {media}"')
        if media == "application/json":
            body = json.dumps(content.get("example", {}), ensure_ascii=False)
            parts.append(f"-d {shlex.quote(body)}")
        else:
            parts.append(f"--data-binary @{FILES.get(media, 'file')}")
    return " \\\n  ".join(parts)
