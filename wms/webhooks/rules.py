"""What is decided about webhooks: signatures, addresses, how long to wait. Pure.

Source: Standard Webhooks specification 1.0 (headers, signature scheme, operational advice).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import ipaddress
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from wms.errors import Refused
from wms.gs1.digits import shown
from wms.text import T, Text

PREFIX = "whsec_"
SECRET_BYTES = 32
MAX_URL = 2000
DEAD_IN_A_ROW = 3
"""So many letters that die one after the other stop their webhook: its receiver is away."""

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, slots=True)
class Limits:
    """A site's settings of `[webhooks]`."""

    allow_private: bool
    connect_seconds: int
    total_seconds: int
    attempts: int
    first_retry_seconds: int
    longest_retry_seconds: int
    old_secret_hours: int

    @property
    def lease(self) -> timedelta:
        """So long nobody else sends: looking an address up may take as long as all the rest."""
        return timedelta(seconds=2 * self.total_seconds + self.connect_seconds + 5)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one delivery: the answer's status, 0 without one, and what was wrong."""

    status: int
    error: str = ""

    @property
    def is_taken(self) -> bool:
        return 200 <= self.status < 300

    @property
    def is_gone(self) -> bool:
        return self.status == 410


def limits(config: Mapping[str, Any]) -> Limits:
    """Return the settings of a site."""
    return Limits(**config["webhooks"])


def secret_of(key: bytes) -> str:
    """Return a signing key as it is shown."""
    return PREFIX + base64.b64encode(key).decode("ascii")


def signed(secrets: Sequence[str], message_id: str, timestamp: int, body: bytes) -> dict[str, str]:
    """Return the headers of a message, signed with each of `secrets`; `timestamp` in seconds."""
    content = b".".join((message_id.encode(), str(timestamp).encode(), body))
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(_signature(secret, content) for secret in secrets),
    }


def _signature(secret: str, content: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    made = hmac.new(key, content, hashlib.sha256).digest()
    return "v1," + base64.b64encode(made).decode("ascii")


def checked_secret(text: str) -> str:
    """Return a secret that the receiver chose.

    :raises Refused: it is none of 24 to 64 bytes, in base64 after `whsec_`.
    """
    try:
        key = base64.b64decode(text.removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if not text.startswith(PREFIX) or not 24 <= len(key) <= 64:
        words = T("The secret cannot be used")
        remedy = T("Give whsec_ and 24 to 64 random bytes in base64, or none")
        raise Refused("webhook.secret", words, remedy, field="secret")
    return text


def delay(limits: Limits, failures: int, chance: float) -> timedelta:
    """Return how long to wait after so many failures: twice as long each time, and between half
    and all of that, as `chance` (0 to 1) has it, so that receivers are not called all at once."""
    longest = float(limits.longest_retry_seconds)
    whole = min(longest, limits.first_retry_seconds * 2.0 ** min(failures - 1, 30))
    return timedelta(seconds=whole * (0.5 + chance / 2))


def is_dead(limits: Limits, failures: int) -> bool:
    """Tell whether a change was tried often enough and is a dead letter now."""
    return failures >= limits.attempts


def valid_secrets(secret: str, old: str, until: datetime | None, at: datetime) -> tuple[str, ...]:
    """Return what to sign with: the old secret too while it is good."""
    return (secret, old) if old and until is not None and at < until else (secret,)


def checked_url(url: str, *, allow_private: bool) -> str:
    """Return an address that may be posted to; the host's own addresses are looked at later, when
    it is called.

    :raises Refused: no https, a name and password in it, or it names a private address.
    """
    why = _why_not(url, allow_private)
    if why is not None:
        words = T("Nothing can be posted to {url}: {why}", url=shown(url), why=why)
        remedy = T("Give an https address that all the world can reach")
        raise Refused("webhook.url", words, remedy, field="url")
    return url


def _why_not(url: str, allow_private: bool) -> Text | None:
    if len(url) > MAX_URL or not (url.isascii() and url.isprintable()) or " " in url:
        return T("it is too long or cannot be an address")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return T("it cannot be an address")
    if parts.scheme != "https" and not (allow_private and parts.scheme == "http"):
        return T("it is not https")
    if not host or parts.username is not None or parts.fragment or port == 0:
        return T("it may hold a host, a port, a path and a query")
    if not allow_private and (host == "localhost" or _is_literal_private(host)):
        return T("its host is private")
    return None


def _is_literal_private(host: str) -> bool:
    try:
        return not is_public(ipaddress.ip_address(host))
    except ValueError:
        return False


def is_public(address: Address) -> bool:
    """Tell whether an address is of the world's network; one that wraps another is as that is."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if address.teredo is not None:
            return False
        if address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
    return address.is_global and not address.is_multicast
