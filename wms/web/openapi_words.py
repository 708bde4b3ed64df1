"""What a newcomer to the API reads first; Markdown, of paragraphs, lists and code only."""

from __future__ import annotations

KEY_WORDS = (
    "A key of the site or of one merchant, made by `wms api-key add NAME --role ROLE` (or "
    "`--scope SCOPE`), sent as `Authorization: Bearer KEY`. A merchant's key sees that merchant's "
    "goods and documents and no others. Its scopes say what it may do; a role is a set of them:"
)
STATION_WORDS = (
    "The key of one handheld or bench, which its pairing made. It opens that station's own "
    "addresses and nothing else."
)

INTRO = """\
Other systems tell this warehouse what comes and what shall go, and follow it until it has left. \
Everything is JSON in UTF-8; instants carry their offset from UTC, measures are whole \
millimetres and grams, quantities are pieces. A number may also be sent as digits in a text.

## Keys

Send `Authorization: Bearer KEY` with every request. Keys are made on the server: `wms api-key \
add NAME --role shop --merchant SHOP`. Roles are sets of scopes (`orders:write`); each endpoint \
names the one it needs. Keys are shown once, kept as digests, and revoked by `wms api-key revoke \
NAME`.

## A request sent twice

Networks lose answers. Send every write with an `Idempotency-Key` of your own, such as a UUID: \
sent again with the same key and the same body it is not done again but answered as before, with \
`Idempotent-Replayed: true`. The same key with another body is refused. Documents are also \
unique by your own `external_ref`: the same order again is answered 200 instead of 201.

## Pages

A list answers `{"items": [...], "next": ...}`. Ask again with `after` set to `next` until that \
is null; `limit` is at most 500. Rows come in the order in which they were made.

## Problems

What is not done is answered as `application/problem+json` (RFC 9457) with `code` for programs, \
`detail` for people, and `remedy`: what to do now. `errors` lists everything that is wrong with \
a body at once, each with its field. 400 was not understood, 422 was understood and is refused, \
404 is not known to you, 409 and 503 are worth sending again. A wrong method is answered 405 \
with `Allow`.

## How often

Each key has a bucket of calls that fills up steadily. Every answer tells how large it is \
(`RateLimit-Policy: "calls";q=300;w=15`) and what is left (`RateLimit: "calls";r=299;t=1`). An \
empty one is answered 429 with `Retry-After` in seconds. Each process that serves the site \
counts for itself.

## Only if it changed

Single documents carry an `ETag`. Send it as `If-None-Match` and you get 304 without a body \
while nothing changed; send it as `If-Match` when you change an order, and you get 412 instead \
of undoing what somebody else did.

## What happens meanwhile

Poll single documents, or follow what changes as a whole: the feed of changes and webhooks, \
where this server has them, are listed below.
"""
