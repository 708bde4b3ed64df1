"""Labels of bins, totes, cartons, stations, items and commands: seen first, then downloaded."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, Response, request

from labels.errors import LabelError
from wms import labelling
from wms.errors import Refused
from wms.insights import shelves
from wms.labelling import Label
from wms.text import T, Text
from wms.web.office import door, files, here
from wms.web.office.pages import page
from wms.web.site import site

MOST = 500
SHOWN = 6
LONGEST_CODES = 4000
KINDS: dict[str, Text] = {
    "bins": T("bins and other locations"),
    "totes": T("totes"),
    "cartons": T("cartons"),
    "stations": T("stations"),
    "items": T("items"),
    "commands": T("command cards"),
}

label_pages = Blueprint("office_labels", __name__, url_prefix="/labels")


@label_pages.get("")
@door.let_in("supervisor")
def asked() -> Response:
    """Ask which labels, and show the first of them as pictures."""
    kind, found, refusal = here.asked("kind"), [], None
    try:
        found = _chosen() if kind else []
    except Refused as why:
        refusal = why
    with site().db.read() as conn:
        _, zones = shelves.kinds_and_zones(conn, here.warehouse_id(conn))
    names = [label.name for label in found]
    facts = {"kind": kind, "codes": _text(), "zones": zones, "refusal": refusal, "most": MOST}
    shown = {"count": len(names), "names": names[:SHOWN], "query": request.query_string.decode()}
    return page("labels.html", kinds=KINDS, **facts, **shown)


@label_pages.get("/labels.pdf")
@door.let_in("supervisor")
def sheet() -> Response:
    """Give the labels as a PDF, one a page."""
    from labels.pdf import to_pdf

    found = _chosen()
    try:
        drawn = to_pdf([label.draw() for label in found])
    except LabelError as error:
        raise _undrawable(error) from None
    return files.pdf(drawn, f"labels-{here.asked('kind')}")


@label_pages.get("/picture.png")
@door.let_in("supervisor")
def picture() -> Response:
    """Give one label as a picture."""
    from labels.picture import to_png_bytes

    name = here.asked("name")
    with site().db.read() as conn:
        named = labelling.of_kind(conn, here.asked("kind"))
        label = next((one for one in named if one.name == name), None)
    if label is None:
        words = T("There is nothing to label: {codes}", codes=name or "-")
        raise Refused("label.unknown", words, T("Check the codes, or add what is missing first"))
    try:
        return files.png(to_png_bytes(label.draw()))
    except LabelError as error:
        raise _undrawable(error) from None


def _chosen() -> list[Label]:
    """Return the labels that the query asks for.

    :raises Refused: there are none, or too many at once.
    """
    with site().db.read() as conn:
        named = labelling.of_kind(conn, here.asked("kind"), zone=here.asked("zone"))
        return labelling.chosen(named, _codes(), most=MOST)


def _codes() -> Sequence[str]:
    parts = _text().replace(",", "\n").splitlines()
    return list(dict.fromkeys(code for part in parts if (code := part.strip())))


def _text() -> str:
    return request.args.get("codes", "")[:LONGEST_CODES]


def _undrawable(error: LabelError) -> Refused:
    words = T("A label cannot be drawn: {why}", why=str(error)[:200])
    return Refused("labels.drawing", words, T("Choose the others by their codes"))
