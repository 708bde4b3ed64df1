"""Dialogues hang together: every state can be reached, none is dead (`test_played`: BACK leads out
everywhere)."""

from __future__ import annotations

import inspect
import typing

import pytest

from wms.dialogues import home, registry
from wms.terminal.machine import THEN, State, edges, targets

registry.load()
OURS = {name: cls for name, cls in State.registry.items() if cls.__module__.startswith("wms.")}


def _reachable() -> set[str]:
    starts = {home.SignIn}
    for entry in home.ENTRIES.values():
        starts |= targets(entry.begin)
    found = {start.state_name for start in starts}
    for start in starts:
        found |= {target for _, _, target in edges(start)}
    return found


def test_every_state_can_be_reached() -> None:
    assert set(OURS) - _reachable() == set()


@pytest.mark.parametrize("name", sorted(OURS))
def test_no_state_is_dead(name: str) -> None:
    handlers = [h for h in ("on_scan", "on_weight", "on_key", "on_text") if _own(OURS[name], h)]
    assert handlers
    assert any(targets(getattr(OURS[name], h)) - {OURS[name]} for h in handlers)


def _own(cls: type[State], handler: str) -> bool:
    return any(handler in vars(base) for base in inspect.getmro(cls) if base is not State)


@pytest.mark.parametrize("name", sorted(OURS))
def test_a_state_remembers_plain_values_only(name: str) -> None:
    hints = typing.get_type_hints(OURS[name])
    for field in getattr(OURS[name], "__dataclass_fields__", {}):
        assert typing.get_origin(hints[field]) or hints[field] in (int, str, bool, tuple), field


def test_no_state_has_a_field_of_the_name_that_a_row_uses_besides() -> None:
    assert [name for name, cls in OURS.items() if THEN in cls.__dataclass_fields__] == []
