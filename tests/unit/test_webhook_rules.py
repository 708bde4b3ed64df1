"""Signatures as the specification has them, addresses that are refused, waits that grow."""

from __future__ import annotations

import base64
import ipaddress
from datetime import timedelta

import pytest

from tests.receiver import verified
from wms import settings
from wms.errors import Refused
from wms.webhooks import rules
from wms.webhooks.rules import Limits

LIMITS: Limits = rules.limits(settings.load({}).data)
SPEC_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def test_the_specifications_own_example_has_the_signature_it_says() -> None:
    body = b'{"test": 2432232314}'
    headers = rules.signed([SPEC_SECRET], "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body)
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    assert headers["webhook-timestamp"] == "1614265330"


def test_a_message_that_is_signed_twice_is_taken_with_either_secret_and_no_third() -> None:
    new, old, other = (rules.secret_of(bytes([n]) * 32) for n in (1, 2, 3))
    headers = rules.signed([new, old], "m", 1000, b"{}")
    assert verified(new, headers, b"{}", 1000.0) == verified(old, headers, b"{}", 1000.0) == {}
    for secret, body in ((other, b"{}"), (new, b"[]")):
        with pytest.raises(AssertionError):
            verified(secret, headers, body, 1000.0)


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/hook",
        "ftp://example.com/",
        "https://localhost/hook",
        "https://127.0.0.1/hook",
        "https://10.1.2.3/",
        "https://[::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://169.254.169.254/latest/meta-data",
        "https://user:secret@example.com/",
        "https://example.com/#part",
        "https://example.com:99999/",
        "https://example.com/a b",
        "https:///hook",
        "https://[bad/",
        "",
        "https://example.com/" + "a" * 2000,
    ],
)
def test_what_may_not_be_posted_to_is_refused(url: str) -> None:
    with pytest.raises(Refused) as refused:
        rules.checked_url(url, allow_private=False)
    assert refused.value.code == "webhook.url"


def test_what_all_the_world_can_reach_is_taken_and_a_private_one_where_the_site_allows_it() -> None:
    assert rules.checked_url("https://example.com:8443/hook?x=1", allow_private=False)
    assert rules.checked_url("http://10.1.2.3/hook", allow_private=True)


@pytest.mark.parametrize(
    ("text", "is_public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("127.0.0.1", False),
        ("10.0.0.1", False),
        ("172.16.5.5", False),
        ("192.168.1.1", False),
        ("100.64.0.1", False),
        ("169.254.1.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("::", False),
        ("fe80::1", False),
        ("fc00::1", False),
        ("ff02::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:93.184.216.34", True),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::5db8:d822", True),
        ("2002:7f00:1::", False),
        ("2001:0:4136:e378:8000:63bf:3fff:fdd2", False),
    ],
)
def test_an_address_is_private_however_it_is_written(text: str, is_public: bool) -> None:
    assert rules.is_public(ipaddress.ip_address(text)) is is_public


def test_waits_double_stay_below_the_longest_and_are_spread_by_chance() -> None:
    waits = [rules.delay(LIMITS, n, 1.0).total_seconds() for n in range(1, 16)]
    assert waits[:4] == [5, 10, 20, 40]
    assert waits == sorted(waits)
    assert waits[-1] == LIMITS.longest_retry_seconds
    assert rules.delay(LIMITS, 1, 0.0) == timedelta(seconds=2.5)
    assert rules.delay(LIMITS, 1_000, 0.0) == timedelta(seconds=LIMITS.longest_retry_seconds / 2)


@pytest.mark.parametrize("text", ["", "abc", "whsec_", "whsec_***", "whsec_YWJj", SPEC_SECRET[6:]])
def test_a_secret_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="cannot be used"):
        rules.checked_secret(text)


def test_a_secret_of_24_to_64_bytes_is_taken() -> None:
    for length in (24, 64):
        text = "whsec_" + base64.b64encode(bytes(length)).decode()
        assert rules.checked_secret(text) == text
