"""Triggers that write the feed of changes: at which rows the database looks, and what it notes.

Each looks at one table and appends to `change` in the same transaction. So whatever changes a
document, today or in a later release, is told, at the cost of no statement; and a change that is
rolled back was never told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from alembic import op

NOW = "{now}"
_CLOCKS = {True: "clock_timestamp()", False: "strftime('%Y-%m-%d %H:%M:%f', 'now') || '000'"}
_OBJECTS = {True: "jsonb_build_object", False: "json_object"}
_COLUMNS = "type, subject_id, merchant_id, occurred_at, about"


@dataclass(frozen=True, slots=True)
class Watch:
    """What is noted `after` a row of `table` changes and `when` holds; all in SQL, where `{now}`
    is the clock and `{json}` before a column says that it holds JSON."""

    name: str
    table: str
    after: str
    type: str
    subject: str
    merchant: str
    when: str = ""
    at: str = NOW
    about: Mapping[str, str] = field(default_factory=dict)

    def create(self, is_postgresql: bool) -> None:
        """Let the database look from now on."""
        insert = f"INSERT INTO change ({_COLUMNS}) SELECT {self._values(is_postgresql)};"
        rule = f" WHEN ({self.when})" if self.when else ""
        head = f"CREATE TRIGGER {self.name} AFTER {self.after} ON {self.table} FOR EACH ROW{rule}"
        if is_postgresql:
            op.execute(
                f"CREATE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $$"
                f" BEGIN {insert} RETURN NULL; END $$"
            )
            op.execute(f"{head} EXECUTE FUNCTION {self.name}()")
        else:
            op.execute(f"{head} BEGIN {insert} END".replace(":", "\\:"))

    def drop(self, is_postgresql: bool) -> None:
        """Let it look no more."""
        if is_postgresql:
            op.execute(f"DROP FUNCTION {self.name}() CASCADE")
        else:
            op.execute(f"DROP TRIGGER {self.name}")

    def _values(self, is_postgresql: bool) -> str:
        pairs = ", ".join(f"'{name}', {value}" for name, value in self.about.items())
        about = f"{_OBJECTS[is_postgresql]}({pairs})"
        values = ", ".join((self.type, self.subject, self.merchant, self.at, about))
        clock, json = _CLOCKS[is_postgresql], "" if is_postgresql else "json"
        return values.replace(NOW, clock).replace("{json}", json)


def _of_order(row: str) -> str:
    return f"(SELECT merchant_id FROM sales_order WHERE id = {row})"


_ORDER = {"status": "NEW.status", "reason": "NEW.reason"}
ORDERS = (
    Watch(
        "change_order_accepted",
        "sales_order",
        "INSERT",
        "'order.' || NEW.status",
        "NEW.id",
        "NEW.merchant_id",
        at="NEW.accepted_at",
        about=_ORDER,
    ),
    Watch(
        "change_order_status",
        "sales_order",
        "UPDATE OF status, reason",
        "'order.' || NEW.status",
        "NEW.id",
        "NEW.merchant_id",
        when="OLD.status <> NEW.status OR OLD.reason <> NEW.reason",
        at="coalesce(CASE NEW.status WHEN 'shipped' THEN NEW.shipped_at"
        f" WHEN 'cancelled' THEN NEW.cancelled_at END, {NOW})",
        about=_ORDER,
    ),
    Watch(
        "change_order_changed",
        "order_note",
        "INSERT",
        "'order.changed'",
        "NEW.order_id",
        _of_order("NEW.order_id"),
        when="NEW.kind = 'changed'",
        at="NEW.noted_at",
        about={
            "status": "(SELECT status FROM sales_order WHERE id = NEW.order_id)",
            "changed": "{json}(NEW.about)",
        },
    ),
    Watch(
        "change_parcel_status",
        "parcel",
        "UPDATE OF status",
        "CASE NEW.status WHEN 'closed' THEN 'shipment.closed' WHEN 'shipped' THEN"
        " 'shipment.shipped' WHEN 'void' THEN 'shipment.voided' ELSE 'shipment.reopened' END",
        "NEW.id",
        _of_order("NEW.order_id"),
        when="OLD.status <> NEW.status AND"
        " (OLD.status = 'closed' OR NEW.status IN ('closed', 'shipped', 'void'))",
        at="coalesce(CASE NEW.status WHEN 'shipped' THEN NEW.shipped_at"
        f" WHEN 'closed' THEN NEW.closed_at END, {NOW})",
        about={
            "status": "NEW.status",
            "order_id": "NEW.order_id",
            "lpn_id": "NEW.lpn_id",
            "parcel_no": "NEW.number",
        },
    ),
)
PAPERS = (
    Watch(
        "change_asn_announced",
        "asn",
        "INSERT",
        "'asn.announced'",
        "NEW.id",
        "NEW.merchant_id",
        at="NEW.created_at",
        about={"status": "NEW.status", "kind": "NEW.kind"},
    ),
    Watch(
        "change_asn_received",
        "asn_line",
        "UPDATE OF received",
        "'asn.received'",
        "NEW.asn_id",
        "(SELECT merchant_id FROM asn WHERE id = NEW.asn_id)",
        when="OLD.received <> NEW.received",
        about={
            "item_id": "NEW.item_id",
            "line_no": "NEW.line_no",
            "pieces": "NEW.received - OLD.received",
            "received": "NEW.received",
            "expected": "NEW.expected",
        },
    ),
    Watch(
        "change_asn_closed",
        "asn",
        "UPDATE OF status",
        "'asn.closed'",
        "NEW.id",
        "NEW.merchant_id",
        when="OLD.status <> NEW.status AND NEW.status = 'received'",
        at=f"coalesce(NEW.closed_at, {NOW})",
        about={"status": "NEW.status", "kind": "NEW.kind"},
    ),
    Watch(
        "change_return_announced",
        "rma",
        "INSERT",
        "'return.announced'",
        "NEW.id",
        _of_order("NEW.order_id"),
        at="NEW.announced_at",
        about={"status": "NEW.status", "order_id": "NEW.order_id"},
    ),
    Watch(
        "change_return_disposed",
        "return_line",
        "INSERT",
        "'return.disposed'",
        "NEW.rma_id",
        "(SELECT o.merchant_id FROM rma JOIN sales_order o ON o.id = rma.order_id"
        " WHERE rma.id = NEW.rma_id)",
        at="NEW.returned_at",
        about={
            "item_id": "NEW.item_id",
            "pieces": "NEW.quantity",
            "condition": "NEW.condition",
            "disposition": "NEW.disposition",
        },
    ),
    Watch(
        "change_return_received",
        "rma",
        "UPDATE OF status",
        "'return.received'",
        "NEW.id",
        _of_order("NEW.order_id"),
        when="OLD.status <> NEW.status AND NEW.status = 'received'",
        at=f"coalesce(NEW.closed_at, {NOW})",
        about={"status": "NEW.status", "order_id": "NEW.order_id"},
    ),
    *(
        Watch(
            f"change_wave_{name}",
            "wave",
            after,
            "'wave.' || NEW.status",
            "NEW.id",
            "NULL",
            when=when,
            about={"status": "NEW.status"},
        )
        for name, after, when in (
            ("planned", "INSERT", ""),
            ("status", "UPDATE OF status", "OLD.status <> NEW.status"),
        )
    ),
)
