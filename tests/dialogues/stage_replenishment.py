"""Stage directions of pick faces.

= face MUG A-01 min=2 max=10     the item is picked from that bin
= work                           do all jobs that wait
= tasks?                         which faces are to be filled, from where, why, and who does it
"""

from __future__ import annotations

from tests import faces
from tests.dialogues.stage import Stage, direction


@direction("face")
def _face(stage: Stage, words: list[str], given: dict[str, str]) -> list[str]:
    faces.face(stage.world, words[0], words[1], int(given.get("min", 0)), int(given["max"]))
    return []


@direction("work")
def _work(stage: Stage, words: list[str], given: dict[str, str]) -> list[str]:
    faces.jobs(stage.world)
    return []


@direction("tasks?")
def _tasks(stage: Stage, words: list[str], given: dict[str, str]) -> list[str]:
    return faces.tasks(stage.world) or ["none"]
