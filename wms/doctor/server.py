"""The server as people reach it: through its proxy, by its name, over TLS."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from wms.doctor.check import Check, fault, ok, warning

SECONDS = 5
SKEW_SECONDS = 5


def reached(url: str) -> Iterator[Check]:
    """Ask `/ready` at an address: is it well, does it know that it is reached over TLS, and do the
    clocks agree?"""
    try:
        with urlopen(url.rstrip("/") + "/ready", timeout=SECONDS) as answer:
            told = json.loads(answer.read())
            date = answer.headers.get("Date", "")
    except HTTPError as error:
        yield fault("server", f"{url} answers {error.code}", "Read the log of wms serve")
        return
    except (URLError, OSError, ValueError) as error:
        remedy = "Start it: wms serve; then look at the proxy and its certificate"
        yield fault("server", f"{url} cannot be reached: {error}", remedy)
        return
    yield ok("server", f"{url} is ready")
    yield _proxy(url.partition(":")[0].lower(), str(told.get("scheme", "")))
    if date:
        skew = abs((parsedate_to_datetime(date) - datetime.now(UTC)).total_seconds())
        words = f"{skew:.0f} s between this machine and the server"
        late = skew > SKEW_SECONDS
        yield warning("server clock", words, "Run chrony") if late else ok("server clock", words)


def _proxy(asked: str, seen: str) -> Check:
    if asked == seen:
        return ok("proxy", f"the server knows that it is reached over {asked}")
    words = f"it is reached over {asked}, and takes it for {seen}: no cookie would be secure"
    remedy = "Name the proxy in [web] trusted_proxies, and let it send X-Forwarded-Proto"
    return fault("proxy", words, remedy)
