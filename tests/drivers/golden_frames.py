"""The shared golden frames; a clone without them skips the tests that need them."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest


def golden_frames(name: str) -> list[dict[str, Any]]:
    """Return the frames of `devices/<name>.json` under WMS_SHARED_DATA."""
    folder = os.environ.get("WMS_SHARED_DATA", "")
    path = Path(folder) / "devices" / f"{name}.json"
    if not folder or not path.is_file():
        pytest.skip(f"no {name}.json: set WMS_SHARED_DATA to the folder of the shared data")
    frames: list[dict[str, Any]] = json.loads(path.read_text())["frames"]
    return frames
