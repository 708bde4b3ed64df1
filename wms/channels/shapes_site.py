"""What the API answers about itself, and about what stations said; see `show_events`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from wms.channels.shapes import At, Shape, one_of
from wms.terminal.models import OUTCOMES


class EndpointShape(Shape):
    """One endpoint."""

    method: str
    path: str
    about: str


class IndexShape(Shape):
    """What may be asked."""

    endpoints: list[EndpointShape]
    key: Annotated[str, Field(description="How a key is sent")]
    openapi: Annotated[str, Field(description="Where the OpenAPI document is")]
    docs: Annotated[str, Field(description="Where the same is to be read")]


class HealthShape(Shape):
    """The server runs and its database answers."""

    status: Literal["ok"]


class StationEventShape(Shape):
    """What a station said and what became of it."""

    id: Annotated[str, Field(description="The station's own name of the event")]
    station: str
    screen_no: Annotated[int, Field(description="The screen that the person saw")]
    state: Annotated[str, Field(description="The step of the dialogue")]
    worker: Annotated[str, Field(description="Login; empty when nobody was signed in")]
    outcome: Annotated[str, one_of(OUTCOMES, "What became of it")]
    code: Annotated[str, Field(description="Why it was refused; empty if it was not")]
    occurred_at: At
    at: Annotated[At, Field(description="When it was recorded here")]
    cursor: Annotated[str, Field(description="The `after` that continues from here")]


class StationEventPage(Shape):
    """A page of events."""

    items: list[StationEventShape]
    next: Annotated[str | None, Field(description="`after` of the next page; null at the end")]
