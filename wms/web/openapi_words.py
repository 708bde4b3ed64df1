"""What a newcomer to the API reads first; Markdown, of paragraphs, lists and code only."""

from __future__ import annotations

from collections.abc import Mapping

from wms.changes.facts import FACTS
from wms.changes.types import TYPES

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
add NAME --role shop --merchant SHOP`; `--role erp` for whoever also announces deliveries and \
agrees on stock. Roles are sets of scopes (`orders:write`); each endpoint names the one it \
needs. Keys are shown once, kept as digests, and revoked by `wms api-key revoke NAME`.

## A request sent twice

Networks lose answers. Send every write with an `Idempotency-Key` of your own, such as a UUID: \
sent again with the same key and the same body it is not done again but answered as before, with \
`Idempotent-Replayed: true`. The same key with another body is refused (422 \
`idempotency.reused`); what was refused is not kept, so mend it and send it under the same key or \
another. Documents are also unique by your own `external_ref`: the same order again is answered \
200 instead of 201.

## Pages

A list answers `{"items": [...], "next": ...}`. Ask again with `after` set to `next` until that \
is null; `limit` is at most 500. Rows come in the order in which they were made.

## Problems

What is not done is answered as `application/problem+json` (RFC 9457) with `code` for programs, \
`detail` for people, and `remedy`: what to do now. `errors` lists everything that is wrong with \
a body at once, each with its field. 400 was not understood, 422 was understood and is refused, \
404 is not known to you. 409, 429, 503 and 507 are worth sending again, unchanged and under the \
same Idempotency-Key, after `Retry-After` seconds or one. A wrong method is answered 405 with \
`Allow`.

## How often

Each key has a bucket of calls that fills up steadily. Every answer tells how large it is \
(`RateLimit-Policy: "calls";q=300;w=15`) and what is left (`RateLimit: "calls";r=299;t=1`). An \
empty one is answered 429 with `Retry-After` in seconds. Each process that serves the site \
counts for itself.

## Only if it changed

Single documents carry an `ETag`. Send it as `If-None-Match` and you get 304 without a body \
while nothing changed; send it as `If-Match` when you change an order, and you get 412 instead \
of undoing what somebody else did: read it again and decide anew. An order's tag is another with \
each step of its progress too.

## What happens meanwhile

`GET /api/v1/changes` is the feed of all changes, oldest first. Begin without `after`, do what the \
page tells, keep its `next` where a restart finds it, and go on with `after=next`. Unlike that of \
lists, this `next` is never null: a page without items says that there is nothing more now. With \
`wait=20` the answer waits for the next change, so that you need not ask often. No change is \
missed. Keep what you did and the cursor in one transaction, or remember the `id` of a change: \
then none is done twice.

A change names its `subject` by our `reference` and your `external_ref`. Types, and what `data` \
holds:

{types}

## Webhooks

`POST /api/v1/webhooks` has the same changes sent to you, as the Standard Webhooks specification \
has it: a POST whose body is one change (`id`, `type`, `occurred_at`, `merchant`, `subject`, \
`data`), with three headers: `webhook-id`, the same whenever the change is sent again; \
`webhook-timestamp`, in seconds; and `webhook-signature`, one or more of `v1,BASE64` with spaces \
between.

Believe no message before you have checked it. The key is what follows `whsec_` in the secret, \
decoded from base64. Compute HMAC-SHA256 over `ID.TIMESTAMP.BODY` (the two headers and the body's \
bytes, with full stops between), encode it in base64, and compare it in constant time with each \
signature. Refuse timestamps that are more than five minutes off.

Answer 2xx within 15 seconds, and do the work afterwards. Anything else (redirects too) is tried \
again after 5 seconds, then ever later up to 6 hours, 12 times in all; then the change is a dead \
letter that you can have sent once more. These are the numbers of a site that has not chosen \
others. 410 stops the webhook. Changes come at least once, in the order of the feed: the next one \
when the one before was taken or is dead.

## Agree on stock

`on_hand` of `GET /api/v1/stock` is what came, less what left, plus what came back and stayed, \
plus or less what was counted or adjusted. Your own books agree if you enter `asn.received`, the \
`shipped` of the lines of an order that is `order.shipped`, `return.disposed` (but for `scrap`), \
`count.booked` and `count.adjusted`. Where they do not, `GET /api/v1/moves` has every piece: those \
between the building and `SUPPLIER`, `CUSTOMER`, `SCRAP` or `COUNT` add up to what is on hand.
"""


def intro() -> str:
    """Return what is read first, with the types of changes filled in."""
    lines = (
        f"- `{name}`: {about}. {_fields(FACTS[name])}".rstrip()
        for name, (_, about) in TYPES.items()
    )
    return INTRO.replace("{types}", "\n".join(lines))


def _fields(facts: Mapping[str, str]) -> str:
    return ", ".join(f"`{name}` ({about})" for name, about in facts.items())
