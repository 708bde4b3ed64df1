"""API: locations, where they are, what fits and what lies there."""

from __future__ import annotations

from flask import Blueprint, Response

from wms.channels import show_locations
from wms.channels.shapes_locations import INSIDE, LocationPage, OneLocationShape
from wms.web import given
from wms.web.described import PAGE, Parameter, chosen, described
from wms.web.lists import listed, one
from wms.web.parameters import WAREHOUSE

placing = Blueprint("placing", __name__, url_prefix="/api/v1")


@placing.get("/locations")
@described(
    "List locations",
    scope="locations:read",
    answers={200: LocationPage},
    query=(
        *PAGE,
        WAREHOUSE,
        chosen("kind", "Only of this kind", INSIDE),
        Parameter("zone", "Only of this zone"),
    ),
)
def locations() -> Response:
    """Answer with a page of locations: where they are, what fits, the sum of what lies there.

    Every key sees all locations, and of what lies there its own merchant's goods.
    """
    given.one_of("kind", INSIDE)
    return listed(show_locations.locations, ("warehouse", "kind", "zone"))


@placing.get("/locations/<path:code>")
@described(
    "Read a location",
    scope="locations:read",
    answers={200: OneLocationShape},
)
def location(code: str) -> Response:
    """Answer with one location by the code on its label."""
    return one(show_locations.one_location, "location.unknown", location=given.in_path(code))
