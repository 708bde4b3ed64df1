"""What other systems send about waves and clusters."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from wms.channels.forms import Form
from wms.channels.values import MaybeCode, Ref

MAX_ORDERS = 500


class WaveForm(Form):
    """A wave by a template of the site, of named orders, or both; without orders those that wait.

    `orders` are named by our reference or the sender's.
    """

    warehouse: MaybeCode = ""
    template: MaybeCode = ""
    orders: Annotated[tuple[Ref, ...], Field(min_length=1, max_length=MAX_ORDERS)] | None = None


class WorkerForm(Form):
    """Who shall have a cluster, by login; empty for the pool, from which anybody takes it."""

    worker: MaybeCode


class Nothing(Form):
    """An empty object: all is said by the address."""
