"""The web application on a world, built once a process: building costs more than most tests."""

from __future__ import annotations

from functools import cache

from flask import Flask

from tests.world import World
from wms import app


@cache
def _built() -> Flask:
    return app.built()


def application(world: World) -> Flask:
    """Return the application as it serves a world now; it serves one at a time."""
    return app.move_in(_built(), world.db, world.config, lambda: world.at)
