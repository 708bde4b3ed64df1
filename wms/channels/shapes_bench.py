"""What a bench shows beside its screen, as the API answers it."""

from __future__ import annotations

from pydantic import Field

from wms.channels.shapes import Shape


class BenchCarton(Shape):
    """An empty carton; sizes are inner ones."""

    code: str
    length_mm: int
    width_mm: int
    height_mm: int
    pieces: int = Field(description="how many of the pieces should fit in it")


class BenchLine(Shape):
    """An item of the order."""

    sku: str
    name: str
    picked: int = Field(description="pieces that came to the bench")
    packed: int = Field(description="pieces that are in a parcel")
    short: int = Field(description="pieces that nobody found")


class BenchOrder(Shape):
    """The order on the bench."""

    reference: str
    merchant: str
    carrier: str = Field(description="code of who carries it, empty while that is open")
    ship_by: str | None
    totes: list[str] = Field(description="totes that it stands in")
    lines: list[BenchLine]
    notes: list[str]
    proposed: BenchCarton | None = Field(description="carton for what is not packed yet")


class BenchParcel(Shape):
    """The parcel on the bench; weights are grams."""

    number: int
    carton: str
    status: str
    sscc: str
    expected_grams: int | None
    weight_grams: int | None
    unweighed: bool


class BenchDocument(Shape):
    """A document of this station and what became of it."""

    id: int
    device: str
    kind: str
    copy_no: int
    reason: str
    state: str
    detail: str
    booked_at: str
    is_of_parcel: bool = Field(description="whether it is of the parcel on the bench")


class Bench(Shape):
    """What a station is and what its screen is about."""

    station: str
    kind: str = Field(description="handheld or bench")
    language: str = Field(description="of whoever is signed in")
    order: BenchOrder | None
    parcel: BenchParcel | None
    waiting: int = Field(description="orders that can be packed now")
    documents: list[BenchDocument] = Field(description="the last ones, newest first")
