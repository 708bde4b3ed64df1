"""What a page tells somebody, kept in their session until the next page shows it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wms.text import Text, Words

DONE, ATTENTION, REFUSED = "done", "attention", "refused"


def said(words: Words, remedy: Words, tone: str) -> dict[str, Any]:
    """Return words as they are kept: translated only when they are shown."""
    return {"tone": tone, "words": _plain(words), "remedy": _plain(remedy)}


def heard(kept: Mapping[str, Any]) -> tuple[str, Words, Words]:
    """Return (tone, words, remedy) of what was kept."""
    return str(kept["tone"]), _words(kept["words"]), _words(kept["remedy"])


def _plain(words: Words) -> Any:
    if isinstance(words, str):
        return words
    params = {name: _param(value) for name, value in words.params.items()}
    return {"msgid": words.msgid, "params": params, "plural": words.plural}


def _param(value: object) -> Any:
    return (
        _plain(value)
        if isinstance(value, Text)
        else value
        if isinstance(value, int)
        else str(value)
    )


def _words(plain: Any) -> Words:
    if isinstance(plain, str):
        return plain
    params = {n: _words(v) if isinstance(v, dict) else v for n, v in plain["params"].items()}
    return Text(plain["msgid"], params, plain["plural"])
