"""Load every dialogue, so that the menu knows them and stored states find their classes."""

from __future__ import annotations

import importlib
import pkgutil

from wms import dialogues


def load() -> None:
    """Import all modules of `wms.dialogues` in a fixed order: that of the menu."""
    names = sorted(module.name for module in pkgutil.iter_modules(dialogues.__path__))
    for name in sorted(names, key=_menu_order):
        importlib.import_module(f"wms.dialogues.{name}")


_ORDER = (
    *("home", "get_work", "receive", "putaway", "pick", "replenish", "sort", "qc", "count"),
    *("pack", "load", "returns", "move", "holds", "what"),
)


def _menu_order(name: str) -> int:
    return _ORDER.index(name) if name in _ORDER else len(_ORDER)
