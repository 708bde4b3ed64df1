"""What the API answers about uploads and mappings, field by field."""

from __future__ import annotations

from pydantic import Field

from wms.channels.shapes import At, Shape


class ImportShape(Shape):
    """A file that was uploaded, and how far it was taken."""

    id: int
    kind: str = Field(description="Items, asns, orders, rmas or faces")
    format: str = Field(description="csv, jsonl, json, shopify, woocommerce, magento, x12-940")
    file_name: str
    status: str = Field(description="Waiting, running or done")
    by: str = Field(description="The key that sent it")
    merchant: str = Field(description="Whose key that is; empty for the site's")
    may_change: bool = Field(description="Known orders with other content are changed")
    bytes: int
    read: int = Field(description="Documents in the file")
    accepted: int = Field(description="Documents that were new, or changed what was known")
    unchanged: int = Field(description="Documents that were known already")
    refused: int = Field(description="Documents that left no trace")
    flagged: int = Field(description="Accepted documents with something wrong in them")
    made_at: At
    started_at: At | None
    finished_at: At | None


class ImportsShape(Shape):
    """A page of uploads."""

    items: list[ImportShape]
    next: int | None = Field(description="`after` of the next page")


class RemarkShape(Shape):
    """What was wrong with a document."""

    id: int
    kind: str = Field(description="Refused, or flagged: accepted all the same")
    line: int = Field(description="Line, element, order or segment of the file, from 1")
    field: str
    reason: str
    remedy: str


class RemarksShape(Shape):
    """A page of what was wrong in a file; the first 1000 are kept."""

    items: list[RemarkShape]
    next: int | None = Field(description="`after` of the next page")


class FieldShape(Shape):
    """A field of a foreign format and what becomes of it."""

    source: str = Field(description="Its path; | the first filled one, + all of them together")
    ours: str = Field(description="Our field, or what becomes of it in brackets")
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
