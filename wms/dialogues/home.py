"""Sign in and the menu: where every station begins and every dialogue ends.

Dialogues register themselves with `entry`. The menu offers those of the station's kind; the
others are begun all the same by their key or command barcode.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from wms.dialogues import identify
from wms.people import pins
from wms.terminal import session
from wms.terminal.machine import Person, Reply, Said, State, View, Work, known
from wms.terminal.wire import Accepts, Key, Scan, Tone, Typed
from wms.text import T, Text

PIN_ROLES = ("supervisor", "admin")
MENUS = {
    "handheld": ("PUTAWAY", "PICK", "COUNT", "MOVE", "HOLDS", "WHAT", "LOAD"),
    "bench": ("RECEIVE", "PUTAWAY", "QC", "PACK", "HOLDS", "WHAT", "RETURN"),
}
"""What the menu of a kind of station offers, in its order; more than seven no hand can press."""
Begin = Callable[[Work], Reply]
F = TypeVar("F", bound=Begin)
Counter = Callable[[Work], int]


@dataclass(frozen=True, slots=True)
class Entry:
    """A dialogue in the menu: its key, its name, how it begins, how much work waits there."""

    key: str
    caption: Text
    begin: Begin
    waiting: Counter | None


ENTRIES: dict[str, Entry] = {}


def entry(key: str, caption: Text, waiting: Counter | None = None) -> Callable[[F], F]:
    """Register how a dialogue begins under `key`; `waiting` counts its open work."""

    def register(begin: F) -> F:
        ENTRIES[key] = Entry(key, caption, begin, waiting)
        return begin

    return register


def offered(kind: str) -> tuple[Entry, ...]:
    """Return what the menu of a kind of station offers."""
    return tuple(ENTRIES[key] for key in MENUS.get(kind, MENUS["handheld"]) if key in ENTRIES)


def menu(work: Work) -> Menu:
    """Return the station's menu with what waits in each dialogue now."""
    kind = work.station.kind
    counts = tuple((e.key, e.waiting(work) if e.waiting else -1) for e in offered(kind))
    return Menu(work.person.name, counts, kind)


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

    def screen(self) -> View:
        counts = dict(self.counts)
        known = [(e, counts.get(e.key, -1)) for e in offered(self.kind)]
        return View(
            T("MENU"),
            T("Choose your work"),
            lines=tuple((e.caption, str(n)) for e, n in known if n >= 0),
            keys=(*(e.key for e, _ in known), "BACK"),
            message=self.person,
        )

    def on_key(self, key: Key, work: Work) -> State | tuple[State, Said]:
        if key.name in ENTRIES:
            return ENTRIES[key.name].begin(work)
        known(key, self)  # only BACK is left
        session.sign_out(work)
        return SignIn()

    def on_scan(self, scan: Scan, work: Work) -> Menu | AskPin:
        """Another person's badge hands the station over."""
        return _signed_in(scan, work)


def _signed_in(scan: Scan, work: Work) -> Menu | AskPin:
    found = identify.badge(work, scan, wanted=T("Scan your badge"))
    if found.role in PIN_ROLES:
        return AskPin(found.id, found.name, found.role, found.language)
    session.sign_in(work, Person(found.id, found.name, found.role, found.language), SignIn())
    return menu(work)
