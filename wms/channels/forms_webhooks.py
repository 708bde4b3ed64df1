"""What other systems send about webhooks."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StrictBool

from wms.channels.forms import Form
from wms.channels.values import MaybeCode

Url = Annotated[str, Field(min_length=1, max_length=2000, description="https://…")]
Type = Annotated[str, Field(min_length=1, max_length=32, description="order.shipped, or order.*")]
Types = Annotated[list[Type], Field(max_length=100)]
Note = Annotated[str, Field(max_length=128)]
Secret = Annotated[
    str,
    Field(max_length=128, description="whsec_ and 24 to 64 bytes in base64; empty: a new one"),
]


class WebhookForm(Form):
    """A new webhook; without types for all of them. `from_beginning` brings all that the feed
    holds, else what changes from now on."""

    url: Url
    types: Types = []
    merchant: MaybeCode = ""
    note: Note = ""
    secret: Secret = ""
    from_beginning: StrictBool = False


class WebhookChangeForm(Form):
    """What of a webhook is to be another; what is left out stays."""

    url: Url | None = None
    types: Types | None = None
    note: Note | None = None
    active: StrictBool | None = None


class SecretForm(Form):
    """Another secret: the one given, or a new one."""

    secret: Secret = ""
