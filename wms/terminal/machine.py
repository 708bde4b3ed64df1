"""Dialogues: one operator workflow each, written as states that answer inputs.

A state is a frozen dataclass of plain JSON values: its fields are all the dialogue remembers.
`screen()` is a pure function of it. The handlers' return annotations are the transition table;
`edges` reads it for diagrams and tests.
"""

from __future__ import annotations

import typing
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import Connection

from wms.errors import Refused
from wms.people.actor import Actor
from wms.terminal.wire import (
    COMMAND_PREFIX,
    Accepts,
    Input,
    Key,
    Scan,
    Tone,
    Typed,
    Weight,
)
from wms.text import T, Words


@dataclass(frozen=True, slots=True)
class Person:
    """Who is signed in; `id` 0 means nobody."""

    id: int = 0
    name: str = ""
    role: str = ""
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Post:
    """The station where the person works."""

    id: int
    code: str
    kind: str
    warehouse_id: int


@dataclass(slots=True)
class Work:
    """What a handler may use: the open transaction, who works where, and when.

    `person` may be set by a handler to change who works here. `config` is the site's settings.
    `then` names the dialogue that work goes back to when a task is finished; it is kept with the
    state, whatever states the task leads through.
    """

    conn: Connection
    person: Person
    station: Post
    at: datetime
    config: Mapping[str, Any]
    event_id: str | None = None
    documents: list[int] = field(default_factory=list)
    then: str = ""

    @property
    def actor(self) -> Actor:
        return Actor(self.person.id or None, self.station.id, self.event_id)


@dataclass(frozen=True, slots=True)
class View:
    """A screen before it is translated and numbered; see `wire.Screen` for the fields."""

    title: Words
    prompt: Words
    lines: tuple[tuple[Words, Words], ...] = ()
    keys: tuple[str, ...] = ()
    accepts: tuple[Accepts, ...] = (Accepts.SCAN,)
    expects: str = ""
    progress: tuple[int, int] | None = None
    picture: str = ""
    message: Words = ""
    tone: Tone = Tone.NEUTRAL
    counts_repeats: bool = False
    secret: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """What a handler wants said beside the next screen: `return Next().say(T("Stored"))`."""

    words: Words
    tone: Tone = Tone.DONE


class State:
    """One screen and its reactions. What a state does not take is refused with a remedy.

    `state_name` is how it is stored: `dialogue.State`, unique over all dialogues.
    """

    state_name: ClassVar[str] = ""
    registry: ClassVar[dict[str, type[State]]] = {}

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if cls.__name__.startswith("_"):
            return
        cls.state_name = f"{cls.__module__.rpartition('.')[2]}.{cls.__name__}"
        State.registry[cls.state_name] = cls

    def screen(self) -> View:
        raise NotImplementedError

    def confirms(self) -> bool:
        """Tell whether the next input confirms something: then it must have been made on this very
        screen, not before it was seen."""
        return False

    def on_scan(self, scan: Scan, work: Work) -> State | tuple[State, Said]:
        raise _not_here(T("a scan"), self)

    def on_weight(self, weight: Weight, work: Work) -> State | tuple[State, Said]:
        raise _not_here(T("a weight"), self)

    def on_key(self, key: Key, work: Work) -> State | tuple[State, Said]:
        raise _not_here(key.name, self)

    def on_text(self, typed: Typed, work: Work) -> State | tuple[State, Said]:
        raise _not_here(T("typed text"), self)


THEN = "then"
"""Where `Work.then` stands in a terminal's row; no state has a field of this name."""

Reply = State | tuple[State, Said]
SHORT_NUMBER = 6
"""Digits that are a quantity or a date where one is asked, and no barcode."""
Handler = Callable[[Any, Work], Reply]


def _not_here(what: Words, state: State) -> Refused:
    words = T("This screen does not take {what}", what=what)
    return Refused("terminal.not_here", words, state.screen().prompt)


def react(state: State, given: Input, work: Work) -> tuple[State, Said | None]:
    """Return the state that follows `state` when the person gives `given`, and what is said.

    A command barcode is the key it names: `%SKIP` is SKIP, `%QTY 5` is QTY with value 5.
    """
    match given:
        case Scan(text) if text.startswith(COMMAND_PREFIX) and not _is_token(text):
            reply = state.on_key(command(text), work)
        case Scan():
            reply = state.on_scan(given, work)
        case Weight():
            reply = state.on_weight(given, work)
        case Key():
            reply = state.on_key(given, work)
        case Typed():
            reply = _typed(state, given, work)
    return reply if isinstance(reply, tuple) else (reply, None)


def _typed(state: State, typed: Typed, work: Work) -> Reply:
    """Answer typed text; where a scan is taken too it may be one that was keyed in by hand, or by a
    scanner that types."""
    if Accepts.SCAN not in state.screen().accepts:
        return state.on_text(typed, work)
    nested = work.conn.begin_nested()
    try:
        reply = state.on_text(typed, work)
    except Refused as refusal:
        nested.rollback()
        if typed.text.isdecimal() and len(typed.text) <= SHORT_NUMBER:
            raise
        try:
            return state.on_scan(Scan(typed.text), work)
        except Refused as other:
            raise (refusal if other.code == "scan.unknown" else other) from None
    nested.commit()
    return reply


def known(key: Key, state: State) -> Key:
    """Return `key` if the screen shows it.

    :raises Refused: it does not; the screen's prompt is the remedy.
    """
    view = state.screen()
    if key.name not in view.keys:
        words = T("{key} does nothing here", key=key.name[:12])
        raise Refused("terminal.not_here", words, view.prompt)
    return key


def command(text: str) -> Key:
    """Return the key that a command barcode stands for; a number at its end is the value."""
    whole = text.removeprefix(COMMAND_PREFIX).strip()
    name, _, value = whole.rpartition(" ")
    if name and value.isdecimal():
        return Key(name.strip().upper(), value)
    return Key(whole.upper())


def _is_token(text: str) -> bool:
    """Badges (`%B:…`) and stations (`%S:…`) are scans, not keys."""
    return text[1:3] in ("B:", "S:")


def dump(state: State, then: str = "") -> dict[str, Any]:
    """Return `state` as plain data for the terminal's row, with where the work goes on after it."""
    return {
        "state": state.state_name,
        **asdict(typing.cast(Any, state)),
        **({THEN: then} if then else {}),
    }


def load(row: Mapping[str, Any], start: State) -> State:
    """Return the dumped state, or `start` when this release no longer knows it."""
    known = State.registry.get(str(row.get("state")))
    if known is None:
        return start
    given = {name: _frozen(value) for name, value in row.items() if name not in ("state", THEN)}
    try:
        return known(**given)
    except TypeError:
        return start


def _frozen(value: Any) -> Any:
    """JSON has no tuples: lists become tuples again."""
    return tuple(_frozen(v) for v in value) if isinstance(value, list) else value


def edges(start: type[State]) -> set[tuple[str, str, str]]:
    """Return (state, input, next state) for all that is reachable from `start`."""
    found: set[tuple[str, str, str]] = set()
    todo, seen = [start], {start}
    while todo:
        state = todo.pop()
        for handler in ("on_scan", "on_weight", "on_key", "on_text"):
            if handler not in vars(state):
                continue
            for target in targets(getattr(state, handler)):
                step = handler.removeprefix("on_")
                found.add((state.state_name, step, target.state_name))
                if target not in seen:
                    seen.add(target)
                    todo.append(target)
    return found


def targets(handler: Callable[..., Any]) -> set[type[State]]:
    """Return the states that a handler may lead to, by its return annotation."""
    found: set[type[State]] = set()
    todo: list[Any] = [typing.get_type_hints(handler)["return"]]
    while todo:
        hint = todo.pop()
        if isinstance(hint, type) and issubclass(hint, State):
            found.add(hint)
        else:
            todo.extend(typing.get_args(hint))
    return found


def with_message(view: View, said: Said | None) -> View:
    """Return `view` with what is said, if anything is."""
    return view if said is None else replace(view, message=said.words, tone=said.tone)
