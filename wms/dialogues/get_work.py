"""Get work: the best next task of any kind, one screen each; a finished task leads to the next.

What fits may be scanned at once, DONE accepts, SKIP passes to the next best. `finished` is how a
dialogue comes back here: it does where the task was begun here, and only then.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from wms.dialogues import home, identify
from wms.dialogues.home import Menu, entry, menu
from wms.dialogues.offers import Offer, Ranked, ranked
from wms.layout import queries as layout
from wms.layout.queries import LocationRow
from wms.people import rights, rules
from wms.terminal import trail
from wms.terminal.machine import Said, State, View, Work, known
from wms.terminal.wire import Key, Scan, Tone
from wms.text import T, Words

KEY = "WORK"
TITLE = T("WORK")
MM_PER_METRE = 1000


@entry(KEY, T("Get work"))
def begin(work: Work) -> Offered:
    """Offer the best task from where the worker was last seen."""
    return _offered(work, _seen(work))


def finished(work: Work, place: str) -> Offered | None:
    """Return the next offer for somebody who has just finished a task at `place`; None when the
    task was not begun here."""
    return _offered(work, layout.by_code(work.conn, place)) if work.then == KEY else None


def best(work: Work, key: str) -> Offer | None:
    """Return the best offer of one dialogue: for a team that may not go everywhere."""
    found = _ranked(work, _seen(work))
    return next((one.offer for one in found if one.key == key), None)


def is_narrow(work: Work, key: str) -> bool:
    """Tell whether the worker's teams close some zones for a kind of work."""
    return rights.of(work.conn, work.person.id).are_narrow(key)


@dataclass(frozen=True)
class Offered(Menu):
    """One task by its dialogue's `key` and number, `metres` away (-1: unknown); without a key
    nothing waits. `skipped` were passed on."""

    key: str = ""
    task_id: int = 0
    place: str = ""
    scan: str = ""
    count: int = 0
    metres: int = -1
    near: str = ""
    skipped: tuple[str, ...] = ()

    def screen(self) -> View:
        if not self.key:
            again = T("Scan WORK to look again")
            nothing = (("", T("No work waits now")),)
            return View(TITLE, again, lines=nothing, keys=(KEY, "BACK"))
        return View(
            TITLE,
            T("Scan {code}, or DONE", code=self.scan) if self.scan else T("DONE to begin"),
            lines=tuple(self._facts()),
            keys=("SKIP", "DONE", "BACK"),
            expects=self.scan,
        )

    def _facts(self) -> Iterator[tuple[Words, Words]]:
        yield "", home.ENTRIES[self.key].caption
        if self.place:
            yield T("Go to"), self.place
        if self.metres >= 0:
            yield T("Away"), T("{n} m", n=self.metres)
        if self.count:
            yield T("How many"), str(self.count)

    def on_scan(self, scan: Scan, work: Work) -> State | tuple[State, Said]:
        """Begin with what was scanned; another person's badge hands the station over."""
        if identify.is_badge(scan):
            return super().on_scan(scan, work)
        if not self.key:
            identify.badge(work, scan, wanted=self.screen().prompt)
        reply = self._begun(work)
        state = reply[0] if isinstance(reply, tuple) else reply
        return reply if isinstance(state, Offered) else state.on_scan(scan, work)

    def on_key(self, key: Key, work: Work) -> State | tuple[State, Said]:
        if key.name == "BACK":
            return menu(work)
        if key.name in home.ENTRIES and (key.name != KEY or not self.key):
            return super().on_key(key, work)
        if key.name != KEY:
            known(key, self)
        return self._next(work) if key.name == "SKIP" else self._begun(work)

    def _begun(self, work: Work) -> State | tuple[State, Said]:
        for one in _ranked(work, _place(work, self.near)):
            if (one.key, one.offer.id) == (self.key, self.task_id):
                reply = one.offer.begin(work)
                if reply is not None:
                    work.then = KEY
                    return reply
        gone = Said(T("Somebody else has taken it"), Tone.ATTENTION)
        return _offered(work, _place(work, self.near), self.skipped), gone

    def _next(self, work: Work) -> Offered | tuple[Offered, Said]:
        here = _place(work, self.near)
        following = _offered(work, here, (*self.skipped, f"{self.key}:{self.task_id}"))
        if following.key:
            return following
        return _offered(work, here), Said(T("There is no other work"), Tone.ATTENTION)


def _offered(work: Work, here: LocationRow | None, skipped: tuple[str, ...] = ()) -> Offered:
    work.then = KEY
    near = here.code if here else ""
    bare = Offered(work.person.name, kind=work.station.kind, near=near, skipped=skipped)
    found = next((one for one in _ranked(work, here) if one.name not in skipped), None)
    if found is None:
        return bare
    return replace(
        bare,
        key=found.key,
        task_id=found.offer.id,
        place=found.offer.place.code if found.offer.place else "",
        scan=found.offer.scan,
        count=found.offer.count,
        metres=-(-found.distance_mm // MM_PER_METRE) if found.distance_mm >= 0 else -1,
    )


def _ranked(work: Work, here: LocationRow | None) -> list[Ranked]:
    """Return all that this worker's role and teams, and this kind of station, may do."""
    allowed = rights.of(work.conn, work.person.id)
    on_menu = {key for keys in home.MENUS.values() for key in keys}
    own = home.MENUS.get(work.station.kind, ())
    found = [
        (known.key, offer)
        for known in home.ENTRIES.values()
        if known.offers is not None
        and (known.key in own or known.key not in on_menu)
        and rules.may(work.person.role, known.key)
        and allowed.allow_kind(known.key)
        for offer in known.offers(work)
        if allowed.allow(known.key, offer.zones)
    ]
    return ranked(found, here, near_mm=work.config["work"]["near_metres"] * MM_PER_METRE)


def _seen(work: Work) -> LocationRow | None:
    """Return the place that was scanned last at this station."""
    scanned = trail.scans(work.conn, work.station.id, work.person.id)
    places = layout.by_codes(work.conn, scanned)
    return next((places[text] for text in scanned if text in places), None)


def _place(work: Work, code: str) -> LocationRow | None:
    return layout.by_code(work.conn, code) if code else None
