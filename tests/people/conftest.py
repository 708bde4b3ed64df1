from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from people_stage import Stage


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Callable[..., Stage]]:
    """Make stages; their notebooks are closed in the end."""
    made: list[Stage] = []

    def make(**mishaps: Any) -> Stage:
        made.append(Stage(tmp_path, **mishaps))
        return made[-1]

    yield make
    for one in made:
        one.floor.notes.close()
