"""Envelopes of X12: interchanges hold groups, groups hold transaction sets, each counts its own.

Counts and control numbers that are wrong are said and nothing more: about every second partner
has them wrong. A transaction set without its end is not whole, and so is not read.

Source: ASC X12.5, Interchange Control Structures; X12.22, segments ST, SE, GS, GE, ISA, IEA.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from wms.channels.edi.x12 import Segment, Tokenizer, X12Error

USAGES = ("P", "T")
"""ISA15: production or test."""


@dataclass(slots=True)
class TransactionSet:
    """`body` are the segments between ST and SE; `flags` say what its envelopes have wrong."""

    code: str
    control: str
    sender: str
    usage: str
    number: int
    body: list[Segment] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    is_whole: bool = False


@dataclass(slots=True)
class _Level:
    """An interchange or group that is open: its control number and what it holds."""

    control: str
    held: int = 0


class _Reader:
    def __init__(self) -> None:
        self.sets: list[TransactionSet] = []
        self._first = 0
        self._isa: Segment | None = None
        self._interchange: _Level | None = None
        self._group: _Level | None = None
        self._open: TransactionSet | None = None

    def take(self, segment: Segment) -> None:
        match segment.name:
            case "ISA":
                self._isa, self._interchange = segment, _Level(segment.at(13))
                self._first = len(self.sets)
            case "GS":
                self._group = _Level(segment.at(6))
                self._hold(self._interchange)
            case "ST":
                self._begin(segment)
            case "SE":
                self._end(segment)
            case "GE":
                self._close(segment, self._group, "GS06")
                self._group = None
            case "IEA":
                self._close(segment, self._interchange, "ISA13")
                self._interchange = None
            case "TA1":
                pass
            case _ if self._open is not None:
                self._open.body.append(segment)
            case _:
                raise X12Error(f"{segment.name} stands outside ST and SE", segment.number)

    def finish(self, oddities: Iterable[str]) -> None:
        """Say what was open when the text ended."""
        if self._interchange is not None:
            self._flag("IEA is missing: the interchange may be cut off")
        for words in oddities:
            self._flag(words)

    def _begin(self, segment: Segment) -> None:
        if self._isa is None or self._group is None:
            raise X12Error("ST stands outside GS and GE", segment.number)
        self._open = TransactionSet(
            segment.at(1),
            segment.at(2).strip(),
            self._isa.at(6).strip(),
            self._isa.at(15).strip(),
            segment.number,
        )
        self.sets.append(self._open)
        self._hold(self._group)

    def _end(self, segment: Segment) -> None:
        done, self._open = self._open, None
        if done is None:
            raise X12Error("SE ends nothing: no ST stands before it", segment.number)
        done.is_whole = True
        counted = len(done.body) + 2
        if segment.at(1).strip() != str(counted):
            words = f"SE01 says {segment.at(1) or 'nothing'}: there are {counted} segments"
            done.flags.append(words)
        if segment.at(2).strip() != done.control:
            done.flags.append(f"SE02 is {segment.at(2)!r}, ST02 is {done.control!r}")

    def _close(self, segment: Segment, level: _Level | None, of: str) -> None:
        if level is None:
            raise X12Error(f"{segment.name} ends nothing", segment.number)
        self._open = None
        said, control = segment.at(1).strip(), segment.at(2).strip()
        if said.lstrip("0") != str(level.held or ""):
            self._flag(f"{segment.name}01 says {said or 'nothing'}: there are {level.held}")
        if _number(control) != _number(level.control):
            self._flag(f"{segment.name}02 is {control!r}, {of} is {level.control!r}")

    def _hold(self, level: _Level | None) -> None:
        if level is not None:
            level.held += 1

    def _flag(self, words: str) -> None:
        """Flag all sets of the interchange."""
        for one in self.sets[self._first :]:
            one.flags.append(words)


def _number(control: str) -> str:
    return control.strip().lstrip("0")


def transaction_sets(text: str) -> Iterator[TransactionSet]:
    """Yield the transaction sets of a text, interchange by interchange.

    :raises X12Error: it is no X12 from some segment on; what was yielded before is good.
    """
    tokens, reader, told = Tokenizer(), _Reader(), 0
    for segment in _all(tokens, text):
        reader.take(segment)
        if segment.name == "IEA":
            reader.finish(tokens.oddities)
            yield from reader.sets[told:]
            told = len(reader.sets)
    reader.finish(tokens.oddities)
    yield from reader.sets[told:]


def _all(tokens: Tokenizer, text: str) -> Iterator[Segment]:
    yield from tokens.feed(text)
    yield from tokens.close()
