"""The OpenAPI document, put together from what is described beside the endpoints themselves.

Source: OpenAPI Specification 3.1.1; JSON Schema 2020-12.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from flask import Flask
from pydantic import BaseModel, TypeAdapter
from werkzeug.routing import Rule

from wms.channels.examples import EXAMPLES
from wms.channels.shapes import ProblemShape
from wms.people.scopes import KEY_ROLES
from wms.web import openapi_parts as parts
from wms.web.described import STATION, File, Operation, operations
from wms.web.json_schema import standard
from wms.web.openapi_words import KEY_WORDS, STATION_WORDS, intro

Plain = dict[str, Any]
PREFIX = "/api/v1"
VERSION = "1.0.0"
_PARAMETER = re.compile(r"<(?:([a-z]+):)?([a-z_]+)>")
_REF = "#/components/schemas/{model}"


def document(app: Flask) -> Plain:
    """Return the document of all that `app` describes under /api/v1."""
    described = [entry for entry in _described(app) if entry[0].rule.startswith(PREFIX)]
    schemas, components = _schemas([operation for _, _, operation in described])
    paths: dict[str, Plain] = {}
    for rule, method, operation in described:
        path = _PARAMETER.sub(r"{\2}", rule.rule)
        shown = _operation(rule, operation, app.view_functions[rule.endpoint].__doc__, schemas)
        paths.setdefault(path, {})[method.lower()] = shown
    tags = {operation["tags"][0] for path in paths.values() for operation in path.values()}
    return {
        "openapi": "3.1.1",
        "info": {"title": "WMS", "version": VERSION, "description": intro()},
        "servers": [{"url": "/"}],
        "tags": [
            {"name": name, "description": about, "x-displayName": shown}
            for name, (shown, about) in parts.TAGS.items()
            if name in tags
        ],
        "paths": dict(sorted(paths.items())),
        "webhooks": parts.webhooks(),
        "components": {
            "schemas": dict(sorted(components.items())),
            "responses": parts.problems(),
            "headers": dict(parts.HEADERS),
            "securitySchemes": _security(),
        },
    }


def _described(app: Flask) -> Iterator[tuple[Rule, str, Operation]]:
    known = operations(app)
    for rule in app.url_map.iter_rules():
        if rule.endpoint in known:
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield rule, method, known[rule.endpoint]


def _schemas(described: list[Operation]) -> tuple[dict[tuple[int, str], Plain], Plain]:
    """Return the schema of each body and answer by (id of its type, mode), and the components."""
    wanted: dict[tuple[int, str], Any] = {(id(ProblemShape), "serialization"): ProblemShape}
    for operation in described:
        if operation.body is not None and not isinstance(operation.body, File):
            wanted[id(operation.body), "validation"] = operation.body
        for answer in operation.answers.values():
            if answer is not None and not isinstance(answer, File):
                wanted[id(answer), "serialization"] = answer
    inputs = [(key, key[1], TypeAdapter(kind)) for key, kind in wanted.items()]
    found, whole = TypeAdapter.json_schemas(inputs, ref_template=_REF)  # type: ignore[arg-type]
    components = {name: standard(plain) for name, plain in whole.get("$defs", {}).items()}
    return {key: standard(schema) for (key, _), schema in found.items()}, components


def _operation(
    rule: Rule, operation: Operation, about: str | None, schemas: dict[tuple[int, str], Plain]
) -> Plain:
    shown: Plain = {
        "operationId": rule.endpoint.replace(".", "_"),
        "summary": operation.summary,
        "description": _unindented(about or ""),
        "tags": [_tag(rule, operation)],
        "parameters": list(_parameters(rule, operation)),
    }
    if operation.scope == STATION:
        shown["security"] = [{"station": []}]
    else:
        shown["security"] = [{"key": [operation.scope]}] if operation.scope else []
    if operation.needs_key:
        shown["x-scope"] = operation.scope
    if operation.body is not None:
        shown["requestBody"] = _body(operation.body, schemas)
    return shown | {"responses": _responses(rule, operation, schemas)}


def _tag(rule: Rule, operation: Operation) -> str:
    if operation.needs_key:
        return operation.scope.partition(":")[0]
    return "stations" if rule.rule.startswith(f"{PREFIX}/stations") else "about"


def _parameters(rule: Rule, operation: Operation) -> Iterator[Plain]:
    area = rule.rule.removeprefix(PREFIX).strip("/").partition("/")[0]
    for converter, name in _PARAMETER.findall(rule.rule):
        yield parts.in_path(area, name, converter)
    for one in operation.query:
        shown = {"name": one.name, "in": "query", "required": one.required}
        yield shown | {"description": one.about, "schema": dict(one.schema)}
    if operation.once:
        yield parts.idempotency_key()
    if operation.tagged == "read":
        yield parts.condition("If-None-Match", "An ETag that you have: 304 if it is still that")
    if operation.tagged == "write":
        yield parts.condition("If-Match", "The ETag that you read: 412 if it was changed since")


def _body(body: Any, schemas: dict[tuple[int, str], Plain]) -> Plain:
    if isinstance(body, File):
        content: Plain = {media: {"schema": {}} for media in body.media}
        return {"required": True, "description": body.about, "content": content}
    shown: Plain = {"schema": schemas[id(body), "validation"]}
    example = EXAMPLES.get(getattr(first(body), "__name__", ""))
    if example is not None:
        shown["example"] = dict(example)
    return {"required": _needs_content(body), "content": {"application/json": shown}}


def _needs_content(body: Any) -> bool:
    """Tell whether a body has fields that may not be left out: without any it may be omitted."""
    form = first(body)
    return not _is_form(form) or any(one.is_required() for one in form.model_fields.values())


def _is_form(body: Any) -> bool:
    return isinstance(body, type) and issubclass(body, BaseModel)


def first(body: Any) -> Any:
    """Return the form, or the first of a union of them."""
    return body if _is_form(body) else body.__args__[0]


def _responses(
    rule: Rule, operation: Operation, schemas: dict[tuple[int, str], Plain]
) -> dict[str, Plain]:
    found = {str(status): _answer(status, operation, schemas) for status in operation.answers}
    if operation.tagged == "read":
        about = "It is still what you have"
        found["304"] = {"description": about, "headers": parts.headers("ETag")}
    found |= {str(status): parts.refused(status) for status in sorted(_refusals(rule, operation))}
    return found


def _refusals(rule: Rule, operation: Operation) -> set[int]:
    usual = {400} | set(operation.refusals)
    if operation.scope:
        usual |= {401, 503}
    if operation.needs_key:
        usual |= {403, 429}
    if rule.arguments or any(one.name == "merchant" for one in operation.query):
        usual |= {404}
    if operation.body is not None:
        usual |= {409, 413, 415, 503, 507}
    if operation.once:
        usual |= {409, 422, 503, 507}
    return usual | ({412} if operation.tagged == "write" else set())


def _answer(status: int, operation: Operation, schemas: dict[tuple[int, str], Plain]) -> Plain:
    kind = operation.answers[status]
    about = "Made" if status == 201 else "Done"
    if isinstance(kind, File):
        about = kind.about or about
    elif isinstance(kind, type) and kind.__doc__:
        about = kind.__doc__.partition("\n")[0]
    shown: Plain = {"description": about, "headers": parts.headers(*_sent(operation))}
    if isinstance(kind, File):
        shown["content"] = {media: {"schema": {}} for media in kind.media}
    elif kind is not None:
        shown["content"] = {"application/json": {"schema": schemas[id(kind), "serialization"]}}
    return shown


def _sent(operation: Operation) -> Iterator[str]:
    if operation.needs_key:
        yield from ("RateLimit-Policy", "RateLimit")
    if operation.once:
        yield "Idempotent-Replayed"
    if operation.tagged:
        yield "ETag"


def _security() -> Plain:
    roles = "\n".join(
        f"- `{role}`: {', '.join(f'`{s}`' for s in sorted(may))}" for role, may in KEY_ROLES.items()
    )
    return {
        "key": {"type": "http", "scheme": "bearer", "description": f"{KEY_WORDS}\n\n{roles}"},
        "station": {"type": "http", "scheme": "bearer", "description": STATION_WORDS},
    }


def _unindented(about: str) -> str:
    """Return a docstring as Markdown: its paragraphs without their indentation and line ends."""
    paragraphs = re.split(r"\n\s*\n", about.strip())
    kept = [" ".join(p.split()) for p in paragraphs if not p.lstrip().startswith(":raises")]
    return "\n\n".join(kept)
