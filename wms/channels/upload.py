"""Take in a file that somebody uploads: read at once, taken batch by batch by the job worker.

Reading tells at once whether it is a file of that kind at all; it needs no database, so it is done
before the transaction. The documents wait as rows, so that the work goes on where it was after any
crash: a batch's documents go in the transaction that takes them.
"""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert

from wms import jobs
from wms.channels.documents import KINDS, Gathered
from wms.channels.formats import check, documents
from wms.channels.models import ImportDocument, ImportRun
from wms.channels.rows import Rejected
from wms.channels.scope import Scope
from wms.errors import Refused
from wms.gs1.digits import shown
from wms.text import T

JOB = "import"
MAX_FILE_BYTES = 16 * 1024 * 1024

_RUN = insert(ImportRun).returning(ImportRun.id)
_DOCUMENTS = insert(ImportDocument)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was read: `contents` are its documents as JSON texts."""

    kind: str
    format: str
    file_name: str
    bytes: int
    contents: Sequence[str]


def opened(
    data: bytes, *, kind: str, format_name: str, file_name: str = "", merchant: str = ""
) -> Upload:
    """Read a file; `merchant` owns the orders of a foreign format.

    :raises Refused: no such kind or format, too long, or its header is wrong.
    """
    if kind not in KINDS:
        words = T("{name} is no kind of document", name=shown(kind))
        raise Refused("import.kind", words, T("Use one of {kinds}", kinds=", ".join(KINDS)))
    if len(data) > MAX_FILE_BYTES:
        words = T("The file is longer than {n} bytes", n=MAX_FILE_BYTES)
        raise Refused("import.too_long", words, T("Send it in several parts"))
    found = documents(io.BytesIO(data), KINDS[kind], check(format_name), merchant=merchant)
    contents = [written(one) for one in found]
    return Upload(kind, format_name, shown(file_name, 200), len(data), contents)


def keep(
    conn: Connection,
    upload: Upload,
    *,
    client: str,
    scope: Scope,
    may_change: bool = False,
    at: datetime,
) -> int:
    """Keep a file that was read, wish for it to be taken, and return the import's id."""
    is_empty = not upload.contents
    row: dict[str, Any] = {"kind": upload.kind, "format": upload.format, "bytes": upload.bytes}
    row |= {"file_name": upload.file_name, "client": client, "source": scope.source}
    row |= {"merchant_id": scope.merchant_id, "may_change": may_change, "made_at": at}
    row |= {"status": "done" if is_empty else "waiting", "finished_at": at if is_empty else None}
    row |= dict.fromkeys(("accepted", "unchanged", "refused", "flagged"), 0)
    run_id = conn.execute(_RUN, row | {"read": len(upload.contents)}).scalar_one()
    if not is_empty:
        conn.execute(_DOCUMENTS, [{"run_id": run_id, "content": c} for c in upload.contents])
        jobs.put(conn, JOB, {"run_id": run_id}, at=at)
    return run_id


def written(one: Gathered | Rejected) -> str:
    """Return a document as ASCII text that any database keeps; see `reread`."""
    if isinstance(one, Rejected):
        return json.dumps(asdict(one))
    plain: dict[str, Any] = {"data": one.data, "rows": one.rows, "is_whole": one.is_whole}
    return json.dumps(plain | {"faults": [asdict(fault) for fault in one.faults]})


def reread(content: str) -> Gathered | Rejected:
    """Return what `written` wrote."""
    plain = json.loads(content)
    if "data" not in plain:
        return Rejected(**plain)
    faults = [Rejected(**fault) for fault in plain.pop("faults")]
    return Gathered(**plain, faults=faults)
