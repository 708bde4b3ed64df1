"""Who works in the demo, where, with which devices. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from wms.demo.plan import Crew

PEOPLE = (
    ("anna", "Anna Nowak"),
    ("joao", "João Araújo"),
    ("volha", "Вольга Кавалёва"),
    ("piotr", "Piotr Żak"),
    ("ines", "Inês Conceição"),
    ("tomasz", "Tomasz Wróbel"),
    ("alena", "Алена Лукашэвіч"),
    ("bruno", "Bruno Galvão"),
    ("kasia", "Kasia Błaszczyk"),
    ("rui", "Rui Simões"),
    ("marta", "Marta Szymańska"),
    ("pavel", "Павел Кісель"),
)
BENCH = ("scanner", "scale", "printer", "documents")


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many people do what; without counters the pickers count and replenish."""

    receivers: int = 2
    pickers: int = 4
    counters: int = 1
    checkers: int = 1
    packers: int = 2


def crew(sizes: Sizes) -> tuple[Crew, ...]:
    """Return a station with a worker for each place in the crew.

    While goods come in, whoever walks puts away, counters fill faces too, and the packers help to
    receive.
    """
    return tuple(
        Crew(code, kind, *_person(n), flows, devices)
        for n, (code, kind, flows, devices) in enumerate(_posts(sizes))
    )


Post = tuple[str, str, tuple[str, ...], tuple[str, ...]]


def _posts(sizes: Sizes) -> Iterator[Post]:
    fills = ("COUNT", "REPLENISH")
    picks = ("PUTAWAY", "PICK", *(() if sizes.counters else fills))
    for n in range(1, sizes.receivers + 1):
        yield f"RECV-{n}", "bench", ("RECEIVE",), ("scanner", "printer")
    for n in range(1, sizes.pickers + 1):
        yield f"HAND-{n}", "handheld", picks, ("scanner",)
    for n in range(1, sizes.counters + 1):
        yield f"COUNT-{n}", "handheld", ("PUTAWAY", *fills), ("scanner",)
    for n in range(1, sizes.checkers + 1):
        yield f"QC-{n}", "bench", ("QC",), ("scanner",)
    for n in range(1, sizes.packers + 1):
        yield f"PACK-{n}", "bench", ("RECEIVE", "PACK"), BENCH


def _person(number: int) -> tuple[str, str]:
    """Return login and name of the person `number`; a large crew has namesakes."""
    again, which = divmod(number, len(PEOPLE))
    login, name = PEOPLE[which]
    return (login, name) if not again else (f"{login}{again + 1}", f"{name} {again + 1}")
