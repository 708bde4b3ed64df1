"""What the API answers of webhooks and of letters that were not taken."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from wms.channels.shapes import At, Next, RowId
from wms.channels.shapes_changes import ChangeShape


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid")


class WebhookShape(_Shape):
    """A webhook, without its secret."""

    id: RowId
    url: str
    types: list[str] = Field(description="None: all types")
    merchant: str = Field(description="Empty: of all merchants, and what is the site's own")
    note: str
    active: bool
    stopped_why: str = Field(description="off, gone (410), failing, restored; empty while active")
    failures: int = Field(description="So often the change that is next was tried in vain")
    next_attempt_at: At
    last_status: int = Field(description="The receiver's last answer; 0 without one")
    last_error: str
    delivered_at: str | None = Field(description="When it last took a change")
    created_at: At
    created_by: str
    old_secret_until: str | None = Field(description="Messages have two signatures until then")
    dead_letters: int


class WebhookWithSecretShape(WebhookShape):
    """A new webhook: its secret is shown this once."""

    secret: str = Field(description="Signs the messages; keep it as you keep a key")


class WebhooksPage(_Shape):
    """A page of webhooks."""

    items: list[WebhookShape]
    next: Next


class SecretShape(_Shape):
    """A secret that is shown this once."""

    secret: str = Field(description="Signs the messages; keep it as you keep a key")
    old_secret_until: At


class DeletedShape(_Shape):
    """What is no more."""

    id: int
    deleted: bool


class TriedShape(_Shape):
    """What came of a test message."""

    id: str = Field(description="The message's webhook-id")
    taken: bool
    status: int = Field(description="The receiver's answer; 0 without one")
    error: str


class DeadLetterShape(_Shape):
    """A change that was not taken."""

    id: int
    webhook: int
    status: str = Field(description="dead; waiting to be sent once more; delivered since")
    attempts: int
    last_status: int
    last_error: str
    died_at: At
    delivered_at: At | None
    change: ChangeShape


class DeadLettersPage(_Shape):
    """A page of letters that were not taken."""

    items: list[DeadLetterShape]
    next: Next


class RetriedShape(_Shape):
    """How many letters are sent once more."""

    letters: int
