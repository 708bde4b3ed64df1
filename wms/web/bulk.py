"""Many rows in one request: good ones stay, bad ones are told, each by itself.

All rows are one transaction and have one Idempotency-Key; a row that is refused is rolled back
alone. The answer is 200 whatever became of the rows: the request was carried out, and each row
says the status that it alone would have been answered.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Response
from sqlalchemy import Connection

from wms.channels.faults import Fault, Faulty, read
from wms.channels.forms_bulk import RowsForm
from wms.errors import Refused
from wms.web import clients, given, problems
from wms.web.problems import MEND, Problem

MAX_BODY_BYTES = 4 * 1024 * 1024
Plain = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a good row: is it new, is anything different now, how is it called."""

    reference: str
    is_new: bool
    is_changed: bool = False


Take = Callable[[Connection, Mapping[str, Any]], Done]
"""Takes one row, or raises what a request of its own would have been answered."""


def each(take: Take) -> Response:
    """Take every row that was sent, and answer with what became of each."""
    rows = read(RowsForm, given.json_object(MAX_BODY_BYTES)).rows

    def work(conn: Connection) -> tuple[int, Plain]:
        told = [_taken(conn, index, row, take) for index, row in enumerate(rows)]
        outcomes = [row["outcome"] for row in told]
        names = ("accepted", "unchanged", "refused")
        return 200, {name: outcomes.count(name) for name in names} | {"rows": told}

    return clients.once(work)


def _taken(conn: Connection, index: int, row: Any, take: Take) -> Plain:
    try:
        if not isinstance(row, dict):
            words = "A JSON object is needed"
            raise Problem(400, "body.object", "Malformed", words, remedy=given.OBJECT)
        with conn.begin_nested():
            done = take(conn, row)
    except Refused as refusal:
        return _refused(index, problems.of_refusal(refusal))
    except Faulty as faulty:
        return _refused(index, problems.of_faulty(faulty))
    except Problem as problem:
        return _refused(index, problem)
    outcome = "accepted" if done.is_new or done.is_changed else "unchanged"
    told = {"index": index, "status": 201 if done.is_new else 200, "outcome": outcome}
    return told | {"reference": done.reference, "errors": []}


def _refused(index: int, problem: Problem) -> Plain:
    alone = Fault((problem.field,), problem.code, problem.detail, problem.remedy)
    errors = [
        {"field": e.field, "code": e.code, "detail": e.reason, "remedy": e.remedy or MEND}
        for e in problem.errors or (alone,)
    ]
    told = {"index": index, "status": problem.status, "outcome": "refused"}
    return told | {"reference": "", "errors": errors}
