"""What the API answers about exports, field by field."""

from __future__ import annotations

from pydantic import Field

from wms.channels.shapes import Shape


class ColumnShape(Shape):
    """A column of an export."""

    name: str
    about: str


class ExportShape(Shape):
    """What may be exported, and where."""

    kind: str
    about: str
    since: str = Field(description="the time that `since` is about; empty: it takes no since")
    paths: list[str]
    columns: list[ColumnShape]


class ExportsShape(Shape):
    """All that may be exported."""

    items: list[ExportShape]
