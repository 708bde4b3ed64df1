"""What the API answers about uploads and mappings, field by field."""

from __future__ import annotations

from pydantic import Field

from wms.channels.shapes import Shape


class ImportShape(Shape):
    """A file that was uploaded, and how far it was taken."""

    id: int
    kind: str = Field(description="items, asns, orders, rmas or faces")
    format: str = Field(description="csv, jsonl, json, shopify, woocommerce, magento, x12-940")
    file_name: str
    status: str = Field(description="waiting, running or done")
    by: str = Field(description="the key that sent it")
    merchant: str = Field(description="whose key that is; empty for the site's")
    may_change: bool = Field(description="known orders with other content are changed")
    bytes: int
    read: int = Field(description="documents in the file")
    accepted: int = Field(description="documents that were new, or changed what was known")
    unchanged: int = Field(description="documents that were known already")
    refused: int = Field(description="documents that left no trace")
    flagged: int = Field(description="accepted documents with something wrong in them")
    made_at: str
    started_at: str | None
    finished_at: str | None


class ImportsShape(Shape):
    """A page of uploads."""

    items: list[ImportShape]
    next: int | None = Field(description="`after` of the next page")


class RemarkShape(Shape):
    """What was wrong with a document."""

    id: int
    kind: str = Field(description="refused, or flagged: accepted all the same")
    line: int = Field(description="line, element, order or segment of the file, from 1")
    field: str
    reason: str
    remedy: str


class RemarksShape(Shape):
    """A page of what was wrong in a file; the first 1000 are kept."""

    items: list[RemarkShape]
    next: int | None = Field(description="`after` of the next page")


class FieldShape(Shape):
    """A field of a foreign format and what becomes of it."""

    source: str = Field(description="its path; | the first filled one, + all of them together")
    ours: str = Field(description="our field, or what becomes of it in brackets")
    note: str


class OutcomeShape(Shape):
    """What becomes of a special case."""

    case: str
    outcome: str


class MappingShape(Shape):
    """What of a foreign format goes where."""

    format: str
    about: str
    fields: list[FieldShape]
    outcomes: list[OutcomeShape]
