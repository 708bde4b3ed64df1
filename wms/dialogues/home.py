"""Sign in and the menu: where every station begins and every dialogue ends.

Dialogues register themselves with `entry`. The menu offers those of the station's kind; the
others are begun all the same by their key or command barcode.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from wms.dialogues import identify
from wms.dialogues.offers import Offers
from wms.errors import Refused
from wms.people import pins, rights
from wms.people.rules import SUPERVISORS, Rights
from wms.terminal import session
from wms.terminal.machine import Person, Reply, Said, State, View, Work, known
from wms.terminal.wire import Accepts, Key, Scan, Tone, Typed
from wms.text import T, Text

PIN_ROLES = SUPERVISORS
MENUS = {
    "handheld": (
        *("WORK", "PUTAWAY", "PICK", "COUNT", "REPLENISH", "WHAT"),
        *("MOVE", "HOLDS", "SORT", "LOAD"),
    ),
    "bench": (
        *("RECEIVE", "PUTAWAY", "QC", "PACK", "RETURN", "WHAT"),
        *("HOLDS", "SORT", "LOAD"),
    ),
}
"""What the menu of a kind of station offers, in its order."""
MOST_ENTRIES = 7
"""More no hand can press: a longer menu has pages, and MORE in the last place turns them."""
MORE = "MORE"
FOR_ALL = ("WORK", "WHAT")
"""What everybody may do, whatever their teams are limited to."""

Begin = Callable[[Work], Reply]
F = TypeVar("F", bound=Begin)
Counter = Callable[[Work], int]
Test = Callable[[Work], bool]


@dataclass(frozen=True, slots=True)
class Entry:
    """A dialogue in the menu: its key, its name, how it begins, how much work waits there, and
    which tasks of it may be offered to whoever asks for any work; and whether this warehouse has
    what it is for."""

    key: str
    caption: Text
    begin: Begin
    waiting: Counter | None
    offers: Offers | None = None
    here: Test | None = None


ENTRIES: dict[str, Entry] = {}


def entry(
    key: str,
    caption: Text,
    waiting: Counter | None = None,
    offers: Offers | None = None,
    here: Test | None = None,
) -> Callable[[F], F]:
    """Register how a dialogue begins under `key`; `waiting` counts its open work, `offers` names
    the tasks that `WORK` may offer. One with offers need not be on a menu: WORK leads there. `here`
    tells whether a warehouse has what it is for: else the menu does not offer it."""

    def register(begin: F) -> F:
        ENTRIES[key] = Entry(key, caption, begin, waiting, offers, here)
        return begin

    return register


def offered(kind: str) -> tuple[Entry, ...]:
    """Return what the menu of a kind of station offers."""
    return tuple(ENTRIES[key] for key in MENUS.get(kind, MENUS["handheld"]) if key in ENTRIES)


def pages(kind: str, barred: tuple[str, ...] = ()) -> list[tuple[Entry, ...]]:
    """Return what a menu offers page by page, without what is `barred`."""
    shown = tuple(e for e in offered(kind) if e.key not in barred)
    size = MOST_ENTRIES if len(shown) <= MOST_ENTRIES else MOST_ENTRIES - 1
    return [shown[i : i + size] for i in range(0, len(shown), size)] or [()]


def menu(work: Work) -> Menu:
    """Return the station's menu with what waits in each dialogue now; of what the person's teams
    do not do, nothing is shown."""
    work.then = ""
    kind = work.station.kind
    allowed = rights.of(work.conn, work.person.id)
    barred = tuple(
        e.key
        for e in offered(kind)
        if not _is_allowed(allowed, e.key) or not (e.here is None or e.here(work))
    )
    shown = [e for e in offered(kind) if e.key not in barred]
    counts = tuple((e.key, e.waiting(work) if e.waiting else -1) for e in shown)
    return Menu(work.person.name, counts, kind, barred)


def _is_allowed(allowed: Rights, key: str) -> bool:
    return key in FOR_ALL or allowed.allow_kind(key)


@dataclass(frozen=True)
class SignIn(State):
    def screen(self) -> View:
        return View(T("SIGN IN"), T("Scan your badge"))

    def on_scan(self, scan: Scan, work: Work) -> Menu | AskPin:
        return _signed_in(scan, work)


@dataclass(frozen=True)
class AskPin(State):
    """A role that may override others proves itself with a PIN."""

    person_id: int
    person: str
    role: str
    language: str

    def screen(self) -> View:
        return View(
            T("SIGN IN"),
            T("Enter your PIN"),
            lines=((T("Name"), self.person),),
            keys=("BACK",),
            accepts=(Accepts.TEXT,),
            secret=True,
        )

    def on_text(self, typed: Typed, work: Work) -> Menu | tuple[AskPin, Said]:
        refusal = pins.check(work.conn, self.person_id, typed.text, at=work.at)
        if refusal is not None:
            return self, Said(refusal, Tone.REFUSED)
        person = Person(self.person_id, self.person, self.role, self.language)
        session.sign_in(work, person, SignIn())
        return menu(work)

    def on_key(self, key: Key, work: Work) -> SignIn:
        known(key, self)
        return SignIn()


@dataclass(frozen=True)
class Menu(State):
    """Open work by dialogue; a key or a command barcode begins one, shown here or not."""

    person: str
    counts: tuple[tuple[str, int], ...] = ()
    kind: str = "handheld"
    barred: tuple[str, ...] = ()
    page: int = 0

    def screen(self) -> View:
        counts, all_pages = dict(self.counts), pages(self.kind, self.barred)
        shown = [(e, counts.get(e.key, -1)) for e in all_pages[self.page % len(all_pages)]]
        more = (MORE,) if len(all_pages) > 1 else ()
        return View(
            T("MENU"),
            T("Choose your work"),
            lines=tuple((e.caption, str(n)) for e, n in shown if n >= 0),
            keys=(*(e.key for e, _ in shown), *more, "BACK"),
            message=self.person,
        )

    def on_key(self, key: Key, work: Work) -> State | tuple[State, Said]:
        if key.name in ENTRIES:
            return _begun(key.name, work)
        known(key, self)  # only MORE and BACK are left
        if key.name == MORE:
            return replace(self, page=(self.page + 1) % len(pages(self.kind, self.barred)))
        if self.page:
            return replace(self, page=self.page - 1)
        session.sign_out(work)
        return SignIn()

    def on_scan(self, scan: Scan, work: Work) -> State | tuple[State, Said]:
        """Another person's badge hands the station over."""
        return _signed_in(scan, work)


def _begun(key: str, work: Work) -> Reply:
    """Begin a dialogue, if the person's teams do such work.

    :raises Refused: they do not.
    """
    if not _is_allowed(rights.of(work.conn, work.person.id), key):
        words = T("{key} is not your team's work", key=key)
        raise Refused("team.work", words, T("Choose your work"))
    work.then = ""
    return ENTRIES[key].begin(work)


def _signed_in(scan: Scan, work: Work) -> Menu | AskPin:
    found = identify.badge(work, scan, wanted=T("Scan your badge"))
    if found.role in PIN_ROLES:
        return AskPin(found.id, found.name, found.role, found.language)
    session.sign_in(work, Person(found.id, found.name, found.role, found.language), SignIn())
    return menu(work)
