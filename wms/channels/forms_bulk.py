"""What other systems send many of at once: each row is a form of its own, good or bad by itself."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from wms.channels.forms import AsnForm, Form, ItemForm, OrderForm
from wms.channels.values import Line, Ref

MAX_ROWS = 100
"""More rows would keep the floor waiting: all of them are one transaction."""

MAX_REASON = 64
Many = Field(min_length=1, max_length=MAX_ROWS)


class CancelRowForm(Form):
    """An order to cancel, by our reference or the sender's; the reason is kept with it."""

    order: Ref
    reason: Annotated[Line, Field(max_length=MAX_REASON)] = ""


class RowsForm(Form):
    """Rows as they came; each is read by itself."""

    rows: Annotated[tuple[Any, ...], Many]


class ItemsForm(Form):
    """Items to register."""

    rows: Annotated[tuple[ItemForm, ...], Many]


class AsnsForm(Form):
    """Deliveries to announce."""

    rows: Annotated[tuple[AsnForm, ...], Many]


class OrdersForm(Form):
    """Orders to accept."""

    rows: Annotated[tuple[OrderForm, ...], Many]


class CancelsForm(Form):
    """Orders to cancel."""

    rows: Annotated[tuple[CancelRowForm, ...], Many]
