"""Whatever a receiver does, posting ends in time and says in a word what was wrong."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator

import pytest

from tests.receiver import receiving
from wms import settings
from wms.webhooks import rules
from wms.webhooks.post import sender
from wms.webhooks.rules import Limits, Outcome

SHORT = {"allow_private": True, "connect_seconds": 1, "total_seconds": 1}
LIMITS: Limits = rules.limits({"webhooks": {**settings.load({}).data["webhooks"], **SHORT}})


def post(url: str) -> Outcome:
    began = time.monotonic()
    outcome = sender(LIMITS)(url, {"webhook-id": "1"}, b"{}")
    assert time.monotonic() - began < 5
    return outcome


@pytest.fixture
def silent() -> Iterator[str]:
    """A port where somebody listens and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield f"127.0.0.1:{listening.getsockname()[1]}"


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_who_never_says_a_word_is_left_in_time_also_in_the_midst_of_a_handshake(
    silent: str, scheme: str
) -> None:
    assert post(f"{scheme}://{silent}/") == Outcome(0, "timeout")


def test_who_speaks_no_tls_gets_nothing() -> None:
    with receiving() as receiver:
        assert post(receiver.url.replace("http:", "https:")) == Outcome(0, "TLS")
        assert receiver.came == []


def test_what_was_wrong_is_said_in_a_word(silent: str) -> None:
    assert post("http://no-such-host.invalid/") == Outcome(0, "unknown host")
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    assert post(f"http://127.0.0.1:{port}/") == Outcome(0, "connection refused")


def test_the_path_and_the_query_reach_the_receiver() -> None:
    with receiving() as receiver:
        assert post(f"{receiver.url}?shop=1").is_taken
        assert receiver.paths == ["/hook?shop=1"]
        headers, body = receiver.came[0]
        assert (headers["content-type"], body) == ("application/json", b"{}")
