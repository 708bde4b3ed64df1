"""The pages of the office in the order of a day, and who may open them."""

from __future__ import annotations

from dataclasses import dataclass

from wms.people.models import ROLES
from wms.text import T, Text


@dataclass(frozen=True, slots=True)
class Entry:
    """A page in the menu; `endpoint` is Flask's name of its view."""

    endpoint: str
    words: Text
    role: str = "supervisor"


@dataclass(frozen=True, slots=True)
class Group:
    words: Text
    entries: tuple[Entry, ...]


GROUPS: tuple[Group, ...] = (
    Group(
        T("Today"),
        (
            Entry("office.home", T("Overview"), "worker"),
            Entry("office.all_exceptions", T("Exceptions"), "worker"),
            Entry("office_orders.listed", T("Orders"), "worker"),
            Entry("office_waves.listed", T("Waves"), "worker"),
        ),
    ),
    Group(
        T("Goods"),
        (
            Entry("office_stock.listed", T("Stock"), "worker"),
            Entry("office_places.listed", T("Locations"), "worker"),
            Entry("office_stock.held", T("Holds"), "worker"),
            Entry("office_places.counts", T("Counts"), "worker"),
        ),
    ),
    Group(
        T("In and out"),
        (
            Entry("office_receipts.listed", T("Receipts"), "worker"),
            Entry("office_returns.listed", T("Returns"), "worker"),
            Entry("office_shipping.listed", T("Shipping"), "worker"),
        ),
    ),
    Group(
        T("Look into"),
        (
            Entry("office_map.show", T("Map"), "worker"),
            Entry("office_trace.show", T("Trace"), "worker"),
            Entry("office_figures.show", T("Figures"), "worker"),
        ),
    ),
    Group(
        T("The house"),
        (
            Entry("office_people.listed", T("People")),
            Entry("office_stations.listed", T("Stations")),
            Entry("office_labels.asked", T("Labels")),
            Entry("office_exchange.imports", T("Imports")),
            Entry("office_keys.listed", T("API keys"), "admin"),
            Entry("office_webhooks.listed", T("Webhooks"), "admin"),
            Entry("office_settings.shown", T("Settings"), "admin"),
        ),
    ),
)


def is_enough(role: str, least: str) -> bool:
    """Tell whether a role may do what `least` may: each may do what those before it may."""
    return role in ROLES and ROLES.index(role) >= ROLES.index(least)


def menu(role: str, known: frozenset[str]) -> list[Group]:
    """Return the groups that somebody may open, without the pages that they may not."""
    shown = []
    for group in GROUPS:
        entries = tuple(e for e in group.entries if e.endpoint in known and is_enough(role, e.role))
        if entries:
            shown.append(Group(group.words, entries))
    return shown
