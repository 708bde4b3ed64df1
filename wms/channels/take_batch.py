"""Take the next documents of an uploaded file: a job, put again until none is left."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from wms import jobs
from wms.channels import take
from wms.channels.documents import KINDS, Gathered
from wms.channels.formats import taking
from wms.channels.models import ImportDocument, ImportRemark, ImportRun
from wms.channels.rows import Rejected
from wms.channels.scope import Scope
from wms.channels.take_document import take_document
from wms.channels.upload import JOB, reread

BATCH = 25
"""Documents in one transaction: on SQLite everybody else waits that long."""

MAX_REMARKS = 1000

_RUN = select(ImportRun).where(ImportRun.id == bindparam("run_id")).with_for_update()
_NEXT = (
    select(ImportDocument.id, ImportDocument.content)
    .where(ImportDocument.run_id == bindparam("run_id"))
    .order_by(ImportDocument.id)
    .limit(BATCH + 1)
)
_TAKEN = delete(ImportDocument).where(ImportDocument.id.in_(bindparam("ids", expanding=True)))
_KEPT = select(func.count()).where(ImportRemark.run_id == bindparam("run_id"))
_REMARK = insert(ImportRemark)
_PROGRESS = (
    update(ImportRun)
    .where(ImportRun.id == bindparam("of_run"))
    .values(
        status=bindparam("new_status"),
        accepted=ImportRun.accepted + bindparam("more_accepted"),
        unchanged=ImportRun.unchanged + bindparam("more_unchanged"),
        refused=ImportRun.refused + bindparam("more_refused"),
        flagged=ImportRun.flagged + bindparam("more_flagged"),
        started_at=func.coalesce(
            ImportRun.started_at, bindparam("begun", type_=ImportRun.started_at.type)
        ),
        finished_at=bindparam("ended"),
    )
)


def job(conn: Connection, payload: Mapping[str, Any], at: datetime) -> None:
    """Take the next `BATCH` documents of the import that `payload` names."""
    run_id = int(payload["run_id"])
    run = conn.execute(_RUN, {"run_id": run_id}).first()
    rows = conn.execute(_NEXT, {"run_id": run_id}).all()
    if run is None or run.status == "done":
        return
    part, is_last = rows[:BATCH], len(rows) <= BATCH
    scope = Scope(run.source, run.merchant_id, may_add_merchants=run.merchant_id is None)
    verb = taking(KINDS[run.kind], run.format, may_change=run.may_change)
    documents = [reread(row.content) for row in part]
    results = [take_document(conn, KINDS[run.kind], verb, one, scope, at) for one in documents]
    if part:
        conn.execute(_TAKEN, {"ids": [row.id for row in part]})
    _remark(conn, run_id, documents, results)
    _count(conn, run_id, results, at, is_last=is_last)
    if not is_last:
        jobs.put(conn, JOB, {"run_id": run_id}, at=at)


def _count(
    conn: Connection,
    run_id: int,
    results: list[take.Taken | list[Rejected]],
    at: datetime,
    *,
    is_last: bool,
) -> None:
    taken = [result for result in results if isinstance(result, take.Taken)]
    accepted = sum(one.is_new or one.is_changed for one in taken)
    conn.execute(
        _PROGRESS,
        {
            "of_run": run_id,
            "new_status": "done" if is_last else "running",
            "more_accepted": accepted,
            "more_unchanged": len(taken) - accepted,
            "more_refused": len(results) - len(taken),
            "more_flagged": sum(bool(one.flags) for one in taken),
            "begun": at,
            "ended": at if is_last else None,
        },
    )


def _remark(
    conn: Connection,
    run_id: int,
    documents: list[Gathered | Rejected],
    results: list[take.Taken | list[Rejected]],
) -> None:
    """Keep what was wrong, the first `MAX_REMARKS` of a file."""
    rows: list[dict[str, Any]] = []
    for document, result in zip(documents, results, strict=True):
        if isinstance(result, take.Taken):
            line = document.rows[0] if isinstance(document, Gathered) else document.line
            rows += [_row(run_id, "flagged", Rejected(line, "", flag)) for flag in result.flags]
        else:
            rows += [_row(run_id, "refused", rejected) for rejected in result]
    room = MAX_REMARKS - conn.execute(_KEPT, {"run_id": run_id}).scalar_one() if rows else 0
    if rows[: max(room, 0)]:
        conn.execute(_REMARK, rows[:room])


def _row(run_id: int, kind: str, said: Rejected) -> dict[str, Any]:
    reason, remedy = _clean(said.reason), _clean(said.remedy)
    row = {"run_id": run_id, "kind": kind, "line": said.line, "field": _clean(said.field)[:200]}
    return row | {"reason": reason[:1000], "remedy": remedy[:1000]}


def _clean(words: str) -> str:
    """Return words that any database keeps: no NUL, no lone surrogate."""
    return "".join(c if c.isprintable() else "?" for c in words)
