"""What a station and the server say to each other, as shapes; `wms.terminal.wire` has the meaning.

A station may be newer than its server, so what it sends may hold more than is known here.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from wms.channels.shapes import Shape
from wms.terminal.documents import REPORTED
from wms.terminal.models import OUTCOMES
from wms.terminal.wire import MAX_TEXT, Accepts, Tone

MAX_SCREEN_NO = 2**31 - 1
MAX_GRAMS = 10_000_000
NAMED = r"^[A-Za-z0-9_-]{32,64}$"


class Said(BaseModel):
    """What a station says; what is not known of it is let through."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class PairForm(Said):
    """The code that the office gave, and the key that the station made."""

    code: Annotated[str, Field(min_length=1, max_length=64)]
    key: Annotated[str, Field(pattern=NAMED, description="Random; keep it before you send it")]


class ScanForm(Said):
    """A barcode as the scanner read it."""

    kind: Literal["scan"]
    text: Annotated[str, Field(max_length=MAX_TEXT)] = ""
    symbology: Annotated[str, Field(max_length=8, description="AIM identifier")] = ""


class WeightForm(Said):
    """A stable reading of the scale."""

    kind: Literal["weight"]
    grams: Annotated[int, Field(ge=-MAX_GRAMS, le=MAX_GRAMS)]


class KeyForm(Said):
    """A named key, such as BACK."""

    kind: Literal["key"]
    name: Annotated[str, Field(min_length=1, max_length=32)]
    value: Annotated[str, Field(max_length=64)] = ""


class TypedForm(Said):
    """Text that was keyed in."""

    kind: Literal["typed"]
    text: Annotated[str, Field(max_length=MAX_TEXT)] = ""


class EventForm(Said):
    """One input of a person at a station."""

    id: Annotated[str, Field(min_length=1, max_length=64, description="A UUID, kept in retries")]
    after: Annotated[str, Field(max_length=64, description="The event before it")] = ""
    screen_no: Annotated[int, Field(ge=0, le=MAX_SCREEN_NO)]
    occurred_at: Annotated[
        str,
        Field(max_length=40, json_schema_extra={"format": "date-time"}),
    ]
    input: Annotated[ScanForm | WeightForm | KeyForm | TypedForm, Field(discriminator="kind")]


class ReportForm(Said):
    """What became of a print."""

    state: Annotated[str, Field(json_schema_extra={"enum": list(REPORTED)})]
    detail: Annotated[str, Field(description="Cut after 200 characters")] = ""


class ScreenShape(Shape):
    """What the person must know and do next."""

    title: str
    prompt: str
    language: Annotated[str, Field(description="Of these words, ISO 639-1")]
    lines: list[tuple[str, str]]
    keys: list[str]
    accepts: list[Accepts]
    expects: Annotated[str, Field(description="The one scan that is hoped for; else empty")]
    progress: Annotated[tuple[int, int] | None, Field(description="Done and total")]
    picture: str
    message: str
    tone: Tone
    counts_repeats: Annotated[bool, Field(description="The same code again counts again")]
    secret: Annotated[bool, Field(description="Typed text must not be shown")]
    no: int


class PrintShape(Shape):
    """Something to print."""

    id: int
    device: str
    copy_no: int


class ScreenAnswer(Shape):
    """The server's word on an event."""

    screen: ScreenShape
    last_event: Annotated[str, Field(description="What the next event must name in `after`")]
    outcome: Annotated[str, Field(json_schema_extra={"enum": list(OUTCOMES)})]
    documents: list[PrintShape]


class PairedShape(Shape):
    """The station that is paired now."""

    station: str


class NothingShape(Shape):
    """Done; there is nothing more to say."""
