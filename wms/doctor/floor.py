"""The floor: are jobs done, stations heard, documents printed, is stock what its ledger says?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import Connection

from wms import jobs
from wms.doctor.check import Check, fault, ok, warning
from wms.stock import audited
from wms.stock.audit import audit
from wms.terminal import queries as terminal
from wms.webhooks.standing import standing

LATE = timedelta(seconds=30)
VERY_LATE = timedelta(minutes=2)
SILENT = timedelta(hours=1)
DAY = timedelta(days=1)
MOST_NAMED = 5


def queue(conn: Connection, at: datetime) -> Iterator[Check]:
    """Look for jobs that failed for good, and for a worker that takes up what is due.

    A worker leaves no mark while there is nothing to do, so the sign of one that is dead is a job
    that is due, and nobody has taken up.
    """
    rows = jobs.backlog(conn, at)
    dead = {row.kind: row.count for row in rows if row.status == "dead"}
    if dead:
        words = ", ".join(f"{count} of {kind}" for kind, count in sorted(dead.items()))
        remedy = "Read the log of wms work: each failed 8 times. Tell who maintains the program"
        yield fault("jobs", f"given up: {words}", remedy)
    else:
        yield ok("jobs", f"{sum(row.count for row in rows)} wait, none is given up")
    late = [at - row.oldest for row in rows if row.status == "waiting" and row.unleased]
    longest = max(late, default=timedelta())
    last = jobs.last_of_all(conn)
    done = f"the last job was done at {last:%Y-%m-%d %H:%M} UTC" if last else "no job was ever done"
    words = f"a job is due for {longest.total_seconds():.0f} s and nobody does it"
    if longest >= VERY_LATE:
        yield fault("worker", f"{words}; {done}", "Start it: wms work")
    elif longest >= LATE:
        yield warning("worker", f"{words}; {done}", "Is wms work running, and not overloaded?")
    else:
        yield ok("worker", f"nothing that is due is left lying; {done}")


def stations(conn: Connection, at: datetime) -> Check:
    """Look for stations where somebody is signed in and nothing was heard for long."""
    seen = terminal.last_seen(conn)
    silent = [s.code for s in seen if s.is_signed_in and (s.at is None or at - s.at > SILENT)]
    if silent:
        words = f"somebody is signed in, and nothing was heard for an hour: {_named(silent)}"
        return warning("stations", words, "See whether they have a link, or sign the people out")
    busy = sum(s.is_signed_in for s in seen)
    return ok("stations", f"{len(seen)} are trusted, at {busy} somebody is signed in")


def printers(conn: Connection, at: datetime) -> Check:
    """Look for documents that failed to print since yesterday."""
    found = terminal.unprinted(conn, since=at - DAY)
    if found:
        words = _named([f"{count} at {code} ({device})" for code, device, count in found])
        remedy = "See to paper, cover and cable there, then print again with REPRINT"
        return warning("printers", f"documents of the last day that failed: {words}", remedy)
    return ok("printers", "no document of the last day failed")


def webhooks(conn: Connection) -> Check:
    """Look for receivers that are away, and for changes that they did not take."""
    found = standing(conn)
    words = f"{found.active} of {found.total} are active, {found.failing} are tried again"
    words += f", {found.stopped} were given up, {found.dead} letters are dead"
    if found.stopped or found.dead:
        remedy = "See why: wms webhook list and wms webhook dead; then wms webhook start, retry"
        return warning("webhooks", words, remedy)
    return ok("webhooks", words)


def stock(conn: Connection, *, whole: bool) -> Check:
    """Compare all stock with its ledger, or tell what the last such comparison found."""
    if whole:
        now = audit(conn)
        count, moves = len(now.differences) + (now.total != 0), now.moves
        words = f"{count} differences in {moves} moves"
    else:
        last = audited.last(conn)
        if last is None:
            return warning("audit", "never made", "Make one, and let one be made daily: wms audit")
        count = last.differences
        words = f"{count} differences in {last.moves} moves, at {last.at:%Y-%m-%d %H:%M} UTC"
    if count:
        return fault("audit", words, "Run: wms audit, and tell who maintains the program")
    return ok("audit", words)


def _named(names: list[str]) -> str:
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
