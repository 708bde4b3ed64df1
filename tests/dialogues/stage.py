"""What transcript lines mean: stage directions and inputs, on a `World`."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from tests.world import Desk, World
from wms.stock.models import Lpn
from wms.terminal.wire import Screen

Direction = Callable[["Stage", list[str], dict[str, str]], list[str]]
DIRECTIONS: dict[str, Direction] = {}


def direction(name: str) -> Callable[[Direction], Direction]:
    """Register a stage direction; areas add theirs in `tests/dialogues/stage_*.py`."""

    def register(function: Direction) -> Direction:
        DIRECTIONS[name] = function
        return function

    return register


class Stage:
    """A world, its stations by name, and the one that is spoken at.

    `language` is that of the workers whose stage line names none.
    """

    def __init__(self, world: World, language: str = "en") -> None:
        self.world = world
        self.language = language
        self.desks: dict[str, Desk] = {}
        self.desk: Desk | None = None

    def set(self, line: str) -> list[str]:
        name, *rest = line.split()
        words = [word for word in rest if "=" not in word]
        given = dict(word.split("=", 1) for word in rest if "=" in word)
        return DIRECTIONS[name](self, words, given)

    def do(self, line: str) -> Screen:
        assert self.desk is not None, "no station on the stage"
        verb, _, rest = line.partition(" ")
        rest = re.sub(r"\{(\w+)\}", lambda m: self.learnt(m[1]), rest)
        match verb:
            case "scan":
                text, _, symbology = rest.partition(" ]")
                return self.desk.scan(
                    text.replace("<GS>", "\x1d"), f"]{symbology}" if symbology else ""
                )
            case "badge":
                return self.desk.scan(self.world.badges[rest])
            case "key":
                name, _, value = rest.partition("=")
                return self.desk.key(name, value)
            case "weigh":
                return self.desk.weigh(int(rest))
            case "type":
                return self.desk.type(rest)
        raise AssertionError(f"{verb} is no input")

    def learnt(self, name: str) -> str:
        """Return the code of the n-th LPN or parcel that was made: `lpn1`, `parcel2`."""
        kind, number = re.fullmatch(r"([a-z]+)(\d+)", name).groups()  # type: ignore[union-attr]
        asked = select(Lpn.code).where(Lpn.kind == kind).order_by(Lpn.id)
        with self.world.db.read() as conn:
            return str(conn.execute(asked).scalars().all()[int(number) - 1])


def _numbers(given: dict[str, str]) -> dict[str, Any]:
    return {
        k: int(v) if v.isdigit() and k != "gtin" else v == "yes" if v in ("yes", "no") else v
        for k, v in given.items()
    }


@direction("bins")
def _bins(stage: Stage, words: list[str], given: dict[str, str]) -> list[str]:
    stage.world.bins(*words, **_numbers(given))
    return []


@direction("totes")
def _totes(stage: Stage, words: list[str], given: dict[str, str]) -> list[str]:
    stage.world.totes(*words)
    return []


@direction("item")
def _item(stage: Stage, words: list[str], given: dict[str, str]) -> list[str]:
    plain = _numbers(given)
    if "size_mm" in given:
        plain["size_mm"] = tuple(int(part) for part in given["size_mm"].split("x"))
    if "pack" in given:
        code, pieces = given["pack"].split(":")
        plain["pack"] = (code, int(pieces))
    stage.world.item(words[0], **plain)
    return []


@direction("stock")
def _stock(stage: Stage, words: list[str], given: dict[str, str]) -> list[str]:
    stage.world.stock(words[0], int(words[1]), **given)  # type: ignore[arg-type]
    return []


@direction("stock?")
def _on_hand(stage: Stage, words: list[str], given: dict[str, str]) -> list[str]:
    found = stage.world.on_hand(words[0])
    return [", ".join(f"{place} {n}" for place, n in sorted(found.items())) or "nothing"]


@direction("worker")
def _worker(stage: Stage, words: list[str], given: dict[str, str]) -> list[str]:
    stage.world.worker(words[0], **{"language": stage.language} | given)
    return []


@direction("station")
def _station(stage: Stage, words: list[str], given: dict[str, str]) -> list[str]:
    worker = given.get("worker", "")
    if worker and worker not in stage.world.badges:
        stage.world.worker(worker, language=given.get("language", stage.language))
    desk = stage.world.station(words[0], *words[1:], worker=worker)
    stage.desks[words[0]] = stage.desk = desk
    return []


@direction("use")
def _use(stage: Stage, words: list[str], given: dict[str, str]) -> list[str]:
    stage.desk = stage.desks[words[0]]
    return []
