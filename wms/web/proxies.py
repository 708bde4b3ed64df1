"""Whom the server believes about where a request came from: the proxies that the site trusts.

Headers of anybody else that speak of other addresses, names or schemes are dropped, so that nobody
can pretend to come from elsewhere, or over TLS.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING

from werkzeug.middleware.proxy_fix import ProxyFix

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

FOR = "HTTP_X_FORWARDED_FOR"
FORWARDED = (
    FOR,
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PORT",
    "HTTP_X_FORWARDED_PREFIX",
    "HTTP_FORWARDED",
)
IS_DIRECT = "wms.is_direct"
"""In the environment of a request: no proxy says that it stands between."""


class Proxies:
    """Serve `app` as the trusted proxies say, whose addresses or networks `trusted` names."""

    def __init__(self, app: WSGIApplication, trusted: Sequence[str]) -> None:
        self.app = app
        self.networks = tuple(ip_network(name, strict=False) for name in trusted)
        self._behind = lru_cache(8)(lambda hops: ProxyFix(app, x_for=hops, x_proto=1, x_host=1))

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        environ[IS_DIRECT] = not any(name in environ for name in FORWARDED)
        if self._is_trusted(environ.get("REMOTE_ADDR", "")):
            hops = self._hops(environ.get(FOR, ""))
            return self._behind(hops)(environ, start_response)
        for name in FORWARDED:
            environ.pop(name, None)
        return self.app(environ, start_response)

    def _hops(self, forwarded: str) -> int:
        """Return how many of the last addresses are told by trusted proxies."""
        told = [part.strip() for part in forwarded.split(",")]
        hops = 1
        while hops < len(told) and self._is_trusted(told[-hops]):
            hops += 1
        return hops

    def _is_trusted(self, address: str) -> bool:
        try:
            found = ip_address(address)
        except ValueError:
            return False
        return any(found in network for network in self.networks)
