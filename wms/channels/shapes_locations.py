"""What the API answers about locations: where they are, what fits, what lies there."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from wms.channels.shapes import Next, RowId, Shape, one_of
from wms.channels.shapes_stock import LevelsShape, PileShape
from wms.layout.models import KINDS

INSIDE = tuple(kind for kind in KINDS if kind != "outside")


class ContentsShape(LevelsShape):
    """What lies in a location, as far as the caller may see it."""

    skus: Annotated[int, Field(description="How many items lie there")]
    lpns: Annotated[int, Field(description="How many licence plates stand there with goods")]
    volume_mm3: Annotated[int, Field(description="Of all pieces")]
    weight_grams: Annotated[int, Field(description="Of all pieces")]


class LocationShape(Shape):
    """A bin, or an area that is not divided further."""

    id: RowId
    code: Annotated[str, Field(description="As its label says")]
    warehouse: str
    kind: Annotated[str, one_of(INSIDE, "Goods are kept in `storage` and `pick`")]
    zone: str
    aisle: int
    bay: int
    level: int
    sequence: Annotated[int, Field(description="Its place in walking order")]
    x_mm: Annotated[int, Field(description="Access point, along the front")]
    y_mm: Annotated[int, Field(description="Access point, into the aisle")]
    z_mm: Annotated[int, Field(description="Height of the shelf")]
    length_mm: Annotated[int, Field(description="Inner; 0 is unlimited, as of all sizes here")]
    width_mm: int
    height_mm: int
    volume_mm3: Annotated[int, Field(description="Inner; 0 is unlimited")]
    max_weight_grams: Annotated[int, Field(description="0 is unlimited")]
    contents: ContentsShape


class LocationPage(Shape):
    """A page of locations."""

    items: list[LocationShape]
    next: Next


class OneLocationShape(LocationShape):
    """A location with each pile of goods in it."""

    stock: list[PileShape]
