"""Stage directions of receiving: announce deliveries, look at labels, holds and ASNs.

= asn A-1 MUG:12 MILK:6:L1:2026-12-31 merchant=SHOP      lines SKU:pieces[:lot[:expiry]]
= asn? A-1      checks status and received/expected of each line
= labels?       checks kind, copy and state of every label
= holds? A-01   checks what is held there, and why
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from tests.dialogues.stage import Stage, direction
from wms.inbound import queries
from wms.inbound.announce import AnnouncedLine, announce
from wms.people import enroll
from wms.stock import queries as stock
from wms.terminal.models import Document


def announced_line(text: str) -> AnnouncedLine:
    """Return the line that `SKU:pieces[:lot[:expiry]]` says."""
    sku, pieces, lot, expires = [*text.split(":"), "", ""][:4]
    return AnnouncedLine(sku, int(pieces), lot, date.fromisoformat(expires) if expires else None)


@direction("asn")
def _asn(stage: Stage, words: list[str], given: dict[str, str]) -> list[str]:
    world = stage.world
    world.do(
        lambda conn: announce(
            conn,
            warehouse_id=world.warehouse_id,
            merchant_id=enroll.merchant(conn, code=given.get("merchant", "SHOP")),
            source="test",
            external_ref=words[0],
            lines=[announced_line(word) for word in words[1:]],
            at=world.at,
        )
    )
    return []


@direction("asn?")
def _asn_status(stage: Stage, words: list[str], given: dict[str, str]) -> list[str]:
    with stage.world.db.read() as conn:
        asn = queries.by_reference(conn, words[0])
        assert asn is not None
        lines = queries.lines(conn, asn.id)
    return [asn.status, *(f"{line.sku} {line.received}/{line.expected}" for line in lines)]


@direction("labels?")
def _labels(stage: Stage, words: list[str], given: dict[str, str]) -> list[str]:
    asked = select(Document.data, Document.copy_no, Document.state).where(Document.kind == "lpn")
    with stage.world.db.read() as conn:
        rows = conn.execute(asked.order_by(Document.id)).all()
    return [
        f"{row.data['sscc']} {row.data['quantity']} {row.data['sku']} {row.data['lot']}"
        f" {row.data['expires_on']} copy {row.copy_no} {row.state}"
        for row in rows
    ]


@direction("holds?")
def _holds(stage: Stage, words: list[str], given: dict[str, str]) -> list[str]:
    with stage.world.db.read() as conn:
        found = stock.open_holds(conn, stage.world.ids[words[0]])
    return [f"{hold.quantity} {hold.reason}" for hold in found] or ["none"]
