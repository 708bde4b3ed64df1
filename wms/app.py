"""The web application of a site: the API, the stations' endpoints, problems instead of errors."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from flask import Flask

from wms.clock import utc_now
from wms.db import Database
from wms.dialogues import registry
from wms.dialogues.home import SignIn
from wms.terminal.engine import Engine
from wms.web import limits, problems, requests
from wms.web.endpoints import ENDPOINTS
from wms.web.handheld.pages import handheld
from wms.web.office import live, pages
from wms.web.office.blueprints import OFFICE
from wms.web.operation import operation
from wms.web.proxies import Proxies
from wms.web.site import KEY, Site
from wms.web.streams import Streams

MAX_BODY_BYTES = 1024 * 1024

BLUEPRINTS = (*ENDPOINTS, operation, handheld, *OFFICE)


def create_app(
    db: Database, config: Mapping[str, Any], clock: Callable[[], datetime] = utc_now
) -> Flask:
    """Return the WSGI application that serves `db` by the site's settings `config`."""
    return move_in(built(), db, config, clock)


def built() -> Flask:
    """Return the application before a site has moved in: all routes and pages, which take a while
    to compile."""
    registry.load()
    app = Flask(
        "wms",
        static_folder="web/static",
        static_url_path="/static",
        template_folder="web/templates",
    )
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY_BYTES
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.url_map.merge_slashes = False  # a reference may hold two slashes
    requests.register(app)
    limits.register(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    pages.register(app)
    problems.register(app, pages.problem)
    return app


def move_in(
    app: Flask, db: Database, config: Mapping[str, Any], clock: Callable[[], datetime] = utc_now
) -> Flask:
    """Let `app` serve a site from now on, as if it had served no other before."""
    streams = Streams(config["web"]["streams"])
    app.extensions[KEY] = Site(db, Engine(db, SignIn(), config), config, clock, streams)
    limits.begin(app, config)
    live.begin(app)
    plain = partial(Flask.wsgi_app, app)
    app.wsgi_app = Proxies(plain, config["web"]["trusted_proxies"])  # type: ignore[method-assign]
    return app
