"""wms webhook, wms feed changes: added, listed, stopped; dead letters shown and sent once more."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.receiver import receiving, verified
from tests.usecases.conftest import Run

SHORT = "[webhooks]\nallow_private = true\nattempts = 1\n"
ITEMS = "merchant,sku,name,length_mm,width_mm,height_mm,weight_grams\nSHOP,MUG,Mug,100,80,60,300\n"


@pytest.fixture
def site(site: Run, home: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    (home / "site.toml").write_text(SHORT)
    (home / "items.csv").write_text(ITEMS)
    monkeypatch.setenv("WMS_CONFIG", str(home / "site.toml"))
    return site


def test_a_webhook_is_added_served_stopped_and_started(site: Run, home: Path) -> None:
    with receiving() as receiver:
        given = ("--types", "item.*", "--secret-file", str(home / "secret"))
        assert site("webhook", "add", receiver.url, *given)[0] == 0
        secret = (home / "secret").read_text().strip()
        assert (home / "secret").stat().st_mode & 0o077 == 0
        assert site("webhook", "stop", "1") == (0, "webhook 1 is stopped\n", "")
        assert site("import", "items", "items.csv")[0] == 0
        assert "letters" not in site("work", "--once")[1]
        assert site("webhook", "start", "1")[0] == 0
        assert "1 letters taken by webhooks" in site("work", "--once")[1]
        [(headers, body)] = receiver.came
        plain = verified(secret, headers, body, datetime.now(UTC).timestamp())
        assert (plain["type"], plain["subject"]["reference"]) == ("item.registered", "MUG")
        shown = site("webhook", "list")[1]
        assert receiver.url in shown
        assert secret not in shown
        assert site("webhook", "delete", "1") == (0, "webhook 1 is no more\n", "")
        assert receiver.url not in site("webhook", "list")[1]


def test_dead_letters_are_shown_and_sent_once_more(site: Run) -> None:
    with receiving(500, 500) as receiver:
        assert site("webhook", "add", receiver.url)[0] == 0
        assert site("import", "items", "items.csv")[0] == 0
        assert site("work", "--once")[0] == 0
        shown = site("webhook", "dead")[1]
        assert "item.registered" in shown
        assert site("webhook", "dead", "1")[1] == shown
        assert site("webhook", "retry", "1")[0] == 0
        assert site("work", "--once")[0] == 0
        assert site("webhook", "retry", "--all", "1")[1] == "1 letters are sent once more\n"
        assert site("work", "--once")[0] == 0
        assert receiver.types == ["item.registered"]
        code, _, said = site("webhook", "retry", "1")
        assert code == 2
        assert "was delivered since" in said


def test_what_cannot_be_is_refused(site: Run) -> None:
    for words in (("add", "gopher://x"), ("retry", "9"), ("start", "9"), ("retry", "--all", "9")):
        code, _, said = site("webhook", *words)
        assert (code, said.count("\n")) == (2, 1)


def test_the_feed_of_changes_is_printed_a_line_each_and_goes_on(site: Run) -> None:
    assert site("import", "items", "items.csv")[0] == 0
    code, said, _ = site("feed", "changes")
    [first] = map(json.loads, said.splitlines())
    assert (code, first["type"], first["subject"]["reference"]) == (0, "item.registered", "MUG")
    assert site("feed", "changes", "--after", first["cursor"]) == (0, "", "")
    code, _, said = site("feed", "changes", "--after", "1.2")
    assert code == 2
    assert "is no cursor" in said
