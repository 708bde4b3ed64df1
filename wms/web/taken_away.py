"""Give a cart to somebody else from the office: whoever had it is told so where they are."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from wms.dialogues.pick import NoWork
from wms.picking import reassign as verbs
from wms.picking.reassign import Reassigned
from wms.terminal import session
from wms.terminal.machine import Said
from wms.terminal.wire import Tone
from wms.text import T


def reassign(conn: Connection, *, cluster: str, login: str, at: datetime) -> Reassigned:
    """Give a cluster to the worker `login`, or to the pool for "", and tell whoever had it.

    :raises Refused: as `wms.picking.reassign`.
    """
    done = verbs.reassign(conn, cluster=cluster, login=login, at=at)
    if done.before is not None:
        words = T("Your cart {cluster} goes to the pool. Leave it", cluster=cluster)
        if done.name:
            words = T("Your cart {cluster} goes to {name}", cluster=cluster, name=done.name)
        session.tell(conn, done.before, NoWork(), Said(words, Tone.ATTENTION), at=at)
    return done
