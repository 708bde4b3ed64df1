"""Who calls the API: a key, its merchant if it has one, and answers given to named requests."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Response, g, jsonify, request
from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import SQLAlchemyError

from wms import logs
from wms.channels.scope import Scope, merchant
from wms.idempotency import IdempotencyKey
from wms.people import queries as people
from wms.people import renew, scopes
from wms.web import given, limits
from wms.web.problems import Problem
from wms.web.site import now, site, write

log = logging.getLogger("wms.web")

KEY = "Idempotency-Key"
MAX_KEY = 128
Answered = tuple[int, dict[str, Any]]
"""Status and body of an answer."""


USED_WITHIN = timedelta(hours=1)
"""How coarsely it is kept when a key was last used."""


@dataclass(frozen=True, slots=True)
class Client:
    """Another system, known by its key; `may` holds the scopes of what it may do."""

    name: str
    merchant_id: int | None
    may: frozenset[str]

    @property
    def scope(self) -> Scope:
        """References of merchants' own systems are apart; those of the site are one."""
        if self.merchant_id is None:
            return Scope("api", may_add_merchants=True)
        return Scope(f"merchant-{self.merchant_id}", self.merchant_id)


def client() -> Client:
    """Return who calls, and count the call.

    :raises Problem: 401 when the key is missing, not known or revoked; 429 when it calls too often.
    """
    if "client" not in g:
        key = given.bearer()
        with site().db.read() as conn:
            found = people.api_key(conn, key)
        if found is None or found.is_revoked:
            limits.count_wrong_key()
            raise _unknown(found)
        limits.count_call(found.name)
        _note_use(found)
        g.client = Client(found.name, found.merchant_id, found.scopes)
    known = g.client
    assert isinstance(known, Client)
    return known


def _unknown(key: people.KeyRow | None) -> Problem:
    if key is not None:
        remedy = "Ask whoever runs the site for another key"
        return Problem(401, "key.revoked", "The key was revoked", remedy=remedy)
    remedy = "Make one with: wms api-key add NAME"
    return Problem(401, "key.unknown", "The key is not known", remedy=remedy)


def _note_use(key: people.KeyRow) -> None:
    """Keep that a key is in use, hardly ever written; that this fails must stop nobody."""
    if key.last_used_at is not None and now() - key.last_used_at < USED_WITHIN:
        return
    try:
        with site().db.write() as conn:
            renew.used_api_key(conn, key.id, at=now())
    except SQLAlchemyError as error:
        log.warning("the use of key %s is not noted: %s", key.name, logs.described(error))


def allow(scope: str) -> None:
    """Let in whoever's key covers `scope`, such as "orders:write".

    :raises Problem: 401 without a known key, 403 when it does not, 429 when it calls too often.
    """
    if scope not in client().may:
        roles = " or ".join(scopes.enough(scope))
        remedy = f"Use a key with the scope {scope}, or of the role {roles}"
        raise Problem(403, "key.scope", f"This key may not do this: {scope}", remedy=remedy)


def merchant_id(conn: Connection) -> int | None:
    """Return whose rows the caller sees: its own merchant's, else the one the query names.

    :raises Refused: the merchant that is named is unknown to the caller.
    """
    code = given.text("merchant")
    return named(conn, code) if code else client().merchant_id


def named(conn: Connection, code: str) -> int:
    """Return the id of the merchant that the path names.

    :raises Refused: it is unknown to the caller.
    """
    return merchant(conn, client().scope, code)


def only_site() -> None:
    """Let only keys pass that belong to no single merchant.

    :raises Problem: 403.
    """
    if client().merchant_id is not None:
        remedy = "Use a key of the site"
        raise Problem(403, "key.narrow", "This key sees one merchant only", remedy=remedy)


def once(work: Callable[[Connection], Answered]) -> Response:
    """Do `work` in one transaction and answer; under a used Idempotency-Key answer as before.

    :raises Problem: 422 when the key was used for another request.
    Source: draft-ietf-httpapi-idempotency-key-header.
    """
    name, key = client().name, _key()
    if not key:
        status, body = write(work)
        return _response(status, body)
    digest = _digest()
    at = now()

    def remembered(conn: Connection) -> tuple[int, dict[str, Any], bool]:
        found = conn.execute(_asked(name, key)).first()
        if found is not None:
            _check_same(found.request_digest, digest)
            return found.status, found.answer, True
        status, body = work(conn)
        row = {"client": name, "key": key, "request_digest": digest, "made_at": at}
        conn.execute(insert(IdempotencyKey), row | {"status": status, "answer": body})
        return status, body, False

    status, body, is_repeat = write(remembered)
    response = _response(status, body)
    if is_repeat:
        response.headers["Idempotent-Replayed"] = "true"
    return response


def _asked(name: str, key: str) -> Any:
    asked = select(IdempotencyKey.request_digest, IdempotencyKey.status, IdempotencyKey.answer)
    return asked.where(IdempotencyKey.client == name, IdempotencyKey.key == key)


def _key() -> str:
    key = request.headers.get(KEY, "").strip()
    if len(key) > MAX_KEY or not key.isprintable():
        words = f"{KEY}: at most {MAX_KEY} printable characters"
        raise Problem(400, "idempotency.key", "Malformed", words, remedy=given.FIELD, field=KEY)
    return key


def _digest() -> str:
    whole = f"{request.method} {request.full_path}\n".encode() + request.get_data(cache=True)
    return hashlib.sha256(whole).hexdigest()


def _check_same(known: str, digest: str) -> None:
    if known != digest:
        raise Problem(
            422,
            "idempotency.reused",
            "Refused",
            "This Idempotency-Key was used for another request",
            remedy="Use a new key for a new request",
            field=KEY,
        )


def _response(status: int, body: dict[str, Any]) -> Response:
    response = jsonify(body)
    response.status_code = status
    return response
