"""wms webhook: who is told of changes, and what could not be told."""

from __future__ import annotations

import argparse

from sqlalchemy import Connection

from wms import settings
from wms.channels.scope import Scope, merchant
from wms.cli.columns import show as columns
from wms.cli.opened import database
from wms.cli.people import kept
from wms.clock import utc_now
from wms.people.queries import merchant_codes
from wms.webhooks import queries, rules, subscribe
from wms.webhooks import retry as letters
from wms.webhooks.rules import Limits
from wms.webhooks.subscribe import Wish


def add(args: argparse.Namespace) -> int:
    """Add a webhook and show its secret, or write it to a file."""
    wish = Wish(args.url, args.types, args.note)

    def act(conn: Connection) -> tuple[int, str]:
        owner = merchant(conn, Scope("cli"), args.merchant) if args.merchant else None
        number, secret = subscribe.add(
            conn,
            wish,
            merchant_id=owner,
            from_beginning=args.from_beginning,
            made_by="cli",
            limits=_limits(),
            at=utc_now(),
        )
        return number, kept(secret, args.secret_file)

    with database() as db:
        number, secret = db.run(act)
    print(f"webhook {number}\n{secret}")
    return 0


def show(args: argparse.Namespace) -> int:
    """Show the webhooks, never their secrets."""
    with database() as db, db.read() as conn:
        rows = queries.webhooks(conn, most=10_000)
        codes = merchant_codes(conn)
    columns(
        ("n", "state", "dead", "failures", "last", "merchant", "types", "url"),
        [
            (
                row.id,
                row.stopped_why or "active",
                row.dead,
                row.failures,
                row.last_error or row.last_status or "-",
                codes.get(row.merchant_id or 0, "all"),
                len(row.types) or "all",
                row.url,
            )
            for row in rows
        ],
    )
    return 0


def stop(args: argparse.Namespace) -> int:
    """Stop a webhook."""
    _switch(args.webhook, is_active=False)
    print(f"webhook {args.webhook} is stopped")
    return 0


def start(args: argparse.Namespace) -> int:
    """Let a webhook go on where it stopped."""
    _switch(args.webhook, is_active=True)
    print(f"webhook {args.webhook} goes on")
    return 0


def delete(args: argparse.Namespace) -> int:
    """Take a webhook away."""

    def act(conn: Connection) -> None:
        queries.webhook(conn, args.webhook)
        subscribe.remove(conn, webhook_id=args.webhook)

    with database() as db:
        db.run(act)
    print(f"webhook {args.webhook} is no more")
    return 0


def dead(args: argparse.Namespace) -> int:
    """Show the dead letters of one webhook, or of all."""
    with database() as db, db.read() as conn:
        rows = queries.dead_letters(conn, webhook_id=args.webhook, most=10_000)
    columns(
        ("id", "webhook", "died at", "attempts", "last", "type", "of"),
        [
            (
                row.id,
                row.webhook_id,
                f"{row.died_at:%Y-%m-%d %H:%M}",
                row.attempts,
                row.last_status or row.last_error,
                row.change["type"],
                row.change["subject"]["reference"],
            )
            for row in rows
        ],
    )
    return 0


def retry(args: argparse.Namespace) -> int:
    """Send one dead letter once more, or all of a webhook."""
    at, count = utc_now(), 1
    with database() as db:
        if args.letter is not None:
            db.run(lambda conn: letters.retry(conn, letter_id=args.letter, at=at))
        else:
            count = db.run(lambda c: letters.retry_all(c, webhook_id=args.webhook, at=at))
    print(f"{count} letters are sent once more")
    return 0


def _limits() -> Limits:
    return rules.limits(settings.load().data)


def _switch(webhook_id: int, *, is_active: bool) -> None:
    wish = Wish(is_active=is_active)

    def act(conn: Connection) -> None:
        queries.webhook(conn, webhook_id)
        subscribe.change(conn, wish, webhook_id=webhook_id, limits=_limits(), at=utc_now())

    with database() as db:
        db.run(act)
