"""As much Markdown as descriptions of the API use: headings, paragraphs, lists, `code`.

Everything else is shown as it is written, and nothing that is written becomes markup of its own.
"""

from __future__ import annotations

import re

from markupsafe import Markup, escape

_CODE = re.compile(r"`([^`]+)`")


def html(text: str) -> Markup:
    """Return `text` as HTML."""
    return Markup("\n").join(_block(block) for block in _blocks(text))


def headings(text: str) -> list[tuple[str, str]]:
    """Return (anchor, words) of the headings of `text`."""
    return [(anchor(block[3:]), block[3:]) for block in _blocks(text) if block.startswith("## ")]


def anchor(words: str) -> str:
    """Return the name of a heading within its page."""
    return "about-" + re.sub(r"[^a-z]+", "-", words.lower()).strip("-")


def _blocks(text: str) -> list[str]:
    return [block.strip() for block in re.split(r"\n\s*\n", text) if block.strip()]


def _block(block: str) -> Markup:
    if block.startswith("## "):
        words = block[3:]
        return Markup('<h2 id="{}">{}</h2>').format(anchor(words), words)
    if block.startswith("- "):
        entries = [inline(line.removeprefix("- ")) for line in block.splitlines()]
        listed = Markup("").join(Markup("<li>{}</li>").format(entry) for entry in entries)
        return Markup("<ul>{}</ul>").format(listed)
    return Markup("<p>{}</p>").format(inline(block))


def inline(text: str) -> Markup:
    """Return one paragraph as HTML, without its tag."""
    code = Markup("<code>{}</code>")
    parts = enumerate(_CODE.split(text))
    return Markup("").join(code.format(part) if n % 2 else escape(part) for n, part in parts)
